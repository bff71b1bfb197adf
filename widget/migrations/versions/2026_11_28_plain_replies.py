"""where a sign-in without a frame returns to"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_plain_replies'
down_revision = '2026_11_28_renderer'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('transactions', sa.Column('back', sa.String(length=2500), nullable=True))


def downgrade() -> None:
    op.drop_column('transactions', 'back')
