"""A site is a tenant: a name, the origins that may frame its threads, and its discussion settings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base, state


class Order(StrEnum):
    """In which order readers get the comments of a page."""

    OLDEST = "oldest"
    NEWEST = "newest"
    LIKED = "liked"


class Site(Base):
    """One tenant. `revision` moves with every setting that readers can see; `secret` makes its thread ids.

    What may be written here, and what becomes of it, is named as in WordPress; a thread may have its own
    (widget.sites.discussion).
    """

    __tablename__ = "sites"
    __table_args__ = (
        CheckConstraint("max_depth BETWEEN 1 AND 10", name="max_depth"),
        CheckConstraint("flood_seconds >= 0", name="flood_seconds"),
        CheckConstraint("edit_minutes >= 0", name="edit_minutes"),
        CheckConstraint("close_days >= 0", name="close_days"),
        CheckConstraint("hold_links >= 0", name="hold_links"),
        CheckConstraint("min_seconds >= 0", name="min_seconds"),
        CheckConstraint("hold_reports >= 0", name="hold_reports"),
        CheckConstraint("page_size BETWEEN 1 AND 100", name="page_size"),
        CheckConstraint("hourly_limit >= 0", name="hourly_limit"),
        CheckConstraint("minute_limit >= 0", name="minute_limit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    secret: Mapped[str] = mapped_column(String(43))
    revision: Mapped[int] = mapped_column(default=1)
    heading: Mapped[str | None] = mapped_column(String(200))
    comments_open: Mapped[bool] = mapped_column(default=True)
    guests_allowed: Mapped[bool] = mapped_column(default=True)
    max_depth: Mapped[int] = mapped_column(default=5)
    flood_seconds: Mapped[int] = mapped_column(default=15)
    edit_minutes: Mapped[int] = mapped_column(default=15, server_default="15")  # 0: never
    details_required: Mapped[bool] = mapped_column(default=True, server_default=true())  # of a guest
    close_days: Mapped[int] = mapped_column(default=0, server_default="0")  # 0: never
    approve_all: Mapped[bool] = mapped_column(default=False, server_default=false())
    approved_before: Mapped[bool] = mapped_column(default=True, server_default=true())
    hold_links: Mapped[int] = mapped_column(default=2, server_default="2")  # 0: however many
    min_seconds: Mapped[int] = mapped_column(default=3, server_default="3")  # from opening the form; 0: not looked at
    hold_reports: Mapped[int] = mapped_column(default=3, server_default="3")  # by so many networks; 0: however many
    moderation_words: Mapped[str] = mapped_column(Text, default="", server_default="")  # one per line
    disallowed_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    show_avatars: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_posted: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_held: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_liked: Mapped[bool] = mapped_column(default=True, server_default=true())
    page_size: Mapped[int] = mapped_column(default=50, server_default="50")  # conversations, with their replies
    first_order: Mapped[Order] = mapped_column(
        state(Order, "first_order"), default=Order.OLDEST, server_default=Order.OLDEST.value
    )
    hourly_limit: Mapped[int] = mapped_column(default=30, server_default="30")  # by one author; 0: any number
    minute_limit: Mapped[int] = mapped_column(default=300, server_default="300")  # by everybody; 0: any number
    created: Mapped[datetime]

    origins: Mapped[list["SiteOrigin"]] = relationship(back_populates="site", order_by="SiteOrigin.id")


class SiteOrigin(Base):
    """An origin belongs to one site alone: that is what tells the tenants apart."""

    __tablename__ = "site_origins"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    origin: Mapped[str] = mapped_column(String(300), unique=True)

    site: Mapped[Site] = relationship(back_populates="origins")
