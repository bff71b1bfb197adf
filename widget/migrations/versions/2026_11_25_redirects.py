"""what a sign-in in the page's own tab needs: the page it returns to, and the code that it brings back"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_redirects'
down_revision = '2026_11_25_registrations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('transactions', sa.Column('page', sa.String(length=2000), nullable=True))
    op.add_column('transactions', sa.Column('code_hash', sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column('transactions', 'code_hash')
    op.drop_column('transactions', 'page')
