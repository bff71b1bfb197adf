"""Liking a comment or a page, and taking that back: one like per identity and target, counted where it is kept.

Whoever likes locks the thread first, as whoever changes comments does; so the counters are right.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from widget.comments.actions import lock_thread_of
from widget.comments.like_queries import likes_of
from widget.comments.models import Comment, Like, LikePace
from widget.comments.queries import Authorship
from widget.core.statuses import Status
from widget.errors import NotAllowed, NotFound, TooMany
from widget.events import CommentLiked, ThreadLiked, happened
from widget.extensions import Store, one_at_a_time
from widget.people.models import Identity
from widget.threads.actions import lock_thread
from widget.threads.models import Thread

MINUTE = timedelta(minutes=1)
MOST_CHANGES = 60  # likes given and taken back by one identity in a minute


def like(store: Store, target: Comment | Thread, identity: Identity, now: datetime, *, wanted: bool) -> None:
    """Let an identity like a target, or take that back; what is so already stays, and nothing is counted."""
    if identity.hidden:
        raise NotAllowed("This account is about to be erased. Take that back first.")
    comment = target if isinstance(target, Comment) else None
    thread = lock_thread_of(store, target) if isinstance(target, Comment) else lock_thread(store, target)
    if comment and comment.status is not Status.PUBLISHED:
        raise NotFound("There is no such comment.")
    known = store.scalar(select(Like).where(Like.identity_id == identity.id, _is_of(target)))
    if bool(known) == wanted:
        return
    _refuse_haste(store, identity, now)
    if known:
        store.delete(known)
    else:
        to = {"comment_id": comment.id} if comment else {"thread_id": thread.id}
        store.add(Like(identity_id=identity.id, created=now, **to))
    target.likes += 1 if wanted else -1
    thread.version += 1
    store.flush()
    if wanted:
        happened(store, CommentLiked(comment.id, identity.id) if comment else ThreadLiked(thread.id, identity.id))


def unlike_some(store: Store, whose: Authorship, _: datetime) -> bool:
    """Take back a hundred likes of who is forgotten, at most; return whether there were any."""
    found = likes_of(store, whose.identities)
    places = {one.id: one.comment.thread_id if one.comment else one.thread_id for one in found}
    threads = set(places.values())
    locked = select(Thread).where(Thread.id.in_(threads)).order_by(Thread.id).with_for_update(of=Thread)
    store.execute(locked.execution_options(populate_existing=True))
    here = select(Like.id, func.coalesce(Comment.thread_id, Like.thread_id)).outerjoin(Like.comment)
    if any(places[like] != thread for like, thread in store.execute(here.where(Like.id.in_(places)))):
        return True  # a thread was merged or split meanwhile: the next step finds them where they are now
    for one in found:
        if not store.execute(delete(Like).where(Like.id == one.id)).rowcount:  # type: ignore[attr-defined]  # of a DELETE
            continue  # another worker was quicker
        if one.comment_id:
            store.execute(update(Comment).where(Comment.id == one.comment_id).values(likes=Comment.likes - 1))
        else:
            store.execute(update(Thread).where(Thread.id == one.thread_id).values(likes=Thread.likes - 1))
    store.execute(update(Thread).where(Thread.id.in_(threads)).values(version=Thread.version + 1))
    return bool(found)


def _is_of(target: Comment | Thread) -> ColumnElement[bool]:
    return Like.comment_id == target.id if isinstance(target, Comment) else Like.thread_id == target.id


def _refuse_haste(store: Store, identity: Identity, now: datetime) -> None:
    """Nobody likes and takes back without end: each change makes the thread's document anew."""
    one_at_a_time(store, "likes", str(identity.id))
    pace = store.scalar(select(LikePace).where(LikePace.identity_id == identity.id))
    if pace is None:
        store.add(LikePace(identity_id=identity.id, began=now, changes=1))
        return
    if pace.began + MINUTE <= now:
        pace.began, pace.changes = now, 0
    if pace.changes >= MOST_CHANGES:
        wait = pace.began + MINUTE - now
        raise TooMany("You are liking too much at once. Slow down.", retry_after=int(wait.total_seconds()) + 1)
    pace.changes += 1
