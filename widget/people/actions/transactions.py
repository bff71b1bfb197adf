"""A sign-in held by the server, from its beginning to the claim (the sequence is in docs/sign-in.md)."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from widget.config import Sessions
from widget.core import ids
from widget.core.text import marked
from widget.errors import Gone, NotAllowed, Problem
from widget.extensions import Store, forget
from widget.people.actions import sessions
from widget.people.models import Identity, Mode, Progress, Registration, ServerChoice, Session, SessionKind, Transaction
from widget.people.queries import held_identities
from widget.providers import Flow
from widget.sites.models import Site

LIFE = timedelta(minutes=10)
REPEAT = timedelta(seconds=60)  # how long a lost answer to a claim can be asked for again
MOST_WRONG_SECRETS = 5
MOST_LOOKUPS = 5
PENDING = {Progress.NEW, Progress.STARTED, Progress.ANSWERING}
ENDED = {Progress.DENIED, Progress.CANCELLED, Progress.FAILED, Progress.EXPIRED}
SENTENCES = {
    Progress.DENIED: marked("You did not allow %(provider)s to sign you in."),
    Progress.CANCELLED: marked("This sign-in was cancelled."),
    Progress.FAILED: marked("%(provider)s could not sign you in."),
    Progress.EXPIRED: marked("This sign-in took longer than ten minutes."),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who begins: `network` is a keyed hash, `lang` the language (BCP 47) in which the sign-in will end."""

    network: str
    lang: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What the frame gets: the claim secret stays with it, `bind` goes to the window it opened."""

    id: str
    claim_secret: str
    bind: str


def begin(
    store: Store,
    site: Site,
    *,
    provider: str,
    mode: Mode,
    former: Session | None,
    visitor: Visitor,
    now: datetime,
    page: str | None = None,
) -> Begun:
    """Begin a sign-in; `former` is the session that a claim will replace.

    With a `page` it takes that page's tab, returns there, and is claimed with the code that it brings back.
    """
    forget(store, Transaction.id, Transaction.expires < now - LIFE)
    begun = Begun(id=ids.new_id(), claim_secret=ids.new_secret(), bind=ids.new_secret())
    store.add(
        Transaction(
            public_id=begun.id,
            site_id=site.id,
            provider=provider,
            mode=mode,
            claim_hash=ids.digest(begun.claim_secret),
            bind_hash=ids.digest(begun.bind),
            former_session_id=former.id if former else None,
            network=visitor.network,
            lang=visitor.lang,
            page=page,
            created=now,
            expires=now + LIFE,
        )
    )
    return begun


def bind_holds(transaction: Transaction, bind: str) -> bool:
    """Whether the window proves that the frame of this transaction opened it."""
    return hmac.compare_digest(transaction.bind_hash, ids.digest(bind))


def secret_holds(transaction: Transaction, secret: str) -> bool:
    """Whether whoever asks is the frame that began this transaction."""
    return hmac.compare_digest(transaction.claim_hash, ids.digest(secret))


def note_wrong_secret(transaction: Transaction) -> None:
    """Count a guess at either secret; the fifth ends the sign-in, and what was claimed already is not repeated."""
    transaction.wrong_secrets += 1
    if is_guessed_at(transaction):
        cancel(transaction)


def is_guessed_at(transaction: Transaction) -> bool:
    """Whether so many wrong secrets came that even the right one is worth nothing any more."""
    return transaction.wrong_secrets >= MOST_WRONG_SECRETS


def check_startable(transaction: Transaction, now: datetime) -> None:
    """Raise NotAllowed for a sign-in that was started already or has ended."""
    if transaction.progress is not Progress.NEW or now > transaction.expires:
        raise NotAllowed("This sign-in was started already or has ended.")


def count_lookup(transaction: Transaction) -> None:
    """Count a server that is about to be looked up; raise NotAllowed when there were enough."""
    choice = transaction.choice = transaction.choice or ServerChoice(lookups=0)
    if choice.lookups >= MOST_LOOKUPS:
        raise NotAllowed("Too many servers were named. Please close this window and log in from the form once more.")
    choice.lookups += 1


def choose_server(transaction: Transaction, registration: Registration) -> None:
    """Keep to the server that the person has named."""
    choice = transaction.choice = transaction.choice or ServerChoice(lookups=0)
    choice.registration = registration


def start(transaction: Transaction, flow: Flow, flow_secret: str, now: datetime) -> None:
    """Bind the sign-in to the window's browser, once; raise NotAllowed when it cannot be started (any more)."""
    check_startable(transaction, now)
    transaction.progress = Progress.STARTED
    transaction.flow_hash, transaction.state_hash = ids.digest(flow_secret), ids.digest(flow.state)
    transaction.nonce, transaction.verifier = flow.nonce, flow.verifier


def flow_holds(transaction: Transaction, flow_secret: str | None) -> bool:
    """Whether the provider's answer came back to the browser in which the sign-in was started."""
    expected = transaction.flow_hash
    return bool(flow_secret and expected and hmac.compare_digest(expected, ids.digest(flow_secret)))


def take_answer(transaction: Transaction, redirect_uri: str, state: str, now: datetime) -> Flow | None:
    """Take the one provider's answer a sign-in gets; None when it had one, or has ended."""
    if transaction.progress is not Progress.STARTED or now > transaction.expires:
        return None
    flow = Flow(
        redirect_uri=redirect_uri, state=state, nonce=transaction.nonce or "", verifier=transaction.verifier or ""
    )
    transaction.progress, transaction.nonce, transaction.verifier = Progress.ANSWERING, None, None
    return flow


