"""What is noted for the worker when something happens, in the same transaction: one row, however many hear of it."""

from typing import Any

from sqlalchemy import bindparam, select

from widget.comments.models import Comment
from widget.core import clock, ids
from widget.core.statuses import Status
from widget.events import (
    CommentClaimed,
    CommentDecided,
    CommentDeleted,
    CommentEdited,
    CommentLiked,
    CommentPosted,
    CommentReported,
    Listeners,
    SubscriptionAsked,
    ThreadLiked,
)
from widget.extensions import Store
from widget.notifications.actions import notice_of, put_row
from widget.notifications.models import NEWS, OutboxRow
from widget.notifications.queries import is_put
from widget.notifications.subscribing import claim_wish, end_wishes_of, subscribe
from widget.notifications.webhooks import has_hooks
from widget.threads.models import Thread
from widget.web.running import settings

NAME_OF_COMMENT = select(Comment.public_id).where(Comment.id == bindparam("id"))
NAME_OF_THREAD = select(Thread.public_id).where(Thread.id == bindparam("id"))


def posted(store: Store, event: CommentPosted) -> None:
    """A comment has come, with whatever status."""
    _note_comment(store, event.comment_id, f"comment.{event.status}", posted=True)


def decided(store: Store, event: CommentDecided) -> None:
    """A comment has another status; links in mails about it open nothing any more, if somebody has decided that."""
    if event.account_id:
        notice = notice_of(store, event.comment_id)
        notice.decided = notice.decided or clock.now()
    _note_comment(store, event.comment_id, f"comment.{event.status}", by=event.account_id, was=event.was.value)


def reported(store: Store, event: CommentReported) -> None:
    """Readers have reported a comment so often that it waits: a mail says so; webhooks know it by its new status.

    What was decided before its author has changed it is open again, and so is the link of that mail.
    """
    if event.held:
        notice_of(store, event.comment_id).decided = None
        _note_comment(store, event.comment_id, "comment.reported")


def edited(store: Store, event: CommentEdited) -> None:
    """A comment says something else: webhooks alone hear of that."""
    _note_comment(store, event.comment_id, "comment.edited")


def deleted(store: Store, event: CommentDeleted) -> None:
    """A comment is gone, and with it the wish to hear of replies to it. What was never seen goes unheard."""
    comment = store.get(Comment, event.comment_id)
    if comment:
        end_wishes_of(store, comment, was_seen=event.was is Status.PUBLISHED)
    if event.was in {Status.PUBLISHED, Status.HELD}:
        _note_comment(store, event.comment_id, "comment.deleted")


def liked(store: Store, event: CommentLiked) -> None:
    """Somebody likes a comment; who takes that back and likes it once more is told of once."""
    _note_like(store, "comment.liked", str(store.scalar(NAME_OF_COMMENT, {"id": event.comment_id})), event.identity_id)


def thread_liked(store: Store, event: ThreadLiked) -> None:
    """Somebody likes a page."""
    _note_like(store, "thread.liked", str(store.scalar(NAME_OF_THREAD, {"id": event.thread_id})), event.identity_id)


def asked(store: Store, event: SubscriptionAsked) -> None:
    """Whoever has just posted wants to hear of what else is said there."""
    comment = store.get(Comment, event.comment_id)
    if comment:
        subscribe(store, comment, event.address, event.lang, clock.now(), whole=True)


def claimed(store: Store, event: CommentClaimed) -> None:
    """What a guest wrote is somebody's own now, and so is the mail about it."""
    comment = store.get(Comment, event.comment_id)
    if comment:
        claim_wish(store, comment)


def _note_comment(store: Store, comment_id: int, kind: str, **details: Any) -> None:
    if not _is_heard(store):
        return
    name = store.scalar(NAME_OF_COMMENT, {"id": comment_id})
    told = {key: value for key, value in details.items() if value}
    _note(store, f"{kind} {name} {ids.new_id()}", str(name), {"type": kind, **told})


def _note_like(store: Store, kind: str, name: str, identity_id: int) -> None:
    event = f"liked {name} {identity_id}"
    if _is_heard(store) and not is_put(store, event):
        _note(store, event, name, {"type": kind, "identity": identity_id})


def _is_heard(store: Store) -> bool:
    """Whether anybody could hear of what happens."""
    return settings().mail.configured or has_hooks(store)


def _note(store: Store, event: str, subject: str, details: dict[str, Any]) -> None:
    put_row(store, OutboxRow(event=event, kind=NEWS, subject=subject, details=details), clock.now())


LISTENERS: Listeners = {
    CommentPosted: posted,
    CommentDecided: decided,
    CommentReported: reported,
    CommentEdited: edited,
    CommentDeleted: deleted,
    CommentLiked: liked,
    ThreadLiked: thread_liked,
    SubscriptionAsked: asked,
    CommentClaimed: claimed,
}
