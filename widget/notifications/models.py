"""The outbox, who wants to hear of what, and what has been told. Ids only, never text or addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.comments.models import Comment
from widget.extensions import Base
from widget.people.address_models import MailAddress
from widget.sites.models import Site

NEWS, DIGEST, WEBHOOK = "news", "digest", "webhook"  # kinds of rows that are more than a letter


class OutboxRow(Base):
    """One message to one recipient for one event; it stays due until it is sent or given up.

    `recipient` and `network` are keyed hashes, by which mails are counted: to whom, and asked for from where. `answer`
    is what became of the last attempt: the server's own words without an address. `subject` is what it is about and
    `addressee` who gets it, both by public id, `site_id` whose it is; `details` are words and numbers of its kind.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_recipient_created", "recipient", "created"),
        Index("ix_outbox_network_created", "network", "created"),
        Index("ix_outbox_done_due", "done", "due"),
        Index("ix_outbox_addressee", "addressee", "id"),
        Index("ix_outbox_site", "site_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(20))
    site_id: Mapped[int | None]  # SQLite adds no column with a named foreign key
    addressee: Mapped[str | None] = mapped_column(String(20))
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    recipient: Mapped[str | None] = mapped_column(String(64))
    network: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime] = mapped_column(index=True)
    done: Mapped[datetime | None]
    sent: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer: Mapped[str | None] = mapped_column(String(200))
    created: Mapped[datetime]


class Subscription(Base):
    """An address wants to hear of replies to the comment with which that was asked, or of its `whole` thread.

    Nothing is sent for one that is not `confirmed` by the owner of the address; `asked`: when they were.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("address_id", "comment_id"),
        Index("ix_subscriptions_confirmed_created", "confirmed", "created"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("mail_addresses.id", ondelete="CASCADE"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    whole: Mapped[bool]
    confirmed: Mapped[datetime | None]
    asked: Mapped[datetime | None]
    created: Mapped[datetime]

    address: Mapped[MailAddress] = relationship(lazy="joined")
    comment: Mapped[Comment] = relationship()


class Notice(Base):
    """What has been said of a comment: when subscribers were told, and when somebody of the staff first decided."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    told: Mapped[datetime | None]
    decided: Mapped[datetime | None]


class Muted(Base):
    """Somebody looks after a site and wants no mail about it."""

    __tablename__ = "muted"
    __table_args__ = (UniqueConstraint("account_id", "site_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]


class RefusedAddress(Base):
    """How often in a row a mail server has refused an address for good; `recipient` is its keyed hash."""

    __tablename__ = "refused_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), unique=True)
    times: Mapped[int]
    last: Mapped[datetime]


class Webhook(Base):
    """An address of the owner's that hears what happens on a site. `failures` in a row, since `failing`.

    The secret signs what is sent, so it is kept as it is.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    secret: Mapped[str] = mapped_column(String(100))
    events: Mapped[list[str]] = mapped_column(JSON)
    failures: Mapped[int] = mapped_column(default=0)
    failing: Mapped[datetime | None]
    disabled: Mapped[datetime | None] = mapped_column(index=True)
    created: Mapped[datetime]

    site: Mapped[Site] = relationship()
