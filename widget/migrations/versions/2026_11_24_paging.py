"""what paging and live readers need: shown, replies, changed"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_24'
down_revision = '2026_11_23'
branch_labels = None
depends_on = None

ROOT = 'root_id IS NULL AND '
PARTIAL = (
    ('ix_comments_roots', ['thread_id', 'created', 'id'], ROOT),
    ('ix_comments_liked', ['thread_id', 'likes', 'created', 'id'], ROOT),
    ('ix_comments_below', ['root_id', 'created', 'id'], ''),
    ('ix_comments_children', ['parent_id'], ''),
)
NEEDED_TOMBSTONES = """
WITH RECURSIVE above(id) AS (
  SELECT parent_id FROM comments WHERE status = 'published' AND parent_id IS NOT NULL
  UNION
  SELECT comments.parent_id FROM comments JOIN above ON comments.id = above.id WHERE comments.parent_id IS NOT NULL
)
UPDATE comments SET shown = true WHERE status = 'deleted' AND id IN (SELECT id FROM above)
"""
REPLIES = """
UPDATE comments SET replies = (SELECT count(*) FROM comments AS below WHERE below.root_id = comments.id AND below.shown)
WHERE root_id IS NULL
"""


def upgrade() -> None:
    op.add_column('comments', sa.Column('shown', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column('comments', sa.Column('replies', sa.Integer(), server_default='0', nullable=False))
    op.add_column('comments', sa.Column('changed', sa.Integer(), server_default='0', nullable=False))
    op.execute("UPDATE comments SET shown = false WHERE status <> 'published'")
    op.execute(NEEDED_TOMBSTONES)
    op.execute(REPLIES)
    for name, columns, where in PARTIAL:
        op.create_index(name, 'comments', columns, unique=False,
                        sqlite_where=sa.text(f'{where}shown = 1'), postgresql_where=sa.text(f'{where}shown'))
    op.create_index('ix_comments_changed', 'comments', ['thread_id', 'changed', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_comments_changed', table_name='comments')
    for name, _, _ in PARTIAL:
        op.drop_index(name, table_name='comments')
    for column in ('changed', 'replies', 'shown'):
        op.drop_column('comments', column)
