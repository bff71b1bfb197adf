"""how fast a form may be sent, what screening knows of a text, and what is asked outside again

Sites that are there already get the default: the form has sent its stamp since the first release.
"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_screening'
down_revision = '2026_11_29_discussion'
branch_labels = None
depends_on = None

# As text: SQLite takes a check with a new column, and Alembic would copy the whole table for it.
SECONDS = """
ALTER TABLE sites ADD COLUMN min_seconds INTEGER DEFAULT 3 NOT NULL
CONSTRAINT ck_sites_min_seconds CHECK (min_seconds >= 0)
"""
COUNTED = """
ALTER TABLE screenings ADD COLUMN counted VARCHAR(20)
CONSTRAINT ck_screenings_counted CHECK (counted IN ('spam', 'ham'))
"""


def upgrade() -> None:
    op.execute(SECONDS)
    op.add_column('screenings', sa.Column('site_id', sa.Integer(), nullable=True))
    op.add_column('screenings', sa.Column('sketch', sa.String(length=32), nullable=True))
    op.execute(COUNTED)
    op.create_index('ix_screenings_site_id_created', 'screenings', ['site_id', 'created'], unique=False)
    op.create_table(
        'screening_errands',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('asked', sa.String(length=20), nullable=False),
        sa.Column('task', sa.String(length=20), nullable=False),
        sa.Column('passed', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
        sa.Column('due', sa.DateTime(timezone=True), nullable=False),
        sa.Column('until', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("task IN ('ask', 'tell-spam', 'tell-ham')", name=op.f('ck_screening_errands_task')),
        sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], ondelete='CASCADE',
                                name=op.f('fk_screening_errands_comment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_errands')),
    )
    op.create_index('ix_screening_errands_comment_id', 'screening_errands', ['comment_id'], unique=False)
    op.create_index('ix_screening_errands_asked_due', 'screening_errands', ['asked', 'due'], unique=False)
    op.create_table(
        'filter_words',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.Column('word', sa.BigInteger(), nullable=False),
        sa.Column('spam', sa.Integer(), nullable=False),
        sa.Column('ham', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['site_id'], ['sites.id'], ondelete='CASCADE', name=op.f('fk_filter_words_site_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_filter_words')),
        sa.UniqueConstraint('site_id', 'word', name=op.f('uq_filter_words_site_id_word')),
    )
    op.create_table(
        'screening_notices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('asked', sa.String(length=20), nullable=False),
        sa.Column('code', sa.String(length=50), nullable=False),
        sa.Column('message', sa.String(length=500), nullable=False),
        sa.Column('noted', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_notices')),
        sa.UniqueConstraint('asked', name=op.f('uq_screening_notices_asked')),
    )


def downgrade() -> None:
    for name in ('screening_notices', 'filter_words', 'screening_errands'):
        op.drop_table(name)
    op.drop_index('ix_screenings_site_id_created', 'screenings')
    for name in ('counted', 'sketch', 'site_id'):
        op.drop_column('screenings', name)
    op.drop_column('sites', 'min_seconds')
