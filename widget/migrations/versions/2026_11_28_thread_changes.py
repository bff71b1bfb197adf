"""threads that are joined, moved and parted, and what went along, so that it can be undone"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_thread_changes'
down_revision = '2026_11_28_plain_replies'
branch_labels = None
depends_on = None

ONE_THING = """
comment_id IS NOT NULL AND identity_id IS NULL AND alias_id IS NULL OR
comment_id IS NULL AND identity_id IS NOT NULL AND alias_id IS NULL OR
comment_id IS NULL AND identity_id IS NULL AND alias_id IS NOT NULL
"""
OWNERS = {'comment_id': 'comments', 'identity_id': 'identities', 'alias_id': 'aliases'}


def upgrade() -> None:
    op.add_column('threads', sa.Column('into_id', sa.Integer(), nullable=True))
    op.create_index('ix_threads_into_id', 'threads', ['into_id'], unique=False)
    op.create_table(
        'thread_changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('from_id', sa.Integer(), nullable=False),
        sa.Column('into_id', sa.Integer(), nullable=False),
        sa.Column('page', sa.String(length=2000), nullable=True),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'move', 'split')", name=op.f('ck_thread_changes_kind')),
        sa.ForeignKeyConstraint(['site_id'], ['sites.id'], ondelete='CASCADE',
                                name=op.f('fk_thread_changes_site_id')),
        sa.ForeignKeyConstraint(['from_id'], ['threads.id'], ondelete='CASCADE',
                                name=op.f('fk_thread_changes_from_id')),
        sa.ForeignKeyConstraint(['into_id'], ['threads.id'], ondelete='CASCADE',
                                name=op.f('fk_thread_changes_into_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_changes')),
    )
    for column in ('site_id', 'from_id', 'into_id'):
        op.create_index(f'ix_thread_changes_{column}', 'thread_changes', [column], unique=False)
    op.create_table(
        'moved',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('change_id', sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in OWNERS),
        sa.Column('pinned', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(ONE_THING, name=op.f('ck_moved_one_thing')),
        sa.ForeignKeyConstraint(['change_id'], ['thread_changes.id'], ondelete='CASCADE',
                                name=op.f('fk_moved_change_id')),
        *(sa.ForeignKeyConstraint([column], [f'{table}.id'], ondelete='CASCADE', name=op.f(f'fk_moved_{column}'))
          for column, table in OWNERS.items()),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_moved')),
    )
    for column in ('change_id', *OWNERS):
        op.create_index(f'ix_moved_{column}', 'moved', [column], unique=False)


def downgrade() -> None:
    op.drop_table('moved')
    op.drop_table('thread_changes')
    op.drop_index('ix_threads_into_id', table_name='threads')
    op.drop_column('threads', 'into_id')
