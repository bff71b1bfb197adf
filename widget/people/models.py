"""Accounts, their identities and passkeys, sessions, sign-ins under way, pictures, erasures."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.extensions import Base, state
from widget.sites.models import Site


class SessionKind(StrEnum):
    """How the frame keeps its credential: `cookie` is Partitioned, `bearer` is kept by the frame itself."""

    COOKIE = "cookie"
    BEARER = "bearer"


class Mode(StrEnum):
    """Why somebody signs in; `change` asks the provider to let them choose an account.

    `me` leads to one's own page, `link` from there to another of one's identities: neither has a site or a claim.
    """

    SIGNIN = "signin"
    CHANGE = "change"
    ME = "me"
    LINK = "link"


class Progress(StrEnum):
    """How far a sign-in has come; from `done` a claim makes it `claimed`, the last four are ends without one."""

    NEW = "new"
    STARTED = "started"
    ANSWERING = "answering"
    DONE = "done"
    CLAIMED = "claimed"
    DENIED = "denied"
    CANCELLED = "cancelled"
    FAILED = "provider-failed"
    EXPIRED = "expired"


class Account(Base):
    """One person; identities join it only by that person's own signed-in action.

    `erases` is when an erasure that was asked for becomes final; with `keeps_text` only the name goes.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    created: Mapped[datetime]
    erases: Mapped[datetime | None] = mapped_column(index=True)
    keeps_text: Mapped[bool] = mapped_column(default=False, server_default=false())


class Picture(Base):
    """A small picture of ours: re-encoded from a provider's, or drawn. Named by its content, so immutable."""

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(30))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[datetime]


