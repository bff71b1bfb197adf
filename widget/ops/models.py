"""Erasures: what was erased and when, so that a restored backup can be made to forget it again."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from widget.extensions import Base


class Erasure(Base):
    """The public id of an erased comment, identity or account: an id and a moment, nothing else."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]
