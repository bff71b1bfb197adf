"""Who likes what: the first faces of many targets at once, and what one identity likes in a thread."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from widget.comments.models import Comment, Like
from widget.core.statuses import Status
from widget.extensions import Store
from widget.people.models import Identity
from widget.threads.models import Thread

FACES = 5  # shown beside the sentence
MOST_LISTED = 100  # in the list of all
MOST_MINE = 200  # of one's own that are told; SQLite joins 500 queries at most
MANY = 100  # likes that are taken back in one transaction


def first_likers(
    store: Store, comments: Collection[int], thread: int | None = None
) -> dict[int | None, list[Identity]]:
    """Return who liked first, by comment; by None who liked the thread. Who is about to be erased has no face."""
    firsts = [_first(Like.comment_id == one) for one in comments]
    firsts += [_first(Like.thread_id == thread)] if thread else []
    if not firsts:
        return {}
    ids = union_all(*(select(one.subquery()) for one in firsts))
    wanted = select(Like).join(Like.identity).where(Like.id.in_(ids), Identity.hidden.is_(False)).order_by(Like.id)
    found: dict[int | None, list[Identity]] = {}
    for one in store.scalars(wanted.options(contains_eager(Like.identity))):
        found.setdefault(one.comment_id, []).append(one.identity)
    return found


def likers_of(store: Store, target: Comment | Thread) -> list[Identity]:
    """Return who likes a target, who liked it first in front; a hundred at most."""
    here = Like.comment_id == target.id if isinstance(target, Comment) else Like.thread_id == target.id
    wanted = select(Like).join(Like.identity).where(here, Identity.hidden.is_(False)).order_by(Like.id)
    found = store.scalars(wanted.limit(MOST_LISTED).options(contains_eager(Like.identity)))
    return [one.identity for one in found]


def liked_in(store: Store, thread: Thread, identity: Identity) -> list[Like]:
    """Return what an identity likes in a thread: its comments that can be seen, and the thread; the latest ones."""
    mine = select(Like).outerjoin(Like.comment).where(Like.identity_id == identity.id)
    here = or_(
        Like.thread_id == thread.id,
        (Comment.thread_id == thread.id) & (Comment.status == Status.PUBLISHED),
    )
    latest = mine.where(here).order_by(Like.id.desc()).limit(MOST_MINE)
    return list(store.scalars(latest.options(contains_eager(Like.comment))))


def liked_by(store: Store, identities: Collection[int]) -> list[Like]:
    """Return all that these identities like, with the threads that it is in."""
    wanted = select(Like).where(Like.identity_id.in_(identities)).order_by(Like.id)
    whole = joinedload(Like.comment).joinedload(Comment.thread), joinedload(Like.thread)
    return list(store.scalars(wanted.options(*whole)))


def likes_of(store: Store, identities: Collection[int]) -> list[Like]:
    """Return at most a hundred likes of these identities."""
    wanted = select(Like).where(Like.identity_id.in_(identities)).order_by(Like.id).limit(MANY)
    return list(store.scalars(wanted.options(joinedload(Like.comment))))


def _first(which: ColumnElement[bool]) -> Select[int]:
    return select(Like.id).where(which).order_by(Like.id).limit(FACES)
