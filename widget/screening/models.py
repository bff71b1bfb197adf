"""How a comment was screened, and the circumstances in which it was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from widget.core.statuses import Status
from widget.extensions import Base, state


class Screening(Base):
    """What screening decided about one comment, and why; each finding as `{check, status, reason, values}`.

    `address`, `user_agent` and `referrer` are as first sent, for the checks outside that learn from a decision; they
    are personal and go after a while (widget.cli.housekeeping), and with the comment at once.
    """

    __tablename__ = "screenings"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    status: Mapped[Status] = mapped_column(state(Status, "status"))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    address: Mapped[str | None] = mapped_column(String(45), index=True)
    user_agent: Mapped[str | None] = mapped_column(String(500))
    referrer: Mapped[str | None] = mapped_column(String(2000))
    created: Mapped[datetime] = mapped_column(index=True)
