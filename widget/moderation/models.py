"""The audit log, who did what to which thing and when: ids only, never text or addresses. Decisions, and reports."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.comments.models import Comment
from widget.core.statuses import Status
from widget.extensions import Base, partial, state
from widget.people.models import Identity

OF_GUESTS = partial("identity_id IS NULL")
WAITING = partial("settled IS NULL")


class AuditEntry(Base):
    """One action of a moderator, an owner or the system itself (no account); `batch` is of its decisions."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_site_created", "site_id", "created"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    action: Mapped[str] = mapped_column(String(50))
    target: Mapped[str] = mapped_column(String(20))
    batch: Mapped[str | None] = mapped_column(String(20))
    created: Mapped[datetime]


class Reason(StrEnum):
    """What an author may be told: why a comment was not published."""

    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    ABUSIVE = "abusive"
    PERSONAL = "personal"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Decision(Base):
    """What somebody of the staff made of one comment; those of one action share a `batch`, and are undone together.

    `pinned`: since when the comment was, that is not any more. `revision` is of a version that an edit has kept; then
    the status is the same before and after. `words` are for the author; they leave with the comment.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(20), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    was: Mapped[Status] = mapped_column(state(Status, "was"))
    became: Mapped[Status] = mapped_column(state(Status, "became"))
    pinned: Mapped[datetime | None]
    revision: Mapped[int | None]
    reason: Mapped[Reason | None] = mapped_column(state(Reason, "reason"))
    words: Mapped[str | None] = mapped_column(String(1000))
    created: Mapped[datetime]
    undone: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship()


class Complaint(StrEnum):
    """What a reader may find wrong with a comment."""

    SPAM = "spam"
    ABUSE = "abuse"
    PERSONAL_DATA = "personal-data"
    OTHER = "other"


class Report(Base):
    """A reader has reported a comment: once by an identity or, of guests, by a network.

    `settled` by the decision of `batch`, and open again when that is taken back. The network is that of who is signed
    in, too, for as long as networks are kept; reports from one are counted as one.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("comment_id", "identity_id"),
        Index("ix_reports_guest", "comment_id", "network", unique=True, **OF_GUESTS),
        Index("ix_reports_waiting", "comment_id", **WAITING),
        Index("ix_reports_network_created", "network", "created"),
        Index("ix_reports_identity_created", "identity_id", "created"),
        Index("ix_reports_created", "created"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"))
    network: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[Complaint] = mapped_column(state(Complaint, "reason"))
    text: Mapped[str] = mapped_column(String(500))
    created: Mapped[datetime]
    settled: Mapped[datetime | None]
    batch: Mapped[str | None] = mapped_column(String(20), index=True)

    comment: Mapped[Comment] = relationship()
    identity: Mapped[Identity | None] = relationship()
