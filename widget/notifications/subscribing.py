"""Who wants mail about what: asked for, confirmed by whoever reads the address, and ended by one click."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from widget.comments.models import Comment
from widget.core import ids
from widget.extensions import Store, forget, one_at_a_time
from widget.notifications.models import Muted, Subscription
from widget.people.address_models import MailAddress
from widget.people.addresses import address_of_account, is_proved, unanswered_before

UNANSWERED = timedelta(days=7)  # in which somebody may confirm; then the address is forgotten
ASKED_AGAIN = timedelta(days=1)  # after which a new wish asks the same address once more


def subscribe(store: Store, comment: Comment, address: str, lang: str, now: datetime, *, whole: bool) -> Subscription:
    """Let an address hear of replies to a comment, or of its whole thread, once its owner has said yes.

    One that the comment's author has proved is confirmed by that.
    """
    known = _address_on_site(store, comment.thread.site_id, address, lang, now)
    account = comment.identity.account_id if comment.identity else None
    if known.confirmed is None and account and is_proved(store, account, address):
        known.confirmed = now
    wanted = Subscription.address_id == known.id, Subscription.comment_id == comment.id
    found = store.scalar(select(Subscription).where(*wanted))
    if found is None:
        found = Subscription(public_id=ids.new_id(), address=known, comment_id=comment.id, account_id=account)
        found.whole, found.created = whole, now
        store.add(found)
    found.whole = found.whole or whole
    store.flush()
    _forget_others(store, found)
    return found


def _forget_others(store: Store, wish: Subscription) -> None:
    """A comment has one address that nobody has confirmed: the last one; so no comment makes us ask many strangers."""
    others = Subscription.comment_id == wish.comment_id, Subscription.id != wish.id, MailAddress.confirmed.is_(None)
    for one in store.scalars(select(Subscription).join(MailAddress).where(*others)).all():
        _end(store, one)


def _address_on_site(store: Store, site_id: int, address: str, lang: str, now: datetime) -> MailAddress:
    one_at_a_time(store, "address", str(site_id), address)
    wanted = MailAddress.site_id == site_id, MailAddress.address == address
    known = store.scalar(select(MailAddress).where(*wanted))
    if known is None:
        known = MailAddress(public_id=ids.new_id(), site_id=site_id, address=address, lang=lang, created=now)
        store.add(known)
        store.flush()
    return known


def give_address(store: Store, account_id: int, address: str, lang: str, now: datetime) -> MailAddress:
    """Let an account have another address for its mail, of which the old links know nothing; not confirmed yet."""
    one_at_a_time(store, "address of", str(account_id))
    given = address_of_account(store, account_id)
    if given and given.address == address:
        given.lang = lang
        return given
    take_address(store, account_id)
    proved = is_proved(store, account_id, address)
    given = MailAddress(public_id=ids.new_id(), account_id=account_id, address=address, lang=lang, created=now)
    given.confirmed = now if proved else None
    store.add(given)
    store.flush()
    return given


def take_address(store: Store, account_id: int) -> None:
    """Forget the address that an account has given."""
    store.execute(delete(MailAddress).where(MailAddress.account_id == account_id))


def subscriptions_of(store: Store, address: MailAddress) -> list[Subscription]:
    """Return what an address has asked for, the newest first."""
    mine = select(Subscription).where(Subscription.address_id == address.id).order_by(Subscription.id.desc())
    return list(store.scalars(mine.options(joinedload(Subscription.comment).joinedload(Comment.thread))))


def wishes_of(store: Store, account_id: int, addresses: Iterable[str]) -> list[Subscription]:
    """Return what somebody has asked for: by their account, and at the addresses that they have proved."""
    theirs = or_(Subscription.account_id == account_id, MailAddress.address.in_(list(addresses)))
    mine = select(Subscription).join(MailAddress).where(theirs).order_by(Subscription.id)
    return list(store.scalars(mine.options(joinedload(Subscription.comment).joinedload(Comment.thread))))


def change_kind(wish: Subscription, *, whole: bool) -> None:
    """Let a wish be for the whole thread, or for replies alone."""
    wish.whole = whole


def confirm(address: MailAddress, now: datetime) -> None:
    """The owner of an address has said yes."""
    address.confirmed = address.confirmed or now


def end_subscription(store: Store, public_id: str) -> None:
    """Send no more mail for one wish, nor for others of the same address about the same thread where it was whole."""
    found = store.scalar(select(Subscription).where(Subscription.public_id == public_id))
    if found is None:
        return
    same = [found.id]
    if found.whole:
        here = Subscription.address_id == found.address_id, Comment.thread_id == found.comment.thread_id
        same += store.scalars(select(Subscription.id).join(Comment).where(*here, Subscription.whole))
    address = found.address_id
    store.execute(delete(Subscription).where(Subscription.id.in_(same)))
    _forget_unused(store, address)


def end_all(store: Store, address: MailAddress) -> None:
    """Send nothing more to an address, and forget it."""
    store.execute(delete(MailAddress).where(MailAddress.id == address.id))


def _forget_unused(store: Store, address_id: int) -> None:
    left = store.scalar(select(Subscription.id).where(Subscription.address_id == address_id).limit(1))
    if left is None:
        store.execute(delete(MailAddress).where(MailAddress.id == address_id, MailAddress.account_id.is_(None)))


def end_wishes_of(store: Store, comment: Comment, *, was_seen: bool) -> None:
    """A comment is gone: nobody can reply to it any more. Who follows the whole thread goes on, if it was seen once."""
    gone = select(Subscription).where(Subscription.comment_id == comment.id)
    for wish in store.scalars(gone.where(~Subscription.whole) if was_seen else gone).all():
        _end(store, wish)


def _end(store: Store, wish: Subscription) -> None:
    address = wish.address_id
    store.delete(wish)
    store.flush()
    _forget_unused(store, address)


def mute(store: Store, account_id: int, site_id: int, now: datetime, *, wanted: bool) -> None:
    """Let somebody who looks after a site get no mail about it, or get it again."""
    one_at_a_time(store, "mute", str(account_id))
    known = store.scalar(select(Muted).where(Muted.account_id == account_id, Muted.site_id == site_id))
    if wanted and known is None:
        store.add(Muted(account_id=account_id, site_id=site_id, created=now))
    elif known and not wanted:
        store.delete(known)
    store.flush()


def join_wishes(store: Store, left: int, account: int) -> None:
    """One account joins another: what it wanted mail about goes along, and its address where the other has none."""
    store.execute(update(Subscription).where(Subscription.account_id == left).values(account_id=account))
    if address_of_account(store, account) is None:
        store.execute(update(MailAddress).where(MailAddress.account_id == left).values(account_id=account))


def forget_person(store: Store, account_id: int, addresses: tuple[str, ...]) -> None:
    """Forget what somebody wanted mail about: by their account, and at every address that they have proved."""
    gone = select(Subscription.address_id).where(Subscription.account_id == account_id)
    used = list(store.scalars(gone))
    store.execute(delete(Subscription).where(Subscription.account_id == account_id))
    store.execute(delete(MailAddress).where(MailAddress.address.in_(addresses)))
    for address_id in used:
        _forget_unused(store, address_id)


def has_unanswered(store: Store, now: datetime) -> bool:
    """Whether there are addresses to forget."""
    return bool(unanswered_before(store, now - UNANSWERED))


def forget_unanswered(store: Store, now: datetime) -> None:
    """Forget the addresses whose owners have not said yes within a week."""
    forget(store, MailAddress.id, MailAddress.confirmed.is_(None), MailAddress.created < now - UNANSWERED)
