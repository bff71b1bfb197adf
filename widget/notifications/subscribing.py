"""Who wants mail about what: asked for, confirmed by whoever reads the address, and ended by one click."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import joinedload

from widget.comments.models import Comment
from widget.core import ids
from widget.extensions import Store, forget, one_at_a_time
from widget.notifications.consent import confirm, is_covered, proved_by_author
from widget.notifications.models import Muted, Subscription
from widget.people.address_models import MailAddress
from widget.people.addresses import address_of_account, is_proved, unanswered_before

UNANSWERED = timedelta(days=7)  # in which somebody may confirm; then the wish is forgotten, and with it the address


def subscribe(store: Store, comment: Comment, address: str, lang: str, now: datetime, *, whole: bool) -> Subscription:
    """Let an address hear of replies to a comment, or of its whole thread, once its owner has said yes to that.

    One that the comment's author has proved is confirmed by that. A comment has one address, the last one.
    """
    proved = proved_by_author(store, comment, address)
    known = _address_on_site(store, comment.thread.site_id, address, lang, now)
    wanted = Subscription.address_id == known.id, Subscription.comment_id == comment.id
    found = store.scalar(select(Subscription).where(*wanted))
    if found is None:
        account = comment.identity.account_id if comment.identity else None
        found = Subscription(public_id=ids.new_id(), address=known, comment=comment, account_id=account)
        found.whole, found.created = whole, now
        store.add(found)
        store.flush()
    if proved or not found.confirmed:  # what its owner has said yes to, they alone make more of
        found.whole = found.whole or whole
    if proved:
        confirm(known, now)
    if proved or is_covered(store, found):
        found.confirmed = found.confirmed or now
    store.flush()
    for one in store.scalars(select(Subscription).where(Subscription.comment_id == comment.id)).all():
        if one.id != found.id:
            _end(store, one)
    return found


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


def wish_by_id(store: Store, public_id: str) -> Subscription | None:
    """Return the wish with this id."""
    return store.scalar(select(Subscription).where(Subscription.public_id == public_id))


def end_subscription(store: Store, public_id: str) -> None:
    """Send no more mail for one wish, nor for others of the same address about the same thread where it was whole."""
    found = wish_by_id(store, public_id)
    if found is None:
        return
    same = [found.id]
    if found.whole:
        here = Subscription.address_id == found.address_id, Comment.thread_id == found.comment.thread_id
        alike = Subscription.confirmed.is_not(None) if found.confirmed else Subscription.confirmed.is_(None)
        same += store.scalars(select(Subscription.id).join(Comment).where(*here, alike, Subscription.whole))
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


def claim_wish(store: Store, comment: Comment) -> None:
    """What a guest has wanted mail about is an account's, as the comment is: it is in its download and ends with it."""
    mine = update(Subscription).where(Subscription.comment_id == comment.id, Subscription.account_id.is_(None))
    store.execute(mine.values(account_id=comment.identity.account_id if comment.identity else None))


def has_unanswered(store: Store, now: datetime) -> bool:
    """Whether there are wishes or addresses to forget."""
    old = select(Subscription.id).where(*_unanswered(now)).limit(1)
    return bool(unanswered_before(store, now - UNANSWERED)) or store.scalar(old) is not None


def forget_unanswered(store: Store, now: datetime) -> None:
    """Forget what the owners of addresses have not said yes to within a week, and the addresses that never have."""
    for wish in store.scalars(select(Subscription).where(*_unanswered(now))).all():
        _end(store, wish)
    forget(store, MailAddress.id, MailAddress.confirmed.is_(None), MailAddress.created < now - UNANSWERED)


def _unanswered(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Subscription.confirmed.is_(None), Subscription.created < now - UNANSWERED
