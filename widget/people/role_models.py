"""Who looks after a site."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base, state
from widget.people.models import Account
from widget.sites.models import Site


class Role(StrEnum):
    """What somebody is on a site: an owner may do everything, a moderator decides about comments."""

    OWNER = "owner"
    MODERATOR = "moderator"


class Staff(Base):
    """One person's role on one site; it holds for every identity of that account."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("site_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(state(Role, "role"))
    created: Mapped[datetime]

    site: Mapped[Site] = relationship()
    account: Mapped[Account] = relationship()


class Invitation(Base):
    """A link that gives whoever opens it a role on a site, once; of its token only the digest is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(state(Role, "role"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)

    site: Mapped[Site] = relationship()
