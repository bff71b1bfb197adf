"""what ends with a provider's own session: where each identity came from, and the logout tokens that are spent"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_backchannel'
down_revision = '2026_11_25_passkeys'
branch_labels = None
depends_on = None

HOLDERS = ('session_identities', 'me_sessions', 'transactions')


def upgrade() -> None:
    for table in HOLDERS:
        op.add_column(table, sa.Column('sid_hash', sa.String(length=64), nullable=True))
        op.create_index(op.f(f'ix_{table}_sid_hash'), table, ['sid_hash'], unique=False)
    op.create_table(
        'spent_logouts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('ends', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spent_logouts')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_spent_logouts_token_hash')),
    )
    op.create_index(op.f('ix_spent_logouts_ends'), 'spent_logouts', ['ends'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_spent_logouts_ends'), table_name='spent_logouts')
    op.drop_table('spent_logouts')
    for table in HOLDERS:
        op.drop_index(op.f(f'ix_{table}_sid_hash'), table_name=table)
        op.drop_column(table, 'sid_hash')
