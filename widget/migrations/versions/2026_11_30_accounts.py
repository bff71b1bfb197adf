"""what the owner of an address has said yes to, by wish; and the wishes of guests whose comment is an account's now"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_30_accounts'
down_revision = '2026_11_29_writers'
branch_labels = None
depends_on = None

ADDRESS = 'SELECT {moment} FROM mail_addresses WHERE mail_addresses.id = subscriptions.address_id'
SAID = 'UPDATE subscriptions SET {moment} = (' + ADDRESS + ')'
AUTHOR = (
    'SELECT identities.account_id FROM identities JOIN comments ON comments.identity_id = identities.id'
    ' WHERE comments.id = subscriptions.comment_id'
)
CLAIMED = f'UPDATE subscriptions SET account_id = ({AUTHOR}) WHERE account_id IS NULL'


def upgrade() -> None:
    op.add_column('subscriptions', sa.Column('confirmed', sa.DateTime(timezone=True), nullable=True))
    op.add_column('subscriptions', sa.Column('asked', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_subscriptions_confirmed_created', 'subscriptions', ['confirmed', 'created'], unique=False)
    for moment in ('confirmed', 'asked'):
        op.execute(SAID.format(moment=moment))
    op.execute(CLAIMED)


def downgrade() -> None:
    op.drop_index('ix_subscriptions_confirmed_created', table_name='subscriptions')
    op.drop_column('subscriptions', 'asked')
    op.drop_column('subscriptions', 'confirmed')
