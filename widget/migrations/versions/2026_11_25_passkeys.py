"""passkeys, and the challenge of the one that is being made"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_passkeys'
down_revision = '2026_11_25_redirects'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('passkeys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('identity_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.String(length=1364), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('transports', sa.String(length=100), nullable=False),
    sa.Column('device', sa.String(length=60), nullable=True),
    sa.Column('created', MOMENT, nullable=False),
    sa.Column('used', MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_passkeys_identity_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys')),
    sa.UniqueConstraint('public_id', name=op.f('uq_passkeys_public_id')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkeys_credential_id'))
    )
    op.create_index(op.f('ix_passkeys_identity_id'), 'passkeys', ['identity_id'], unique=False)
    op.add_column('me_sessions', sa.Column('challenge', sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column('me_sessions', 'challenge')
    op.drop_table('passkeys')
