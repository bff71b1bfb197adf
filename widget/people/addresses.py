"""Finding the address to which somebody has said that mail may go."""

from datetime import datetime

from sqlalchemy import select

from widget.extensions import Store
from widget.people.address_models import MailAddress
from widget.people.models import Account, Identity
from widget.people.queries import addresses_of, identities_of
from widget.providers.email import ISSUER


def address_of_account(store: Store, account_id: int) -> MailAddress | None:
    """Return what an account has given, confirmed or not."""
    return store.scalar(select(MailAddress).where(MailAddress.account_id == account_id))


def address_by_id(store: Store, public_id: str, *, lock: bool = False) -> MailAddress | None:
    """Return the address with this id; `lock` it where it is about to change."""
    wanted = select(MailAddress).where(MailAddress.public_id == public_id)
    if lock:
        wanted = wanted.with_for_update(of=MailAddress).execution_options(populate_existing=True)
    return store.scalar(wanted)


def account_by_id(store: Store, public_id: str) -> Account | None:
    """Return the account with this id."""
    return store.scalar(select(Account).where(Account.public_id == public_id))


def known_address(store: Store, account_id: int) -> tuple[str, str] | None:
    """Return the address to which mail for an account may go, and its language (empty: nobody has said).

    The one that it has confirmed, else the one that it has logged in with last.
    """
    given = address_of_account(store, account_id)
    if given and given.confirmed:
        return given.address, given.lang
    mine = Identity.account_id == account_id, Identity.issuer == ISSUER
    proved = store.scalar(select(Identity.subject).where(*mine).order_by(Identity.seen.desc()).limit(1))
    return (proved, "") if proved else None


def is_proved(store: Store, account_id: int, address: str) -> bool:
    """Whether an account has shown that it reads the mail of an address."""
    given = address_of_account(store, account_id)
    if given and given.confirmed and given.address == address:
        return True
    account = store.get(Account, account_id)
    return account is not None and address in addresses_of(identities_of(store, account))


def own_addresses(store: Store, account_id: int) -> set[str]:
    """Return every address that is surely this account's."""
    account, given = store.get(Account, account_id), address_of_account(store, account_id)
    own = set(addresses_of(identities_of(store, account))) if account else set()
    return own | ({given.address} if given and given.confirmed else set())


def unanswered_before(store: Store, before: datetime) -> list[int]:
    """Return the addresses that were given before then, and whose owners have not said yes."""
    wanted = MailAddress.confirmed.is_(None), MailAddress.created < before
    return list(store.scalars(select(MailAddress.id).where(*wanted)))
