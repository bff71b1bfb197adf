"""servers that people name to sign in at, how each knows us, and which providers fail"""

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_registrations'
down_revision = '2026_11_25_me'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'registrations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('host', sa.String(length=260), nullable=False),
        sa.Column('redirect_uri', sa.String(length=600), nullable=False),
        sa.Column('client_id', sa.String(length=255), nullable=False),
        sa.Column('client_secret', sa.String(length=255), nullable=False),
        sa.Column('scope', sa.String(length=50), nullable=False),
        sa.Column('userinfo', sa.Boolean(), nullable=False),
        sa.Column('created', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    )
    op.create_index(op.f('ix_registrations_host'), 'registrations', ['host'], unique=False)
    op.create_index(op.f('ix_registrations_created'), 'registrations', ['created'], unique=False)
    op.create_table(
        'server_choices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transaction_id', sa.Integer(), nullable=False),
        sa.Column('registration_id', sa.Integer(), nullable=True),
        sa.Column('lookups', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['registration_id'], ['registrations.id'],
            name=op.f('fk_server_choices_registration_id'), ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['transaction_id'], ['transactions.id'],
            name=op.f('fk_server_choices_transaction_id'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_server_choices')),
        sa.UniqueConstraint('transaction_id', name=op.f('uq_server_choices_transaction_id')),
    )
    op.create_index(op.f('ix_server_choices_registration_id'), 'server_choices', ['registration_id'], unique=False)
    op.create_table(
        'provider_failures',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('provider', sa.String(length=50), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('detail', sa.String(length=300), nullable=False),
        sa.Column('last', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_failures')),
        sa.UniqueConstraint('provider', name=op.f('uq_provider_failures_provider')),
    )
    op.create_index(op.f('ix_provider_failures_last'), 'provider_failures', ['last'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_provider_failures_last'), table_name='provider_failures')
    op.drop_table('provider_failures')
    op.drop_index(op.f('ix_server_choices_registration_id'), table_name='server_choices')
    op.drop_table('server_choices')
    op.drop_index(op.f('ix_registrations_created'), table_name='registrations')
    op.drop_index(op.f('ix_registrations_host'), table_name='registrations')
    op.drop_table('registrations')
