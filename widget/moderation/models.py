"""The audit log: who did what to which thing, and when. Ids only, never text or addresses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from widget.extensions import Base


class AuditEntry(Base):
    """One action of a moderator, an owner or the system itself (no account)."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_site_created", "site_id", "created"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    action: Mapped[str] = mapped_column(String(50))
    target: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]
