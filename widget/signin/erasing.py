"""An account that is to be forgotten: hidden at once, a week to think better of it, then gone for good."""

import logging
from collections.abc import Iterable
from datetime import datetime

from widget.comments.actions import show_anew
from widget.comments.erasing import Step, delete_some, forget_some, hide_some, name_some, show_some, unname_some
from widget.comments.liking import unlike_some
from widget.comments.queries import authorship
from widget.extensions import Store, db
from widget.notifications.subscribing import forget_person
from widget.people.actions import accounts
from widget.people.models import Account, Identity, MeSession
from widget.people.queries import accounts_due, accounts_waiting, addresses_of, identities_of, locked_account
from widget.people.roles import end_links_of, owned_alone
from widget.web.transactions import forget_freed_pages, transaction

log = logging.getLogger(__name__)


def ask_erasure(account_id: int, now: datetime, *, keeps_text: bool, but: MeSession | None = None) -> None:
    """Hide a person at once: the name first, then, unless it is to be kept, what they have written."""
    with transaction() as store:
        account = locked_account(store, account_id)
        if account is None:
            return
        mine = accounts.hide_account(store, account, now, keeps_text=keeps_text, but=but)
        kept = account.keeps_text
        _show_anew(store, mine)
        end_links_of(store, account)
        _log_ownerless(store, account)
    _all(unname_some if kept else hide_some, mine, now)


def take_back(account_id: int, now: datetime) -> bool:
    """Show a person again, and what they have written; False when it is too late.

    The name comes last: until then the account waits as before, if this dies half-way.
    """
    account = db.session().get(Account, account_id)
    if account is None or account.erases is None or account.erases <= now:
        return False
    mine = identities_of(db.session(), account)
    _show(mine, now)
    with transaction() as store:
        locked = locked_account(store, account_id)
        if locked is None or locked.erases is None:
            return False
        _show_anew(store, accounts.show_account(store, locked))
    _show(mine, now)  # what was hidden once more meanwhile
    return True


def settle_erasures(now: datetime) -> int:
    """Make final what has waited for a week, and hide what was left in sight; return how many accounts are gone.

    Several processes may do so at once, and one that dies half-way leaves the rest to the next.
    """
    for account in accounts_waiting(db.session(), now):
        _all(unname_some if account.keeps_text else hide_some, identities_of(db.session(), account), now)
    due = accounts_due(db.session(), now)
    for account_id in due:
        _finish(account_id, now)
    if due:
        forget_freed_pages()
    return len(due)


def _finish(account_id: int, now: datetime) -> None:
    account = db.session().get(Account, account_id)
    if account is None:
        return
    mine = identities_of(db.session(), account)
    _all(forget_some if account.keeps_text else delete_some, mine, now)
    _all(unlike_some, mine, now)
    with transaction() as store:
        locked = locked_account(store, account_id)
        if locked and locked.erases and locked.erases <= now:
            _log_ownerless(store, locked)
            forget_person(store, account_id, addresses_of(mine))
            accounts.erase_account(store, locked, now)


def _log_ownerless(store: Store, account: Account) -> None:
    """Tell whoever runs this which sites are left without an owner, on the day itself and a week before."""
    for site in owned_alone(store, account):
        command = f"rejoinder moderator invite {site.public_id} --role owner"
        log.warning("the last owner of site %s is being erased on %s: `%s`", site.name, account.erases, command)


def _all(step: Step, identities: Iterable[Identity], now: datetime) -> None:
    """Take a step until nothing is left to do, each time in a transaction of its own."""
    whose, more = authorship(identities), True
    while more:
        with transaction() as store:
            more = step(store, whose, now)


def _show(identities: list[Identity], now: datetime) -> None:
    _all(show_some, identities, now)
    _all(name_some, identities, now)


def _show_anew(store: Store, identities: Iterable[Identity]) -> None:
    for identity in identities:
        show_anew(store, identity)
