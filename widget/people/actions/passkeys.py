"""A passkey: made on one's own page, used instead of a provider, and removed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from widget.core import ids
from widget.core.text import marked
from widget.errors import Conflict, NotAllowed, ProviderFailed
from widget.extensions import Store, one_at_a_time
from widget.people.models import Account, Identity, MeSession, Passkey, Transaction
from widget.people.queries import passkey_by_credential, passkeys_of

MOST_PASSKEYS = 20  # of one identity
COPIED = marked(
    "This passkey has been used elsewhere meanwhile: there seems to be a copy of it. "
    "Log in another way, and remove it on the page My account."
)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """What a device has said of a new passkey, once that was verified."""

    credential_id: str
    public_key: bytes
    sign_count: int
    transports: str


def begin_passkey(session: MeSession) -> str:
    """Return a new challenge for the device; the one before is worth nothing."""
    session.challenge = ids.new_secret()
    return session.challenge


def take_challenge(session: MeSession) -> str:
    """Return the challenge, once; raise NotAllowed when there is none (any more)."""
    challenge, session.challenge = session.challenge, None
    return _unanswered(challenge)


def begin_passkey_in_window(transaction: Transaction) -> str:
    """Return a new challenge for a device in the window of a sign-in; the one before is worth nothing."""
    transaction.nonce = ids.new_secret()
    return transaction.nonce


def take_challenge_in_window(transaction: Transaction) -> str:
    """Return that challenge, once; raise NotAllowed when there is none (any more)."""
    challenge, transaction.nonce = transaction.nonce, None
    return _unanswered(challenge)


def _unanswered(challenge: str | None) -> str:
    if challenge is None:
        raise NotAllowed("This was answered already. Please begin once more.")
    return challenge


def make_passkey(store: Store, identity: Identity, made: MadeKey, *, device: str | None, now: datetime) -> None:
    """Keep a new passkey of an identity; raise Conflict for one that is there, and for one too many."""
    one_at_a_time(store, "passkeys", identity.public_id)
    if passkey_by_credential(store, made.credential_id):
        raise Conflict("This passkey is here already.", "duplicate")
    if (store.scalar(select(func.count()).where(Passkey.identity_id == identity.id)) or 0) >= MOST_PASSKEYS:
        raise Conflict("There are enough passkeys. Remove one first.", "too-many")
    passkey = Passkey(public_id=ids.new_id(), identity_id=identity.id, device=device, created=now)
    passkey.credential_id, passkey.public_key = made.credential_id, made.public_key
    passkey.sign_count, passkey.transports = made.sign_count, made.transports
    store.add(passkey)
    store.flush()


def use_passkey(passkey: Passkey, sign_count: int, now: datetime) -> None:
    """Note a use; raise ProviderFailed when the count has not gone up, as with a copy (WebAuthn 7.2, step 22).

    Most passkeys do not count: theirs is always 0.
    """
    if (sign_count or passkey.sign_count) and sign_count <= passkey.sign_count:
        raise ProviderFailed(COPIED)
    passkey.sign_count, passkey.used = sign_count, now


def remove_passkey(store: Store, account: Account, public_id: str) -> None:
    """Forget one passkey of this account; anybody else's is left alone."""
    for passkey in passkeys_of(store, account):
        if passkey.public_id == public_id:
            store.delete(passkey)


def forget_passkeys(store: Store, identity: Identity) -> None:
    """Forget every passkey of an identity that changes hands; no window makes another one."""
    store.execute(delete(Passkey).where(Passkey.identity_id == identity.id))
    end_windows_of(store, Transaction.identity_id == identity.id)


def end_windows_of(store: Store, *which: ColumnElement[bool]) -> None:
    """Let no window that has signed somebody in make a passkey any more; what was not claimed yet still can be."""
    store.execute(update(Transaction).where(*which).values(state_hash=None))
