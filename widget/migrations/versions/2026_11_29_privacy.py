"""pages and limits as a site wants them, what is read of a page, and what is forgotten in time"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_privacy'
down_revision = '2026_11_29_screening'
branch_labels = None
depends_on = None

# As text: SQLite takes a check with a new column, and Alembic would copy the whole table for it.
NUMBER = """
ALTER TABLE sites ADD COLUMN {name} INTEGER DEFAULT {default} NOT NULL
CONSTRAINT ck_sites_{name} CHECK ({name} {holds})
"""
NUMBERS = {'page_size': (50, 'BETWEEN 1 AND 100'), 'hourly_limit': (30, '>= 0'), 'minute_limit': (300, '>= 0')}
ORDER = """
ALTER TABLE sites ADD COLUMN first_order VARCHAR(20) DEFAULT 'oldest' NOT NULL
CONSTRAINT ck_sites_first_order CHECK (first_order IN ('oldest', 'newest', 'liked'))
"""
PARTIAL = {'ix_comments_rejected': "status IN ('spam', 'trash') AND erased IS NULL",
           'ix_comments_sent': 'network IS NOT NULL'}


def upgrade() -> None:
    for name, (default, holds) in NUMBERS.items():
        op.execute(NUMBER.format(name=name, default=default, holds=holds))
    op.execute(ORDER)
    op.add_column('threads', sa.Column('page_read', sa.DateTime(timezone=True), nullable=True))
    op.add_column('threads', sa.Column('page_failures', sa.Integer(), server_default='0', nullable=False))
    op.create_index('ix_threads_page_read', 'threads', ['page_read'], unique=False)
    op.add_column('comments', sa.Column('decided', sa.DateTime(timezone=True), nullable=True))
    for name, where in PARTIAL.items():
        op.create_index(name, 'comments', ['created'], unique=False, sqlite_where=sa.text(where),
                        postgresql_where=sa.text(where))


def downgrade() -> None:
    for name in PARTIAL:
        op.drop_index(name, table_name='comments')
    op.drop_column('comments', 'decided')
    op.drop_index('ix_threads_page_read', table_name='threads')
    op.drop_column('threads', 'page_failures')
    op.drop_column('threads', 'page_read')
    for name in ('first_order', *NUMBERS):
        op.drop_column('sites', name)
