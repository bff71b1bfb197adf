"""To whom what has happened is told: the staff of a site, who follows a thread, who is answered, who has written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from widget.comments.models import Comment
from widget.core.mailbox import plain_address
from widget.core.statuses import Status
from widget.extensions import Store
from widget.notifications.consent import may_ask
from widget.notifications.models import Muted, Subscription
from widget.people.addresses import known_address, own_addresses
from widget.people.models import Account
from widget.people.role_models import Role, Staff


@dataclass(frozen=True, slots=True)
class Recipient:
    """One mail to be written: its kind, the address, and by the public id whose it is."""

    kind: str
    address: str
    whose: str
    account: int | None = None


# What nobody has approved asks for nothing: whoever typed the address could be anybody.
APPROVED_STATUSES = (Status.PUBLISHED, Status.DELETED)
APPROVED = Comment.status.in_(APPROVED_STATUSES)


def staff(store: Store, site_id: int, kind: str, *, owners: bool = False) -> list[Recipient]:
    """Return who looks after a site and wants mail about it; the owners alone where it concerns nobody else."""
    muted = select(Muted.account_id).where(Muted.site_id == site_id)
    wanted = select(Account.id, Account.public_id).join(Staff, Staff.account_id == Account.id)
    wanted = wanted.where(Staff.site_id == site_id, Account.id.not_in(muted), Account.erases.is_(None))
    if owners:
        wanted = wanted.where(Staff.role == Role.OWNER)
    found = [(one, name, known_address(store, one)) for one, name in store.execute(wanted.order_by(Staff.id))]
    return [Recipient(kind, known[0], name, one) for one, name, known in found if known]


def answered(store: Store, comment: Comment) -> list[Recipient]:
    """Return who wants to hear that this comment answers theirs."""
    return _of(store, "reply", APPROVED, Subscription.comment_id == comment.parent_id) if comment.parent_id else []


def following(store: Store, comment: Comment) -> list[Recipient]:
    """Return who wants to hear of everything in this comment's thread."""
    return _of(store, "followed", APPROVED, Comment.thread_id == comment.thread_id, Subscription.whole.is_(True))


def author(store: Store, comment: Comment, kind: str) -> list[Recipient]:
    """Return the address that was given with a comment, if its owner has said yes to that."""
    return _of(store, kind, Subscription.comment_id == comment.id)


def unasked(store: Store, comment: Comment, now: datetime) -> list[Subscription]:
    """Return the wish that came with a comment, if the owner of its address is to be asked about it."""
    found = store.scalars(select(Subscription).where(Subscription.comment_id == comment.id)).all()
    return [one for one in found if may_ask(store, one, now)]


def others(recipients: Iterable[Recipient], own: set[str], accounts: set[int]) -> list[Recipient]:
    """Return each address once, by what concerns it most; nobody hears of what they have done themselves."""
    found: dict[str, Recipient] = {}
    for one in recipients:
        if one.address not in own and one.account not in accounts:
            found.setdefault(one.address, one)
    return list(found.values())


def addresses_behind(store: Store, comment: Comment) -> set[str]:
    """Return the addresses of whoever wrote a comment."""
    if comment.identity:
        return own_addresses(store, comment.identity.account_id)
    typed = plain_address(comment.guest_email or "")
    return {typed} if typed else set()


def _of(store: Store, kind: str, *which: ColumnElement[bool]) -> list[Recipient]:
    wanted = select(Subscription).join(Subscription.comment)
    wanted = wanted.outerjoin(Account, Account.id == Subscription.account_id).where(Account.erases.is_(None))
    wanted = wanted.where(Subscription.confirmed.is_not(None), *which)
    return [
        Recipient(kind, one.address.address, one.public_id, one.account_id)
        for one in store.scalars(wanted.order_by(Subscription.id))
    ]
