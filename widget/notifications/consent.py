"""Whether the owner of an address has said yes: on their account, or to a thread; nothing is sent for what is typed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from widget.comments.models import Comment
from widget.extensions import Store
from widget.notifications.models import Subscription
from widget.people.address_models import MailAddress
from widget.people.addresses import is_proved

ASKED_AGAIN = timedelta(days=1)  # after which an address that has never said yes is asked once more


def proved_by_author(store: Store, comment: Comment, address: str) -> bool:
    """Whether whoever wrote a comment has shown on their account that they read the mail of an address."""
    return comment.identity is not None and is_proved(store, comment.identity.account_id, address)


def is_covered(store: Store, wish: Subscription) -> bool:
    """Whether its address has said yes in this thread already, to the same author and to as much.

    To the same author, so that nobody learns from an account of theirs what an address follows otherwise.
    """
    there = Subscription.address_id == wish.address_id, Comment.thread_id == wish.comment.thread_id
    given = select(Subscription.id).join(Comment).where(*there, Subscription.confirmed.is_not(None))
    given = given.where(Subscription.account_id.is_not_distinct_from(wish.account_id))
    return store.scalar((given.where(Subscription.whole) if wish.whole else given).limit(1)) is not None


def may_ask(store: Store, wish: Subscription, now: datetime) -> bool:
    """Whether an address may be asked about a wish: once a day at all, and once for each thread when it is known."""
    if wish.confirmed:
        return False
    asked = select(Subscription.id).where(Subscription.address_id == wish.address_id)
    if wish.address.confirmed:
        here = Comment.thread_id == wish.comment.thread_id, Subscription.asked.is_not(None)
        asked = asked.join(Comment).where(*here)
    else:
        asked = asked.where(Subscription.asked > now - ASKED_AGAIN)
    return store.scalar(asked.limit(1)) is None


def confirm(address: MailAddress, now: datetime) -> None:
    """The owner of an address has said yes."""
    address.confirmed = address.confirmed or now


def confirm_wish(store: Store, wish: Subscription, now: datetime) -> None:
    """The owner of an address has said yes to a wish, and so to all in that thread that are for no more than it."""
    confirm(wish.address, now)
    there = Subscription.address_id == wish.address_id, Comment.thread_id == wish.comment.thread_id
    waiting = select(Subscription).join(Comment).where(*there, Subscription.confirmed.is_(None))
    for one in store.scalars(waiting if wish.whole else waiting.where(~Subscription.whole)):
        one.confirmed = now
