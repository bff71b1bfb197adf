"""Erasing an account: asked for, taken back, and done (what becomes of its comments is in comments/erasing.py)."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from widget.extensions import Store
from widget.people.actions.identities import drop_unused_picture
from widget.people.actions.me import end_sessions_of
from widget.people.models import Account, Erasure, Identity, MeSession, Transaction
from widget.people.provider_models import DeletionRequest
from widget.people.queries import identities_of

WAITING = timedelta(days=7)  # in which an erasure can be taken back


def hide_account(
    store: Store, account: Account, now: datetime, *, keeps_text: bool, but: MeSession | None = None
) -> list[Identity]:
    """Let an account vanish, to be erased in a week; its sessions end, `but` the one in which this was asked for.

    Return its identities. One that is erased already keeps its day.
    """
    mine = identities_of(store, account)
    if account.erases is None:
        account.erases, account.keeps_text = now + WAITING, keeps_text
    for identity in mine:
        identity.hidden = True
    end_sessions_of(store, account, but=but)
    store.execute(delete(Transaction).where(Transaction.identity_id.in_([one.id for one in mine])))
    store.flush()
    return mine


def show_account(store: Store, account: Account) -> list[Identity]:
    """Take an erasure back; return the identities, which readers see again."""
    account.erases, account.keeps_text = None, False
    mine = identities_of(store, account)
    for identity in mine:
        identity.hidden = False
    store.flush()
    return mine


def erase_account(store: Store, account: Account, now: datetime) -> None:
    """Forget a person for good: nothing is left but ids and the moment."""
    mine = identities_of(store, account)
    store.add(Erasure(kind="account", subject=account.public_id, created=now))
    for identity in mine:
        store.add(Erasure(kind="identity", subject=identity.public_id, created=now))
    store.execute(delete(Account).where(Account.id == account.id))  # and with it everything that hangs on it
    for picture in {identity.picture for identity in mine}:
        drop_unused_picture(store, picture)


def note_request(store: Store, code: str, account: Account | None, now: datetime) -> None:
    """Keep what a provider has asked for under its code; there may be nobody to erase."""
    due = account.erases if account else None
    store.add(DeletionRequest(code=code, account_id=account.id if account else None, created=now, due=due))
    store.flush()
