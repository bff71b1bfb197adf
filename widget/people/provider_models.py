"""What providers have done, and what they have asked for: it concerns people, and no sign-in that is under way."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base
from widget.people.models import Account


class DeletionRequest(Base):
    """What a provider has asked for on a person's behalf, under the code by which its state can be looked up.

    `due` is when the erasure becomes final, None where there was nothing to erase; the account goes with it.
    """

    __tablename__ = "deletion_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    created: Mapped[datetime]
    due: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()


class ProviderFailure(Base):
    """How often a provider has failed in a row, for all processes; a success deletes the row."""

    __tablename__ = "provider_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(50), unique=True)
    count: Mapped[int]
    detail: Mapped[str] = mapped_column(String(300))
    last: Mapped[datetime] = mapped_column(index=True)


class SpentLogout(Base):
    """A provider's logout token that has been acted on, by the digest of its issuer and `jti`: each serves once.

    After `ends` it would be too old in any case.
    """

    __tablename__ = "spent_logouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ends: Mapped[datetime] = mapped_column(index=True)
