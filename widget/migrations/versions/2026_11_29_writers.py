"""who has sent a form, for the limits to know of what was deleted since"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_writers'
down_revision = '2026_11_29_owner'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('idempotency', sa.Column('author', sa.String(length=64), nullable=True))
    op.create_index('ix_idempotency_author_created', 'idempotency', ['author', 'created'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_idempotency_author_created', table_name='idempotency')
    op.drop_column('idempotency', 'author')
