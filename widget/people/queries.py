"""Finding people: sessions by their credential, the identities they hold, sign-ins under way, pictures."""

from datetime import datetime

from sqlalchemy import func, select

from widget.core import ids
from widget.extensions import Store
from widget.people.models import HeldIdentity, Identity, Picture, Session, SessionKind, Transaction


def live_session(store: Store, token: str, kind: SessionKind, now: datetime) -> Session | None:
    """Return the session whose credential is `token`, unless it has ended."""
    wanted = Session.token_hash == ids.digest(token), Session.kind == kind, Session.ends > now
    return store.scalar(select(Session).where(*wanted))


def held_identities(store: Store, session: Session) -> list[Identity]:
    """Return the identities this session may change to, in the order they came."""
    held = select(Identity).join(HeldIdentity).where(HeldIdentity.session_id == session.id)
    return list(store.scalars(held.order_by(HeldIdentity.id)))


def identity_by_subject(store: Store, issuer: str, subject: str) -> Identity | None:
    """Return the identity that the provider knows as `subject`."""
    return store.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


def transaction_by_id(store: Store, public_id: str, *, lock: bool = False) -> Transaction | None:
    """Return the sign-in under way with this id; `lock` it where it is about to change."""
    wanted = select(Transaction).where(Transaction.public_id == public_id)
    return store.scalar(wanted.with_for_update(of=Transaction) if lock else wanted)


def transaction_by_state(store: Store, state: str) -> Transaction | None:
    """Return the sign-in for which the provider brings back `state`."""
    return store.scalar(select(Transaction).where(Transaction.state_hash == ids.digest(state)))


def transactions_since(store: Store, network: str, since: datetime) -> int:
    """Count the sign-ins that a network has begun since then."""
    begun = select(func.count(Transaction.id)).where(Transaction.network == network, Transaction.created > since)
    return store.scalar(begun) or 0


def picture_by_hash(store: Store, name: str) -> Picture | None:
    """Return the picture with this content hash."""
    return store.scalar(select(Picture).where(Picture.hash == name))
