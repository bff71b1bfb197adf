"""discussion settings of sites and threads, who looks after a site, and how comments were screened

Sites that are there already go on as they were: the first comment of an author is not held.
"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_discussion'
down_revision = '2026_11_28_thread_changes'
branch_labels = None
depends_on = None

FLAGS = {'details_required': True, 'approve_all': False, 'approved_before': True, 'show_avatars': True,
         'mail_posted': True, 'mail_held': True, 'mail_liked': True}
NUMBERS = {'close_days': 0, 'hold_links': 2}
WORDS = ('moderation_words', 'disallowed_words')
# As text: SQLite takes a check with a new column, and Alembic would copy the whole table for it.
NUMBER = """
ALTER TABLE sites ADD COLUMN {name} INTEGER DEFAULT {default} NOT NULL
CONSTRAINT ck_sites_{name} CHECK ({name} >= 0)
"""


def upgrade() -> None:
    for name, default in FLAGS.items():
        server_default = sa.true() if default else sa.false()
        op.add_column('sites', sa.Column(name, sa.Boolean(), server_default=server_default, nullable=False))
    for name, number in NUMBERS.items():
        op.execute(NUMBER.format(name=name, default=number))
    for name in WORDS:
        op.add_column('sites', sa.Column(name, sa.Text(), server_default='', nullable=False))
    op.execute(sa.text('UPDATE sites SET approved_before = :no').bindparams(sa.bindparam('no', False, sa.Boolean())))
    op.add_column('threads', sa.Column('overrides', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('threads', sa.Column('published', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'staff',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'moderator')", name=op.f('ck_staff_role')),
        sa.ForeignKeyConstraint(['site_id'], ['sites.id'], ondelete='CASCADE', name=op.f('fk_staff_site_id')),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], ondelete='CASCADE',
                                name=op.f('fk_staff_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
        sa.UniqueConstraint('site_id', 'account_id', name=op.f('uq_staff_site_id_account_id')),
    )
    op.create_index('ix_staff_account_id', 'staff', ['account_id'], unique=False)
    op.create_table(
        'screenings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('status', sa.String(length=20), nullable=False),
        sa.Column('findings', sa.JSON(), nullable=False),
        sa.Column('address', sa.String(length=45), nullable=True),
        sa.Column('user_agent', sa.String(length=500), nullable=True),
        sa.Column('referrer', sa.String(length=2000), nullable=True),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('published', 'held', 'spam', 'trash', 'deleted')",
                           name=op.f('ck_screenings_status')),
        sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], ondelete='CASCADE',
                                name=op.f('fk_screenings_comment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_screenings')),
        sa.UniqueConstraint('comment_id', name=op.f('uq_screenings_comment_id')),
    )
    op.create_index('ix_screenings_address', 'screenings', ['address'], unique=False)
    op.create_index('ix_screenings_created', 'screenings', ['created'], unique=False)


def downgrade() -> None:
    op.drop_table('screenings')
    op.drop_table('staff')
    op.drop_column('threads', 'published')
    op.drop_column('threads', 'overrides')
    for name in (*WORDS, *NUMBERS, *FLAGS):
        op.drop_column('sites', name)
