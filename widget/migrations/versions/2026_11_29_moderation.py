"""decisions that can be taken back, bans, and links that ask somebody to look after a site"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_moderation'
down_revision = '2026_11_29_notifications'
branch_labels = None
depends_on = None

STATUSES = "('published', 'held', 'spam', 'trash', 'deleted')"
REASONS = "('spam', 'off-topic', 'abusive', 'personal', 'duplicate', 'other')"


def foreign(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{target}.id'], ondelete=ondelete, name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.add_column('audit', sa.Column('batch', sa.String(length=20), nullable=True))
    op.create_index('ix_comments_status', 'comments', ['status', 'created', 'id'], unique=False)
    op.create_table(
        'decisions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('batch', sa.String(length=20), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('was', sa.String(length=20), nullable=False),
        sa.Column('became', sa.String(length=20), nullable=False),
        sa.Column('pinned', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=True),
        sa.Column('reason', sa.String(length=20), nullable=True),
        sa.Column('words', sa.String(length=1000), nullable=True),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f'was IN {STATUSES}', name=op.f('ck_decisions_was')),
        sa.CheckConstraint(f'became IN {STATUSES}', name=op.f('ck_decisions_became')),
        sa.CheckConstraint(f'reason IN {REASONS}', name=op.f('ck_decisions_reason')),
        foreign('decisions', 'comment_id', 'comments', 'CASCADE'),
        foreign('decisions', 'account_id', 'accounts', 'SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    )
    for column in ('batch', 'comment_id', 'account_id'):
        op.create_index(f'ix_decisions_{column}', 'decisions', [column], unique=False)
    op.create_table(
        'bans',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=20), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('digest', sa.String(length=64), nullable=True),
        sa.Column('comment', sa.String(length=20), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lifted', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('account', 'address', 'network')", name=op.f('ck_bans_kind')),
        sa.CheckConstraint('(account_id IS NULL) <> (digest IS NULL)', name=op.f('ck_bans_one_subject')),
        foreign('bans', 'site_id', 'sites', 'CASCADE'),
        foreign('bans', 'account_id', 'accounts', 'CASCADE'),
        foreign('bans', 'by_id', 'accounts', 'SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bans')),
        sa.UniqueConstraint('public_id', name=op.f('uq_bans_public_id')),
        sa.UniqueConstraint('site_id', 'account_id', name=op.f('uq_bans_site_id_account_id')),
        sa.UniqueConstraint('site_id', 'kind', 'digest', name=op.f('uq_bans_site_id_kind_digest')),
    )
    for column in ('account_id', 'by_id'):
        op.create_index(f'ix_bans_{column}', 'bans', [column], unique=False)
    op.create_table(
        'invitations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('site_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'moderator')", name=op.f('ck_invitations_role')),
        foreign('invitations', 'site_id', 'sites', 'CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash')),
    )
    for column in ('site_id', 'ends'):
        op.create_index(f'ix_invitations_{column}', 'invitations', [column], unique=False)


def downgrade() -> None:
    for table in ('invitations', 'bans', 'decisions'):
        op.drop_table(table)
    op.drop_index('ix_comments_status', table_name='comments')
    op.drop_column('audit', 'batch')
