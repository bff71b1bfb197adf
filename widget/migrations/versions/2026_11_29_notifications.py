"""notifications: addresses, subscriptions, what was told, webhooks; and to whom a row of the outbox goes"""

from typing import Any

from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_notifications'
down_revision = '2026_11_29_privacy'
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{to}.id'], ondelete='CASCADE', name=op.f(f'fk_{table}_{column}'))


def key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}'))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f'uq_{table}_{"_".join(columns)}'))


def upgrade() -> None:
    op.add_column('outbox', number('site_id', nullable=True))
    op.add_column('outbox', text('addressee', 20, nullable=True))
    op.add_column('outbox', sa.Column('details', sa.JSON(), nullable=True))
    op.create_index('ix_outbox_addressee', 'outbox', ['addressee', 'id'], unique=False)
    op.create_index('ix_outbox_site', 'outbox', ['site_id', 'id'], unique=False)
    op.create_table(
        'mail_addresses',
        number('id'), text('public_id', 20), number('site_id', nullable=True), number('account_id', nullable=True),
        text('address', 254), text('lang', 20),
        moment('confirmed', nullable=True), moment('asked', nullable=True), moment('created'),
        sa.CheckConstraint('(site_id IS NULL) <> (account_id IS NULL)', name=op.f('ck_mail_addresses_one_owner')),
        belongs('mail_addresses', 'site_id', 'sites'), belongs('mail_addresses', 'account_id', 'accounts'),
        key('mail_addresses'), unique('mail_addresses', 'public_id'), unique('mail_addresses', 'site_id', 'address'),
        unique('mail_addresses', 'account_id'),
    )
    op.create_index('ix_mail_addresses_address', 'mail_addresses', ['address'], unique=False)
    op.create_index('ix_mail_addresses_created', 'mail_addresses', ['created'], unique=False)
    op.create_table(
        'subscriptions',
        number('id'), text('public_id', 20), number('address_id'), number('comment_id'),
        number('account_id', nullable=True), sa.Column('whole', sa.Boolean(), nullable=False), moment('created'),
        belongs('subscriptions', 'address_id', 'mail_addresses'), belongs('subscriptions', 'comment_id', 'comments'),
        belongs('subscriptions', 'account_id', 'accounts'),
        key('subscriptions'), unique('subscriptions', 'public_id'),
        unique('subscriptions', 'address_id', 'comment_id'),
    )
    op.create_index('ix_subscriptions_comment_id', 'subscriptions', ['comment_id'], unique=False)
    op.create_index('ix_subscriptions_account_id', 'subscriptions', ['account_id'], unique=False)
    op.create_table(
        'notices',
        number('id'), number('comment_id'), moment('told', nullable=True), moment('decided', nullable=True),
        belongs('notices', 'comment_id', 'comments'), key('notices'), unique('notices', 'comment_id'),
    )
    op.create_table(
        'muted',
        number('id'), number('account_id'), number('site_id'), moment('created'),
        belongs('muted', 'account_id', 'accounts'), belongs('muted', 'site_id', 'sites'),
        key('muted'), unique('muted', 'account_id', 'site_id'),
    )
    op.create_index('ix_muted_site_id', 'muted', ['site_id'], unique=False)
    op.create_table(
        'refused_addresses',
        number('id'), text('recipient', 64), number('times'), moment('last'),
        key('refused_addresses'), unique('refused_addresses', 'recipient'),
    )
    op.create_table(
        'webhooks',
        number('id'), text('public_id', 20), number('site_id'), text('url', 2000), text('secret', 100),
        sa.Column('events', sa.JSON(), nullable=False), number('failures'),
        moment('failing', nullable=True), moment('disabled', nullable=True), moment('created'),
        belongs('webhooks', 'site_id', 'sites'), key('webhooks'), unique('webhooks', 'public_id'),
    )
    op.create_index('ix_webhooks_site_id', 'webhooks', ['site_id'], unique=False)
    op.create_index('ix_webhooks_disabled', 'webhooks', ['disabled'], unique=False)


def downgrade() -> None:
    for table in ('webhooks', 'refused_addresses', 'muted', 'notices', 'subscriptions', 'mail_addresses'):
        op.drop_table(table)
    op.drop_index('ix_outbox_site', table_name='outbox')
    op.drop_index('ix_outbox_addressee', table_name='outbox')
    op.drop_column('outbox', 'details')
    op.drop_column('outbox', 'addressee')
    op.drop_column('outbox', 'site_id')