class Identity(Base):
    """Who somebody is at a provider: (issuer, subject), never an email address.

    While `hidden` readers see nothing of it: its account is about to be erased.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), Index("ix_identities_provider_seen", "provider", "seen"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(50))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(100))
    handle: Mapped[str | None] = mapped_column(String(100))
    website: Mapped[str | None] = mapped_column(String(2000))
    picture: Mapped[str] = mapped_column(String(64))  # the hash of a Picture
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    created: Mapped[datetime]
    seen: Mapped[datetime]

    account: Mapped[Account] = relationship()

    @property
    def appearance(self) -> tuple[str, str | None, str | None, str]:
        """What readers see of this identity."""
        return self.name, self.handle, self.website, self.picture


class Session(Base):
    """A signed-in browser on one site. Only the digest of its credential is stored.

    `used` is None until the first request that brings the credential back; `epoch` lets a later feature end all
    sessions of a person at once.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[SessionKind] = mapped_column(state(SessionKind, "kind"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    used: Mapped[datetime | None]
    ends: Mapped[datetime] = mapped_column(index=True)
    epoch: Mapped[int] = mapped_column(default=0)
    device: Mapped[str | None] = mapped_column(String(60))  # browser and system by their names, nothing more

    site: Mapped[Site] = relationship()
    identity: Mapped[Identity] = relationship(lazy="joined")


class HeldIdentity(Base):
    """An identity that a session may change to, as long as its own sign-in is not too old.

    Holding is not linking: it ends with the session. `sid_hash` is of the provider's own name for its session from
    which the identity came, if it has told one, so that it can end what came from there.
    """

    __tablename__ = "session_identities"
    __table_args__ = (UniqueConstraint("session_id", "identity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    signed_in: Mapped[datetime]
    sid_hash: Mapped[str | None] = mapped_column(String(64), index=True)

    identity: Mapped[Identity] = relationship(lazy="joined")


class Transaction(Base):
    """A sign-in under way, held by the server; secrets are stored as digests, except what the provider gets.

    state, nonce and verifier live ten minutes and are emptied when the provider has answered. Where the sign-in takes
    the page's own tab, `page` is where that returns to and `code_hash` is of the code that it brings back.
    `back` is our own page to which a sign-in without a frame returns.
    `address` is where a sign-in by mail writes to and `shown_name` what is typed there: both leave with its end.
    """

    __tablename__ = "transactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(50))
    mode: Mapped[Mode] = mapped_column(state(Mode, "mode"))
    progress: Mapped[Progress] = mapped_column(state(Progress, "progress"), default=Progress.NEW)
    detail: Mapped[str | None] = mapped_column(String(300))
    claim_hash: Mapped[str] = mapped_column(String(64))
    bind_hash: Mapped[str] = mapped_column(String(64))
    wrong_secrets: Mapped[int] = mapped_column("wrong_binds", default=0)  # of either kind
    flow_hash: Mapped[str | None] = mapped_column(String(64))
    state_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    nonce: Mapped[str | None] = mapped_column(String(64))
    verifier: Mapped[str | None] = mapped_column(String(128))
    page: Mapped[str | None] = mapped_column(String(2000))
    back: Mapped[str | None] = mapped_column(String(2500))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    sid_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    shown_name: Mapped[str | None] = mapped_column(String(100))
    device: Mapped[str | None] = mapped_column(String(60))
    mails: Mapped[int] = mapped_column(default=0, server_default="0")
    network: Mapped[str] = mapped_column(String(64), index=True)
    lang: Mapped[str] = mapped_column(String(20), default="en", server_default="en")  # BCP 47
    created: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
    claimed: Mapped[datetime | None]
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    former_session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    me_session_id: Mapped[int | None] = mapped_column(ForeignKey("me_sessions.id", ondelete="CASCADE"), index=True)

    site: Mapped[Site | None] = relationship()
    identity: Mapped[Identity | None] = relationship()
    choice: Mapped["ServerChoice | None"] = relationship(back_populates="transaction", passive_deletes=True)

    @property
    def server(self) -> str:
        """The host that the person has named, where the provider is many servers; else empty."""
        return self.choice.registration.host if self.choice and self.choice.registration else ""


class MeSession(Base):
    """Somebody on the first-party pages about themselves, for two hours; `created` is when they signed in there."""

    __tablename__ = "me_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    device: Mapped[str | None] = mapped_column(String(60))
    challenge: Mapped[str | None] = mapped_column(String(64))  # of the passkey that is being made
    sid_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    created: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)

    identity: Mapped[Identity] = relationship(lazy="joined")


class Passkey(Base):
    """A key on somebody's device that signs in as one identity; `sign_count` is what it last said of its use."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1364), unique=True)  # 1023 bytes at most, as base64url
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[str] = mapped_column(String(100))
    device: Mapped[str | None] = mapped_column(String(60))
    created: Mapped[datetime]
    used: Mapped[datetime | None]

    identity: Mapped[Identity] = relationship(lazy="joined")


class Erasure(Base):
    """The public id of an erased comment, identity or account: an id and a moment, nothing else.

    So that a restored backup can be made to forget it again.
    """

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]


class Registration(Base):
    """How a server that somebody has named knows us; the credentials are its own and open nothing but sign-ins.

    Several of one server may stand beside each other: each sign-in keeps to the one with which it has begun.
    """

    __tablename__ = "registrations"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(260), index=True)
    redirect_uri: Mapped[str] = mapped_column(String(600))
    client_id: Mapped[str] = mapped_column(String(255))
    client_secret: Mapped[str] = mapped_column(String(255))
    scope: Mapped[str] = mapped_column(String(50))
    userinfo: Mapped[bool]
    created: Mapped[datetime] = mapped_column(index=True)


class ServerChoice(Base):
    """The server that a sign-in goes to, and how many were looked up for it."""

    __tablename__ = "server_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("transactions.id", ondelete="CASCADE"), unique=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    lookups: Mapped[int] = mapped_column(default=0)

    transaction: Mapped[Transaction] = relationship(back_populates="choice")
    registration: Mapped[Registration | None] = relationship()
