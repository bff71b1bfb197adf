"""Addresses to which somebody wants mail: a subscriber's on one site, or an account's on all."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base
from widget.people.models import Account
from widget.sites.models import Site


class MailAddress(Base):
    """An address, as addresses are compared, and whether its owner has said yes.

    Nothing but the question goes to one that is not `confirmed`. `asked`: when that went out last. An account has one
    at most; without one, mail goes to an address that it logs in with.
    """

    __tablename__ = "mail_addresses"
    __table_args__ = (
        UniqueConstraint("site_id", "address"),
        UniqueConstraint("account_id"),
        CheckConstraint("(site_id IS NULL) <> (account_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(254), index=True)
    lang: Mapped[str] = mapped_column(String(20))  # BCP 47
    confirmed: Mapped[datetime | None]
    asked: Mapped[datetime | None]
    created: Mapped[datetime] = mapped_column(index=True)

    site: Mapped[Site | None] = relationship()
    account: Mapped[Account | None] = relationship()
