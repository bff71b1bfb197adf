"""How a comment was screened, and the circumstances in which it was sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from widget.core.statuses import Status
from widget.extensions import Base, state


class Kind(StrEnum):
    """What a comment is to the filters, in their own two words."""

    SPAM = "spam"
    HAM = "ham"


class Screening(Base):
    """What screening decided about one comment, and why; each finding as `{check, status, reason, values}`.

    `address`, `user_agent` and `referrer` are as first sent, for the checks outside that learn from a decision; they
    are personal and go after a while (widget.cli.housekeeping), and with the comment at once. `status` is what
    screening makes of it now: a later check that answers again changes that. `sketch` tells nearly the same texts
    (widget.screening.sketch); it is of the words since `sketched` (None: as first sent), as long as edits leave them
    nearly the same. `counted` how the local filter has counted it, if it has.
    """

    __tablename__ = "screenings"
    __table_args__ = (Index("ix_screenings_site_id_created", "site_id", "created"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    status: Mapped[Status] = mapped_column(state(Status, "status"))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    site_id: Mapped[int | None]  # SQLite adds no column with a named foreign key
    sketch: Mapped[str | None] = mapped_column(String(32))
    sketched: Mapped[datetime | None]
    counted: Mapped[Kind | None] = mapped_column(state(Kind, "counted"))
    address: Mapped[str | None] = mapped_column(String(45), index=True)
    user_agent: Mapped[str | None] = mapped_column(String(500))
    referrer: Mapped[str | None] = mapped_column(String(2000))
    created: Mapped[datetime] = mapped_column(index=True)


class Task(StrEnum):
    """What is to be done with a check outside: ask it (again), or tell it how somebody has decided."""

    ASK = "ask"
    TELL_SPAM = "tell-spam"
    TELL_HAM = "tell-ham"


class Errand(Base):
    """A question to a check outside, or a report, that the worker sees to; ids only.

    `until`: when it is given up; then the comment is left as it is or, where the check has let it pass already
    (`passed`), what that makes of it counts.
    """

    __tablename__ = "screening_errands"
    __table_args__ = (Index("ix_screening_errands_asked_due", "asked", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    asked: Mapped[str] = mapped_column(String(20))  # the check
    task: Mapped[Task] = mapped_column(state(Task, "task"))
    passed: Mapped[bool] = mapped_column(default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    due: Mapped[datetime]
    until: Mapped[datetime]


class FilterWord(Base):
    """How many comments of a site with this feature were decided to be what; `word` is its keyed hash.

    The word 0 counts the comments themselves.
    """

    __tablename__ = "filter_words"
    __table_args__ = (UniqueConstraint("site_id", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    word: Mapped[int] = mapped_column(BigInteger)
    spam: Mapped[int] = mapped_column(default=0)
    ham: Mapped[int] = mapped_column(default=0)


class Notice(Base):
    """What a check outside last wanted its owner to know."""

    __tablename__ = "screening_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(String(20), unique=True)
    code: Mapped[str] = mapped_column(String(50))
    message: Mapped[str] = mapped_column(String(500))
    noted: Mapped[datetime]
