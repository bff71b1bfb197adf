"""Changing what has become of a comment, with everything that readers see of it."""

from datetime import datetime

from widget.comments.actions import lock_thread_of
from widget.comments.models import Comment
from widget.comments.queries import begin_of
from widget.comments.sight import bring_into_sight, take_out_of_sight
from widget.core.statuses import Status
from widget.errors import NotFound
from widget.events import CommentDecided, happened
from widget.extensions import Store
from widget.threads.actions import count_comments
from widget.threads.models import Thread


def is_leaving(comment: Comment) -> bool:
    """Whether its author is about to erase it, be it that readers have seen it or not."""
    account = comment.identity.account if comment.identity else None
    return bool(comment.erased or (account and account.erases and not account.keeps_text))


def change_status(
    store: Store, comment: Comment, status: Status, now: datetime, *, by: int | None = None, again: bool = False
) -> Status:
    """Give a comment another status and return the one it had; `by` is the account that decides (None: a check).

    What its author has deleted, or is about to erase, is nobody's to decide: NotFound. The same status again changes
    nothing. One that is published `again`, since a decision was taken back, is no news.
    """
    thread = lock_thread_of(store, comment)
    was = comment.status
    if was is Status.DELETED or status is Status.DELETED or is_leaving(comment):
        raise NotFound("There is no such comment.")
    if was is status:
        return was
    comment.status, comment.decided = status, now
    if status is Status.PUBLISHED:
        comment.changed = count_comments(store, thread, +1, came=None if again else now)
        bring_into_sight(store, comment)
    elif was is Status.PUBLISHED:
        comment.pinned = None
        comment.changed = count_comments(store, thread, -1)
        take_out_of_sight(store, comment)
    store.flush()
    _note_begin(store, comment, thread, by)
    happened(store, CommentDecided(comment.id, was, status, by, again))
    return was


def _note_begin(store: Store, comment: Comment, thread: Thread, by: int | None) -> None:
    """Keep since when a thread has had a comment; one that was taken down after all does not count.

    What readers report, and what its author has edited into spam, counts until somebody has decided: else either could
    open a closed thread.
    """
    if comment.status is Status.PUBLISHED:
        thread.begun = min(comment.created, thread.begun or comment.created)
    elif thread.begun == comment.created and (by or not (comment.status is Status.HELD or comment.edited)):
        thread.begun = begin_of(store, thread)
    store.flush()
