"""since when a thread has had a comment, and a comment nearly the words that it has"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_30_health'
down_revision = '2026_11_30_accounts'
branch_labels = None
depends_on = None

BEGUN = """
UPDATE threads SET begun = (
    SELECT min(created) FROM comments WHERE comments.thread_id = threads.id AND comments.status = 'published'
)
"""


def upgrade() -> None:
    op.add_column('threads', sa.Column('begun', sa.DateTime(timezone=True), nullable=True))
    op.add_column('screenings', sa.Column('sketched', sa.DateTime(timezone=True), nullable=True))
    op.execute(BEGUN)


def downgrade() -> None:
    op.drop_column('screenings', 'sketched')
    op.drop_column('threads', 'begun')
