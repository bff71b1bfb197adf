"""What goes along when conversations go from one thread to another, and back: comments, keys, likes, aliases, pins."""

from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from widget.comments.models import Comment, Idempotency, Like, Moved, ThreadChange
from widget.comments.paging import pinned_root
from widget.comments.queries import begin_of
from widget.core.statuses import Status
from widget.extensions import Store
from widget.threads.models import Alias, Thread

Owned = type[Comment] | type[Like] | type[Alias]


def note_all(store: Store, change: ThreadChange) -> None:
    """Note everything of a thread that joins another; a like goes along unless its identity likes both pages."""
    here = change.from_id
    both = select(Like.identity_id).where(Like.thread_id == change.into_id)
    _note(store, change, "comment_id", select(Comment.id).where(Comment.thread_id == here, Comment.root_id.is_(None)))
    _note(store, change, "alias_id", select(Alias.id).where(Alias.thread_id == here))
    mine = select(Like.identity_id).where(Like.thread_id == here, Like.identity_id.not_in(both))
    _note(store, change, "identity_id", mine)


def carry(store: Store, change: ThreadChange, source: Thread, target: Thread) -> None:
    """Take what was noted, and what was said in it since, from one locked thread to the other, and count both anew."""
    _carry_keys(store, change, source, target)
    _make_room_on_top(store, change, source, target)
    moving = _conversations(change, source)
    last = max(source.activity, target.activity)
    order = func.row_number().over(order_by=(Comment.created, Comment.id)).label("place")
    placed = select(Comment.id, order).where(*moving, Comment.shown).subquery()
    _do(store, update(Comment).where(Comment.id == placed.c.id).values(changed=last + placed.c.place))
    came = store.scalar(select(func.count(Comment.id)).where(*moving, Comment.shown)) or 0
    _do(store, update(Comment).where(*moving).values(thread_id=target.id))
    _do(store, update(Alias).where(Alias.id.in_(_noted(change, Moved.alias_id))).values(thread_id=target.id))
    liking = Like.thread_id == source.id, Like.identity_id.in_(_noted(change, Moved.identity_id))
    _do(store, update(Like).where(*liking).values(thread_id=target.id))
    change.activity = last + max(came, 1)
    _count_anew(store, source, target, change.activity)


def forget_folded(store: Store, change: ThreadChange) -> None:
    """Take back the likes that were folded into those of the other page, where these were taken back meanwhile."""
    still = select(Like.identity_id).where(Like.thread_id == change.into_id)
    _do(store, delete(Like).where(Like.thread_id == change.from_id, Like.identity_id.not_in(still)))


def pin_again(store: Store, change: ThreadChange) -> None:
    """Let the comment stand on top again that had to make room, if it still can."""
    if pinned_root(store, change.source):
        return
    former = select(Comment, Moved.pinned).join(Moved, Moved.comment_id == Comment.id)
    former = former.where(Moved.change_id == change.id, Moved.pinned.is_not(None), Comment.status == Status.PUBLISHED)
    for comment, since in store.execute(former):
        comment.pinned = since
    store.flush()


def _note(store: Store, change: ThreadChange, column: str, which: Select[int]) -> None:
    (one,) = which.selected_columns
    store.execute(insert(Moved).from_select(["change_id", column], which.with_only_columns(literal(change.id), one)))


def _noted(change: ThreadChange, column: InstrumentedAttribute[int | None]) -> Select[int | None]:
    return select(column).where(Moved.change_id == change.id, column.is_not(None))


def _conversations(change: ThreadChange, source: Thread) -> tuple[ColumnElement[bool], ...]:
    roots = _noted(change, Moved.comment_id)
    return Comment.thread_id == source.id, or_(Comment.id.in_(roots), Comment.root_id.in_(roots))


def _carry_keys(store: Store, change: ThreadChange, source: Thread, target: Thread) -> None:
    """Let a form that sends again find what it has sent; a key that both have used stays where it is."""
    other = aliased(Idempotency)
    moving = select(Comment.id).where(*_conversations(change, source))
    keys = Idempotency.thread_id == source.id, Idempotency.comment_id.in_(moving)
    free = Idempotency.key.not_in(select(other.key).where(other.thread_id == target.id))
    _do(store, update(Idempotency).where(*keys, free).values(thread_id=target.id))


def _make_room_on_top(store: Store, change: ThreadChange, source: Thread, target: Thread) -> None:
    """Of two pinned comments that of the thread stays, in which they meet."""
    coming = store.scalar(select(Comment).where(*_conversations(change, source), Comment.pinned.is_not(None)))
    if coming and pinned_root(store, target):
        note = Moved.change_id == change.id, Moved.comment_id == coming.id
        _do(store, update(Moved).where(*note).values(pinned=coming.pinned))
        coming.pinned = None
        store.flush()


def _count_anew(store: Store, source: Thread, target: Thread, activity: int) -> None:
    """Set both threads' numbers, beyond all that either had: no address ever gives two answers of one name."""
    version = max(source.version, target.version) + 1
    for one in (source, target):
        one.version, one.activity = version, activity
        published = Comment.thread_id == one.id, Comment.status == Status.PUBLISHED
        one.count = store.scalar(select(func.count(Comment.id)).where(*published)) or 0
        one.likes = store.scalar(select(func.count(Like.id)).where(Like.thread_id == one.id)) or 0
        one.begun = begin_of(store, one)
        one.latest = store.scalar(select(func.max(Comment.created)).where(Comment.thread_id == one.id))
    store.flush()


def _do(store: Store, statement: object) -> None:
    """Change many rows at once; what is in memory is read again when it is next looked at."""
    store.flush()
    store.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    store.expire_all()
