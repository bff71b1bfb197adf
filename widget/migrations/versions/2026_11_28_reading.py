"""what editing, likes and reading need: how long one may edit, a pinned comment, how often somebody has liked"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_reading'
down_revision = '2026_11_28_languages'
branch_labels = None
depends_on = None

# As text: SQLite takes a check with a new column, and Alembic would copy the whole table for it.
EDIT_MINUTES = """
ALTER TABLE sites ADD COLUMN edit_minutes INTEGER DEFAULT 15 NOT NULL
CONSTRAINT ck_sites_edit_minutes CHECK (edit_minutes >= 0)
"""


def upgrade() -> None:
    op.execute(EDIT_MINUTES)
    op.add_column('comments', sa.Column('pinned', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_comments_pinned', 'comments', ['thread_id'], unique=True,
                    sqlite_where=sa.text('pinned IS NOT NULL'), postgresql_where=sa.text('pinned IS NOT NULL'))
    for target in ('comment_id', 'thread_id'):
        op.create_index(f'ix_likes_{target}_id', 'likes', [target, 'id'], unique=False)
    op.create_table(
        'like_paces',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('identity_id', sa.Integer(), nullable=False),
        sa.Column('began', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changes', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], ondelete='CASCADE',
                                name=op.f('fk_like_paces_identity_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_like_paces')),
        sa.UniqueConstraint('identity_id', name=op.f('uq_like_paces_identity_id')),
    )


def downgrade() -> None:
    op.drop_table('like_paces')
    for target in ('comment_id', 'thread_id'):
        op.drop_index(f'ix_likes_{target}_id', table_name='likes')
    op.drop_index('ix_comments_pinned', table_name='comments')
    op.drop_column('comments', 'pinned')
    op.drop_column('sites', 'edit_minutes')
