"""mail: what became of a message and by what it is counted, and whom a sign-in by mail is for"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_mail'
down_revision = '2026_11_28_feeds'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('recipient', sa.String(length=64), nullable=True))
    op.add_column('outbox', sa.Column('network', sa.String(length=64), nullable=True))
    op.add_column('outbox', sa.Column('sent', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('outbox', sa.Column('answer', sa.String(length=200), nullable=True))
    op.create_index('ix_outbox_recipient_created', 'outbox', ['recipient', 'created'], unique=False)
    op.create_index('ix_outbox_network_created', 'outbox', ['network', 'created'], unique=False)
    op.create_index('ix_outbox_done_due', 'outbox', ['done', 'due'], unique=False)
    op.add_column('transactions', sa.Column('address', sa.String(length=254), nullable=True))
    op.add_column('transactions', sa.Column('shown_name', sa.String(length=100), nullable=True))
    op.add_column('transactions', sa.Column('device', sa.String(length=60), nullable=True))
    op.add_column('transactions', sa.Column('mails', sa.Integer(), server_default='0', nullable=False))
    op.add_column('comments', sa.Column('hidden', sa.Boolean(), server_default=sa.false(), nullable=False))
    stored = True if op.get_bind().dialect.name == 'postgresql' else None  # SQLite adds only what it computes anew
    lower = sa.Computed('lower(guest_email)', persisted=stored)  # also of rows that the release before writes
    op.add_column('comments', sa.Column('guest_address', sa.String(length=254), lower, nullable=True))
    op.create_index('ix_comments_guest_address', 'comments', ['guest_address'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_comments_guest_address', table_name='comments')
    op.drop_column('comments', 'guest_address')
    op.drop_column('comments', 'hidden')
    for column in ('mails', 'device', 'shown_name', 'address'):
        op.drop_column('transactions', column)
    for index in ('ix_outbox_done_due', 'ix_outbox_network_created', 'ix_outbox_recipient_created'):
        op.drop_index(index, table_name='outbox')
    for column in ('answer', 'sent', 'network', 'recipient'):
        op.drop_column('outbox', column)
