"""A site is a tenant: a name, the origins that may frame its threads, and its discussion settings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base


class Site(Base):
    """One tenant. `revision` moves with every setting that readers can see; `secret` makes its thread ids."""

    __tablename__ = "sites"
    __table_args__ = (
        CheckConstraint("max_depth BETWEEN 1 AND 10", name="max_depth"),
        CheckConstraint("flood_seconds >= 0", name="flood_seconds"),
        CheckConstraint("edit_minutes >= 0", name="edit_minutes"),
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
    created: Mapped[datetime]

    origins: Mapped[list["SiteOrigin"]] = relationship(back_populates="site", order_by="SiteOrigin.id")


class SiteOrigin(Base):
    """An origin belongs to one site alone: that is what tells the tenants apart."""

    __tablename__ = "site_origins"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    origin: Mapped[str] = mapped_column(String(300), unique=True)

    site: Mapped[Site] = relationship(back_populates="origins")
