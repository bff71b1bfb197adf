"""The outbox: what must be sent, written in the transaction that caused it. Ids only, never text or addresses."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from widget.extensions import Base


class OutboxRow(Base):
    """One message to one recipient for one event; it stays due until it is sent or given up."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime] = mapped_column(index=True)
    done: Mapped[datetime | None]
    created: Mapped[datetime]
