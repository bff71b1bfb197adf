"""A thread is a page's comments; it has a row once its first comment was accepted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base
from widget.sites.models import Site


class Thread(Base):
    """`version` moves with every visible change, `activity` with comments alone; `count` is of published ones.

    `latest`: when the last comment came; that may have gone again. `begun`: when the first one came that was published,
    and was not taken down again; None where there was none. `into_id`: the thread that this one has joined;
    then its row stays for those who know its id. `overrides`: the discussion settings that are its own.
    `published`: when its page says that it was, and `title` what it is called, as read from it at `page_read`; that
    has failed `page_failures` times since it last worked. `canonical`: the address on the same site that the page names
    as its own.
    """

    __tablename__ = "threads"
    __table_args__ = (CheckConstraint("count >= 0", name="count"), Index("ix_threads_latest", "site_id", "latest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    page: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str | None] = mapped_column(String(300))
    canonical: Mapped[str | None] = mapped_column(String(2000))
    version: Mapped[int] = mapped_column(default=0)
    activity: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    likes: Mapped[int] = mapped_column(default=0)
    closes: Mapped[datetime | None]
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    published: Mapped[datetime | None]
    page_read: Mapped[datetime | None] = mapped_column(index=True)
    page_failures: Mapped[int] = mapped_column(default=0, server_default="0")
    latest: Mapped[datetime | None]
    begun: Mapped[datetime | None]
    created: Mapped[datetime]
    into_id: Mapped[int | None] = mapped_column(index=True)  # SQLite adds no column with a named foreign key

    site: Mapped[Site] = relationship(lazy="joined")


class Alias(Base):
    """A key that leads to a thread: its first one, and those that later join it."""

    __tablename__ = "aliases"
    __table_args__ = (UniqueConstraint("site_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(2100))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
