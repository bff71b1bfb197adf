"""reports by readers, when they hold a comment, and until when a thread's readers have to hear what went away"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_thread'
down_revision = '2026_11_29_moderation'
branch_labels = None
depends_on = None

COMPLAINTS = "('spam', 'abuse', 'personal-data', 'other')"
# As text: SQLite takes a check with a new column, and Alembic would copy the whole table for it.
HOLD = """
ALTER TABLE sites ADD COLUMN hold_reports INTEGER DEFAULT 3 NOT NULL
CONSTRAINT ck_sites_hold_reports CHECK (hold_reports >= 0)
"""


def partial(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, 'reports', columns, unique=unique, sqlite_where=sa.text(where),
                    postgresql_where=sa.text(where))


def upgrade() -> None:
    op.add_column('thread_changes', sa.Column('activity', sa.Integer(), nullable=True))
    op.execute(HOLD)
    op.create_table(
        'reports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('identity_id', sa.Integer(), nullable=True),
        sa.Column('network', sa.String(length=64), nullable=True),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('text', sa.String(length=500), nullable=False),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled', sa.DateTime(timezone=True), nullable=True),
        sa.Column('batch', sa.String(length=20), nullable=True),
        sa.CheckConstraint(f'reason IN {COMPLAINTS}', name=op.f('ck_reports_reason')),
        sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], ondelete='CASCADE',
                                name=op.f('fk_reports_comment_id')),
        sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], ondelete='CASCADE',
                                name=op.f('fk_reports_identity_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
        sa.UniqueConstraint('comment_id', 'identity_id', name=op.f('uq_reports_comment_id_identity_id')),
    )
    partial('ix_reports_guest', ['comment_id', 'network'], 'identity_id IS NULL', unique=True)
    partial('ix_reports_waiting', ['comment_id'], 'settled IS NULL')
    op.create_index('ix_reports_network_created', 'reports', ['network', 'created'], unique=False)
    op.create_index('ix_reports_identity_created', 'reports', ['identity_id', 'created'], unique=False)
    op.create_index('ix_reports_batch', 'reports', ['batch'], unique=False)


def downgrade() -> None:
    op.drop_table('reports')
    op.drop_column('sites', 'hold_reports')
    op.drop_column('thread_changes', 'activity')
