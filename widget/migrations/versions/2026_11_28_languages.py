"""the language in which a sign-in was begun, so that it ends in the same"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_languages'
down_revision = '2026_11_25_backchannel'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('transactions', sa.Column('lang', sa.String(length=20), server_default='en', nullable=False))


def downgrade() -> None:
    op.drop_column('transactions', 'lang')
