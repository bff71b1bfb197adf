"""one's own page: its sessions, sign-ins without a site, erasures under way, deletion requests of providers"""

from typing import Any

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_me'
down_revision = '2026_11_24'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PROGRESS = ('new', 'started', 'answering', 'done', 'claimed', 'denied', 'cancelled', 'provider-failed', 'expired')
INDEXED = ('site_id', 'network', 'expires', 'identity_id', 'former_session_id', 'session_id')


def upgrade() -> None:
    op.create_table('me_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('identity_id', sa.Integer(), nullable=False),
    sa.Column('device', sa.String(length=60), nullable=True),
    sa.Column('created', MOMENT, nullable=False),
    sa.Column('ends', MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_me_sessions_identity_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_me_sessions')),
    sa.UniqueConstraint('public_id', name=op.f('uq_me_sessions_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_me_sessions_token_hash'))
    )
    op.create_index(op.f('ix_me_sessions_ends'), 'me_sessions', ['ends'], unique=False)
    op.create_index(op.f('ix_me_sessions_identity_id'), 'me_sessions', ['identity_id'], unique=False)
    op.create_table('deletion_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('created', MOMENT, nullable=False),
    sa.Column('due', MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_deletion_requests_account_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deletion_requests')),
    sa.UniqueConstraint('code', name=op.f('uq_deletion_requests_code'))
    )
    op.create_index(op.f('ix_deletion_requests_account_id'), 'deletion_requests', ['account_id'], unique=False)
    op.add_column('accounts', sa.Column('erases', MOMENT, nullable=True))
    op.add_column('accounts', sa.Column('keeps_text', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f('ix_accounts_erases'), 'accounts', ['erases'], unique=False)
    op.add_column('identities', sa.Column('hidden', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('sessions', sa.Column('device', sa.String(length=60), nullable=True))
    kept = _taken_down()
    _transactions(('signin', 'change', 'me', 'link'), sites=False)
    _put_back(kept)


def downgrade() -> None:
    kept = [row for row in _taken_down() if row['site_id']]
    _transactions(('signin', 'change'), sites=True)
    _put_back(kept)
    op.drop_column('sessions', 'device')
    op.drop_column('identities', 'hidden')
    op.drop_index(op.f('ix_accounts_erases'), table_name='accounts')
    op.drop_column('accounts', 'keeps_text')
    op.drop_column('accounts', 'erases')
    op.drop_table('deletion_requests')
    op.drop_table('me_sessions')


def _taken_down() -> list[dict[str, Any]]:
    """Sign-ins under way are few and ten minutes old: the table is made anew, which either store can do."""
    kept = [dict(row) for row in op.get_bind().execute(sa.text('SELECT * FROM transactions')).mappings()]
    op.drop_table('transactions')
    return kept


def _put_back(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row.pop('me_session_id', None)
        names = ', '.join(row)
        values = ', '.join(f':{name}' for name in row)
        op.get_bind().execute(sa.text(f'INSERT INTO transactions ({names}) VALUES ({values})'), row)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("SELECT setval(pg_get_serial_sequence('transactions', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM transactions), false)")


def _transactions(modes: tuple[str, ...], *, sites: bool) -> None:
    me = [] if sites else [
        sa.Column('me_session_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['me_session_id'], ['me_sessions.id'], name=op.f('fk_transactions_me_session_id'), ondelete='CASCADE'),
    ]
    op.create_table('transactions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=not sites),
    sa.Column('provider', sa.String(length=50), nullable=False),
    sa.Column('mode', sa.Enum(*modes, name='mode', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('progress', sa.Enum(*PROGRESS, name='progress', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=True),
    sa.Column('claim_hash', sa.String(length=64), nullable=False),
    sa.Column('bind_hash', sa.String(length=64), nullable=False),
    sa.Column('wrong_binds', sa.Integer(), nullable=False),
    sa.Column('flow_hash', sa.String(length=64), nullable=True),
    sa.Column('state_hash', sa.String(length=64), nullable=True),
    sa.Column('nonce', sa.String(length=64), nullable=True),
    sa.Column('verifier', sa.String(length=128), nullable=True),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('created', MOMENT, nullable=False),
    sa.Column('expires', MOMENT, nullable=False),
    sa.Column('claimed', MOMENT, nullable=True),
    sa.Column('identity_id', sa.Integer(), nullable=True),
    sa.Column('former_session_id', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=True),
    *me,
    sa.ForeignKeyConstraint(['former_session_id'], ['sessions.id'], name=op.f('fk_transactions_former_session_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_transactions_identity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_transactions_session_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_transactions_site_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transactions')),
    sa.UniqueConstraint('public_id', name=op.f('uq_transactions_public_id')),
    sa.UniqueConstraint('state_hash', name=op.f('uq_transactions_state_hash'))
    )
    for column in (*INDEXED, *(() if sites else ('me_session_id',))):
        op.create_index(op.f(f'ix_transactions_{column}'), 'transactions', [column], unique=False)
