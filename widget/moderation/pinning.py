"""Pinning a comment, with a note of who did it."""

from datetime import datetime

from widget.comments.actions import lock_thread_of
from widget.comments.models import Comment
from widget.comments.pinning import pin_comment, unpin_comment
from widget.core.statuses import Status
from widget.core.text import marked
from widget.errors import Conflict
from widget.extensions import Store
from widget.moderation.actions import note

REFUSED = marked("Only a public comment that answers no other can be pinned.")


def pin(store: Store, comment: Comment, now: datetime, *, by: int, wanted: bool) -> None:
    """Put a comment above all others of its thread, or back; what is so already stays. Raise Conflict."""
    lock_thread_of(store, comment)
    if bool(comment.pinned) is wanted:
        return
    if not wanted:
        unpin_comment(store, comment)
    elif comment.status is Status.PUBLISHED and comment.root_id is None:
        pin_comment(store, comment, now)
    else:
        raise Conflict(REFUSED, "not-pinnable")
    note(store, comment.thread.site_id, "pinned" if wanted else "unpinned", comment.public_id, now, by=by)
