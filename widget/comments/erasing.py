"""What becomes of comments whose author wants to be forgotten: hidden at once, and back or gone for good in a week.

Each function does a hundred at most, so that nobody waits long for a lock, and returns whether it has found any.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, update

from widget.comments.actions import delete_comment, lock_thread_of, note_change
from widget.comments.models import AuthorKind, Comment, Idempotency
from widget.comments.queries import Authorship, some_of
from widget.comments.sight import bring_into_sight, take_out_of_sight
from widget.core.statuses import Status
from widget.extensions import Store
from widget.people.models import Erasure
from widget.screening.models import Screening
from widget.threads.actions import count_comments

Step = Callable[[Store, Authorship, datetime], bool]


def hide_some(store: Store, whose: Authorship, now: datetime) -> bool:
    """Put published comments into the trash, to wait there."""
    found = some_of(store, whose, Comment.status == Status.PUBLISHED)
    for comment in found:
        _hide(store, comment, now)
    return bool(found)


def show_some(store: Store, whose: Authorship, _: datetime) -> bool:
    """Bring back comments that wait in the trash; what a moderator has put there stays."""
    found = some_of(store, whose, Comment.status == Status.TRASH, Comment.erased.is_not(None))
    for comment in found:
        _show(store, comment)
    return bool(found)


def delete_some(store: Store, whose: Authorship, now: datetime) -> bool:
    """Delete comments for good, wherever they are."""
    found = some_of(store, whose, Comment.status != Status.DELETED)
    for comment in found:
        if delete_comment(store, comment, now):  # else another worker has just done it
            store.add(Erasure(kind="comment", subject=comment.public_id, created=now))
    store.flush()
    return bool(found)


def forget_some(store: Store, whose: Authorship, _: datetime) -> bool:
    """Let comments stand without their author, and without anything that leads to them."""
    found = [comment.id for comment in some_of(store, whose)]
    these = Comment.id.in_(found)
    store.execute(update(Idempotency).where(Idempotency.comment_id.in_(found)).values(fingerprint=""))
    store.execute(delete(Screening).where(Screening.comment_id.in_(found)))
    nobody = dict.fromkeys(("identity_id", "guest_name", "guest_email", "guest_website", "network", "fingerprint"))
    store.execute(update(Comment).where(these).values(nobody))
    return bool(found)


def unname_some(store: Store, whose: Authorship, _: datetime) -> bool:
    """Let guests not be named any more; identities are hidden as such."""
    return _name(store, whose, hidden=True)


def name_some(store: Store, whose: Authorship, _: datetime) -> bool:
    """Let guests be named again."""
    return _name(store, whose, hidden=False)


def _name(store: Store, whose: Authorship, *, hidden: bool) -> bool:
    found = some_of(store, whose, Comment.author_kind == AuthorKind.GUEST, Comment.hidden.is_(not hidden))
    for comment in found:
        thread = lock_thread_of(store, comment)
        comment.hidden = hidden
        note_change(store, comment, thread)
    store.flush()
    return bool(found)


def _hide(store: Store, comment: Comment, now: datetime) -> None:
    thread = lock_thread_of(store, comment)
    if comment.status is Status.PUBLISHED:
        comment.status, comment.erased = Status.TRASH, now
        comment.changed = count_comments(store, thread, -1)
        take_out_of_sight(store, comment)
        store.flush()


def _show(store: Store, comment: Comment) -> None:
    """Publish a comment again, with the tombstones above it that it needs."""
    thread = lock_thread_of(store, comment)
    comment.status, comment.erased = Status.PUBLISHED, None
    comment.changed = count_comments(store, thread, +1)
    bring_into_sight(store, comment)
