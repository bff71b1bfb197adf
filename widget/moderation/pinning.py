"""Pinning a comment, with a note of who did it."""

from datetime import datetime

from widget.comments.actions import lock_thread_of
from widget.comments.models import Comment
from widget.comments.pinning import pin_comment, unpin_comment
from widget.extensions import Store
from widget.moderation.actions import note


def pin(store: Store, comment: Comment, now: datetime, *, by: int | None = None, wanted: bool) -> None:
    """Put a comment above all others of its thread, or back; what is so already stays. Raise PinRefused."""
    lock_thread_of(store, comment)
    if bool(comment.pinned) is wanted:
        return
    if wanted:
        pin_comment(store, comment, now)
    else:
        unpin_comment(store, comment)
    note(store, comment.thread.site_id, "pinned" if wanted else "unpinned", comment.public_id, now, by=by)
