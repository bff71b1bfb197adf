"""The outbox: what must be sent, written in the transaction that caused it. Ids only, never text or addresses."""

from datetime import datetime

from sqlalchemy import Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from widget.extensions import Base


class OutboxRow(Base):
    """One message to one recipient for one event; it stays due until it is sent or given up.

    `recipient` and `network` are keyed hashes, by which mails are counted: to whom, and asked for from where. `answer`
    is what became of the last attempt: the server's own words without an address.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_recipient_created", "recipient", "created"),
        Index("ix_outbox_network_created", "network", "created"),
        Index("ix_outbox_done_due", "done", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str | None] = mapped_column(String(64))
    network: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime] = mapped_column(index=True)
    done: Mapped[datetime | None]
    sent: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer: Mapped[str | None] = mapped_column(String(200))
    created: Mapped[datetime]
