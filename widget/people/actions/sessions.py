"""Opening, using, changing and ending sessions."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from widget.config import Sessions
from widget.core import ids
from widget.extensions import Store, forget
from widget.people.models import HeldIdentity, Identity, Session, SessionKind
from widget.people.queries import held_identities
from widget.sites.models import Site

NOTED = timedelta(hours=1)  # use is written down at most this often


def open_session(
    store: Store,
    site: Site,
    identity: Identity,
    *,
    carried: list[HeldIdentity],
    now: datetime,
    idle: timedelta,
    sid_hash: str | None = None,
) -> tuple[Session, str]:
    """Open a session for `identity` that also holds the `carried` ones; return it and its credential.

    `sid_hash` is of the provider's session from which the identity came. Sessions that have ended are forgotten on
    this occasion.
    """
    forget(store, Session.id, Session.ends <= now)
    token = ids.new_secret()
    session = Session(public_id=ids.new_id(), token_hash=ids.digest(token), kind=SessionKind.COOKIE)
    session.site_id, session.identity_id, session.created, session.ends = site.id, identity.id, now, now + idle
    store.add(session)
    store.flush()
    signed_in = {held.identity_id: (held.signed_in, held.sid_hash) for held in carried} | {identity.id: (now, sid_hash)}
    for held, (moment, whence) in signed_in.items():
        store.add(HeldIdentity(session_id=session.id, identity_id=held, signed_in=moment, sid_hash=whence))
    store.flush()
    return session, token


def renew_credential(store: Store, session: Session, kind: SessionKind) -> str:
    """Give a session another credential, which voids the one before; return it."""
    token = ids.new_secret()
    session.token_hash, session.kind = ids.digest(token), kind
    store.flush()
    return token


def use_is_due(session: Session, now: datetime) -> bool:
    """Whether this use should be written down."""
    return session.used is None or now - session.used > NOTED


def note_use(session: Session, now: datetime, lifetimes: Sessions) -> None:
    """Write down that the credential came back, which moves the session's end."""
    session.used = now
    session.ends = min(now + lifetimes.idle, session.created + lifetimes.absolute)


def change_identity(store: Store, session: Session, public_id: str, since: datetime) -> bool:
    """Make the session somebody else it holds; False when it does not hold them, or not since then."""
    held = [one.identity for one in held_identities(store, session, since) if one.identity.public_id == public_id]
    if held:
        session.identity = held[0]
    return bool(held)


def end_session(store: Store, session: Session) -> None:
    """Log out: the row is gone at once, and with it every identity it held."""
    store.execute(delete(Session).where(Session.id == session.id))