def succeed(transaction: Transaction, identity: Identity, sid: str | None = None) -> bool:
    """The provider has said who it is, and by `sid` from which session of its own; False when it was cancelled."""
    if transaction.progress is not Progress.ANSWERING:
        return False
    _end(transaction, Progress.DONE)
    transaction.identity_id = identity.id
    transaction.sid_hash = ids.digest_of_name(identity.issuer, sid) if sid else None
    return True


def fail(transaction: Transaction, problem: Problem) -> None:
    """The provider has said no, or nothing that can be trusted."""
    if transaction.progress in PENDING:
        _end(transaction, Progress.DENIED if problem.type == Progress.DENIED else Progress.FAILED)
        transaction.detail = problem.detail


def cancel(transaction: Transaction) -> None:
    """The person has changed their mind; a sign-in that was claimed stays claimed."""
    if transaction.progress in PENDING | {Progress.DONE}:
        _end(transaction, Progress.CANCELLED)


def _end(transaction: Transaction, progress: Progress) -> None:
    """No answer is waited for any more, and no address is needed."""
    transaction.progress, transaction.address, transaction.shown_name = progress, None, None


def give_code(transaction: Transaction) -> str | None:
    """Return the code to bring back to the page, and to no other browser; None when there is nothing left to claim.

    Whoever follows the provider's answer once more gets another code, and the one before is worth nothing.
    """
    if transaction.progress is Progress.CLAIMED:
        return None
    code = ids.new_secret()
    transaction.code_hash = ids.digest(code)
    return code


def check_code(transaction: Transaction, code: str) -> None:
    """Raise NotAllowed unless a sign-in that took the page's tab has come back with `code` to the browser that asks.

    Without it, whoever began a sign-in could mail its address to somebody else and claim what that person did.
    """
    if transaction.page is not None and not hmac.compare_digest(transaction.code_hash or "", ids.digest(code)):
        raise NotAllowed("This sign-in has not come back to this page.")


def is_expired(transaction: Transaction, now: datetime) -> bool:
    """Whether the ten minutes are over and nobody has claimed anything."""
    return now > transaction.expires and transaction.progress in PENDING | {Progress.DONE}


def is_pending(transaction: Transaction, now: datetime) -> bool:
    """Whether the provider has still to answer."""
    return transaction.progress in PENDING and not is_expired(transaction, now)


def claim(
    store: Store,
    transaction: Transaction,
    *,
    present: Session | None,
    now: datetime,
    lifetimes: Sessions,
    title: str,
    device: str | None = None,
) -> str:
    """Return the credential of the new session, once the provider has answered; `device` is what it is used on.

    It takes the place of the session that the frame had when it began, and of the one it has at `present`.
    A second claim within a minute, before the session was first used, gets a new credential for the same session;
    any later one is refused. Raise Gone when the sign-in has ended without one; its
    sentence calls the provider by its `title`.
    """
    ended = Progress.EXPIRED if is_expired(transaction, now) else transaction.progress
    if ended in ENDED:
        raise Gone(transaction.detail or SENTENCES[ended], ended.value, provider=title)
    if transaction.progress is Progress.CLAIMED:
        return sessions.renew_credential(store, unused_session(store, transaction, now), SessionKind.COOKIE)
    session, token = _open(store, transaction, present, now, lifetimes)
    session.device = device
    return token


def take_bearer(store: Store, transaction: Transaction, now: datetime) -> str:
    """Turn the claimed session into one with a bearer, for browsers that dropped its cookie; return the bearer."""
    if transaction.progress is not Progress.CLAIMED:
        raise NotAllowed("This sign-in was not claimed.")
    return sessions.renew_credential(store, unused_session(store, transaction, now), SessionKind.BEARER)


def unused_session(store: Store, transaction: Transaction, now: datetime) -> Session:
    """Return the claimed session while its answer may still be repeated; raise NotAllowed after."""
    session = store.get(Session, transaction.session_id) if transaction.session_id else None
    late = transaction.claimed is None or now - transaction.claimed > REPEAT
    if session is None or session.used or late or is_guessed_at(transaction):
        raise NotAllowed("This sign-in was claimed already.")
    return session


def _open(
    store: Store, transaction: Transaction, present: Session | None, now: datetime, lifetimes: Sessions
) -> tuple[Session, str]:
    if transaction.progress is not Progress.DONE or transaction.identity is None or transaction.site is None:
        raise NotAllowed("Nobody has signed in yet.")
    former = store.get(Session, transaction.former_session_id) if transaction.former_session_id else None
    replaced = {one.id: one for one in (former, present) if one and one.ends > now}
    carries = former is not None and former.id in replaced and transaction.mode is Mode.CHANGE
    carried = held_identities(store, former, now - lifetimes.absolute) if carries and former else []
    who, whence = transaction.identity, transaction.sid_hash
    session, token = sessions.open_session(
        store, transaction.site, who, carried=carried, now=now, idle=lifetimes.idle, sid_hash=whence
    )
    transaction.progress, transaction.claimed, transaction.session_id = Progress.CLAIMED, now, session.id
    for one in replaced.values():
        sessions.end_session(store, one)
    return session, token
