"""Finding what an earlier renderer has made."""

from alembic import op

revision = "2026_11_28_renderer"
down_revision = "2026_11_28_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_comments_renderer", "comments", ["renderer"])


def downgrade() -> None:
    op.drop_index("ix_comments_renderer", "comments")
