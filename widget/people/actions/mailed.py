"""A sign-in by mail: whom it writes to, and how often it may be tried. Its code and link are derived, never stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from widget.core.text import marked
from widget.errors import NotAllowed, ProviderFailed
from widget.extensions import Store
from widget.people.actions import transactions
from widget.people.models import Progress, Transaction

MOST_MAILS = 3  # for one sign-in: to another address, or once more
MOST_WRONG_CODES = 5
WRONG_CODES = marked("Too many wrong codes were typed. Please log in once more.")
NO_MORE = marked("No more mails are sent for this sign-in. Please begin once more.")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a mail goes, and on what the sign-in was begun; an empty name keeps a known one."""

    address: str
    name: str
    device: str | None


def note_addressee(transaction: Transaction, addressee: Addressee, now: datetime) -> int:
    """Keep whom a sign-in is for and return which of its mails this is; codes of the ones to others are void."""
    if transaction.progress is not Progress.STARTED or now > transaction.expires:
        raise NotAllowed("This sign-in has ended.")
    if transaction.mails >= MOST_MAILS:
        raise NotAllowed(NO_MORE)
    transaction.mails += 1
    transaction.address, transaction.shown_name = addressee.address, addressee.name
    transaction.device = addressee.device
    return transaction.mails


def note_wrong_code(transaction: Transaction) -> None:
    """Count a guess at the code; the fifth ends the sign-in."""
    transaction.wrong_secrets += 1
    if transaction.wrong_secrets >= MOST_WRONG_CODES:
        transactions.fail(transaction, ProviderFailed(WRONG_CODES))


def forget_addresses(store: Store, now: datetime) -> None:
    """Forget the addresses of sign-ins that nobody has ended."""
    old = update(Transaction).where(Transaction.expires < now, Transaction.address.is_not(None))
    store.execute(old.values(address=None, shown_name=None))
