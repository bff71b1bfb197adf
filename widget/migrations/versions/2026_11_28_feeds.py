"""when somebody last commented under a page, for the feed of its site"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_feeds'
down_revision = '2026_11_28_reading'
branch_labels = None
depends_on = None

LATEST = "UPDATE threads SET latest = (SELECT max(created) FROM comments WHERE comments.thread_id = threads.id)"


def upgrade() -> None:
    op.add_column('threads', sa.Column('latest', sa.DateTime(timezone=True), nullable=True))
    op.execute(LATEST)
    op.create_index(op.f('ix_threads_latest'), 'threads', ['site_id', 'latest'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_threads_latest'), table_name='threads')
    op.drop_column('threads', 'latest')
