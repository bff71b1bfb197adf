"""Who may not write on a site, for how long."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from widget.extensions import Base, state


class BanKind(StrEnum):
    """By what somebody is known again: their account, the address that a guest types, or the network."""

    ACCOUNT = "account"
    ADDRESS = "address"
    NETWORK = "network"


class Ban(Base):
    """Somebody may not write on a site `until` then (None: for ever); one that was lifted can be put back for a day.

    `digest` is a keyed hash of the address or the network. `comment` is the public id of what it was given for, `by_id`
    the account that gave it.
    """

    __tablename__ = "bans"
    __table_args__ = (
        UniqueConstraint("site_id", "account_id"),
        UniqueConstraint("site_id", "kind", "digest"),
        CheckConstraint("(account_id IS NULL) <> (digest IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    kind: Mapped[BanKind] = mapped_column(state(BanKind, "kind"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str | None] = mapped_column(String(64))
    comment: Mapped[str | None] = mapped_column(String(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    until: Mapped[datetime | None]
    created: Mapped[datetime]
    lifted: Mapped[datetime | None]
