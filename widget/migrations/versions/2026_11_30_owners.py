"""reports by day, and the address that a page names as its own"""

import sqlalchemy as sa
from alembic import op


revision = '2026_11_30_owners'
down_revision = '2026_11_30_health'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_reports_created', 'reports', ['created'], unique=False)
    op.add_column('threads', sa.Column('canonical', sa.String(length=2000), nullable=True))


def downgrade() -> None:
    op.drop_column('threads', 'canonical')
    op.drop_index('ix_reports_created', 'reports')
