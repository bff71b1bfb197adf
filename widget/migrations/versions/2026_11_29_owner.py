"""an index that says when somebody last came by a provider"""

from alembic import op


revision = '2026_11_29_owner'
down_revision = '2026_11_29_thread'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_identities_provider_seen', 'identities', ['provider', 'seen'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_identities_provider_seen', 'identities')
