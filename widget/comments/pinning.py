"""A comment that stands above all others of its thread, because the owner wants it there."""

from datetime import datetime

from widget.comments.actions import lock_thread_of
from widget.comments.models import Comment
from widget.comments.paging import pinned_root
from widget.core.statuses import Status
from widget.extensions import Store
from widget.threads.actions import count_comments


class PinRefused(Exception):
    """A comment cannot be pinned; the message is one sentence that says why."""


def pin_comment(store: Store, comment: Comment, now: datetime) -> None:
    """Put a comment above all others, in the place of the one that stood there."""
    thread = lock_thread_of(store, comment)
    if comment.status is not Status.PUBLISHED:
        raise PinRefused(f"The comment {comment.public_id} is not public: it cannot be pinned.")
    if comment.root_id:
        raise PinRefused(f"The comment {comment.public_id} is a reply: only what starts a conversation can be pinned.")
    former = pinned_root(store, thread)
    if former is comment:
        return
    activity = count_comments(store, thread, 0)
    if former:
        former.pinned, former.changed = None, activity
        store.flush()
    comment.pinned, comment.changed = now, activity
    store.flush()


def unpin_comment(store: Store, comment: Comment) -> None:
    """Let a comment stand in its place again; one that was not pinned stays where it is."""
    thread = lock_thread_of(store, comment)
    if comment.pinned:
        comment.pinned, comment.changed = None, count_comments(store, thread, 0)
        store.flush()
