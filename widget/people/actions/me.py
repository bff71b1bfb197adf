"""Signing in to one's own page, and what is done there to sessions and identities."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from widget.core import ids
from widget.errors import Conflict
from widget.extensions import Store, forget
from widget.people.actions.passkeys import end_windows_of, forget_passkeys
from widget.people.actions.transactions import LIFE, Visitor
from widget.people.bans import move_bans
from widget.people.models import Account, HeldIdentity, Identity, MeSession, Mode, Progress, Session, Transaction
from widget.people.queries import identities_of
from widget.people.roles import move_roles, show_badges_anew

ME_LIFE = timedelta(hours=2)  # no use prolongs it


def begin_own(
    store: Store, *, provider: str, linking: MeSession | None, visitor: Visitor, back: str | None, now: datetime
) -> Transaction:
    """Begin a sign-in in the tab itself; `linking` is the session that it is for, `back` the page where it ends."""
    forget(store, Transaction.id, Transaction.expires < now - LIFE)
    nobodys = ids.digest(ids.new_secret())  # nothing is claimed or bound: no frame knows of this sign-in
    begun = Transaction(
        public_id=ids.new_id(),
        provider=provider,
        mode=Mode.LINK if linking else Mode.ME,
        claim_hash=nobodys,
        bind_hash=nobodys,
        me_session_id=linking.id if linking else None,
        network=visitor.network,
        back=back,
        lang=visitor.lang,
        created=now,
        expires=now + LIFE,
    )
    store.add(begun)
    return begun


def take_own(
    store: Store, transaction: Transaction, *, present: MeSession | None, device: str | None, now: datetime
) -> str | None:
    """Open the session that a sign-in to one's page has earned, once, in the place of the present one.

    Return its credential; None for a sign-in that has none to give (any more).
    """
    if transaction.mode is not Mode.ME or transaction.progress is not Progress.DONE or now > transaction.expires:
        return None
    forget(store, MeSession.id, MeSession.ends <= now)
    if present:
        end_me(store, present)
    token = ids.new_secret()
    session = MeSession(public_id=ids.new_id(), token_hash=ids.digest(token), identity_id=transaction.identity_id)
    session.device, session.created, session.ends = device, now, now + ME_LIFE
    session.sid_hash = transaction.sid_hash
    transaction.progress, transaction.claimed = Progress.CLAIMED, now
    store.add(session)
    store.flush()
    return token


def end_me(store: Store, session: MeSession) -> None:
    """Log out of one's page."""
    store.execute(delete(MeSession).where(MeSession.id == session.id))


def end_session_of(store: Store, account: Account, public_id: str) -> None:
    """End one session that holds an identity of this account; whose else it may be, it is left alone."""
    store.execute(delete(Session).where(Session.public_id == public_id, _holds(account)))


def end_sessions_of(store: Store, account: Account, *, but: MeSession | None = None) -> None:
    """End every session that holds an identity of this account, on all sites and on its page, `but` one."""
    store.execute(delete(Session).where(_holds(account)))
    mine = select(Identity.id).where(Identity.account_id == account.id)
    store.execute(delete(MeSession).where(MeSession.identity_id.in_(mine), MeSession.id != (but.id if but else 0)))
    end_windows_of(store, Transaction.identity_id.in_(mine))


def end_sessions_with(store: Store, identity: Identity) -> None:
    """End every session that holds this one identity."""
    held = select(HeldIdentity.session_id).where(HeldIdentity.identity_id == identity.id)
    store.execute(delete(Session).where(Session.id.in_(held)))
    store.execute(delete(MeSession).where(MeSession.identity_id == identity.id))
    end_windows_of(store, Transaction.identity_id == identity.id)


def join_identity(store: Store, transaction: Transaction, session: MeSession, now: datetime) -> None:
    """Link the identity that a sign-in has brought to the account of `session`; the caller has checked whose it is.

    It leaves the account that it was in, which ends where nothing is left of it, and its sessions there end. So do its
    passkeys: whoever else had made one would come into this account with it. A ban comes along, and a role where
    nothing else is left that has it.
    """
    identity, account = transaction.identity, session.identity.account
    transaction.progress = Progress.CLAIMED
    if identity is None or identity.account_id == account.id:
        return
    store.execute(delete(MeSession).where(MeSession.identity_id == identity.id))
    forget_passkeys(store, identity)
    left, identity.account = identity.account, account
    store.flush()
    move_bans(store, left, account, now)
    show_badges_anew(store, left, account)
    if not identities_of(store, left):
        move_roles(store, left, account)
        store.delete(left)
        store.flush()


def unlink_identity(store: Store, account: Account, public_id: str, now: datetime) -> None:
    """Give an identity an account of its own, without passkeys; raise Conflict for the only one of its account.

    A ban is of both from then on: nobody escapes it by taking their account apart. A role stays where it was.
    """
    mine = identities_of(store, account)
    found = next((one for one in mine if one.public_id == public_id), None)
    if found is None:
        return
    if len(mine) < 2:
        raise Conflict("This is the only account here: there is nothing to unlink it from.", "not-linked")
    forget_passkeys(store, found)  # they were made by whoever says now that it is not theirs
    found.account = Account(public_id=ids.new_id(), created=now)
    store.flush()
    move_bans(store, account, found.account, now)
    show_badges_anew(store, account)


def _holds(account: Account) -> ColumnElement[bool]:
    """The sessions that hold an identity of this account: their own, or one that they may change to."""
    held = select(HeldIdentity.session_id).join(Identity).where(Identity.account_id == account.id)
    return Session.id.in_(held)
