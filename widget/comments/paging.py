"""Finding pages of comments by key: every query reads an index from a known place and stops at its limit.

A page is a stretch of roots in the reader's order; replies below one root come oldest first, so that what is
answered is always there before its answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from widget.comments.models import Comment, Moved, ThreadChange
from widget.extensions import Store
from widget.threads.models import Thread

DEEPEST = 200  # ancestors that are looked up of one comment


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page begins: at a comment, which belongs to it or not, and which way it goes on."""

    at: Comment
    inclusive: bool = False
    backwards: bool = False


def shown_roots(store: Store, thread: Thread, *, order: str, limit: int, cut: Cut | None = None) -> list[Comment]:
    """Return at most `limit` roots in `order` (`oldest`, `newest`, `liked`) from `cut` on, else from the first.

    The pinned one is not among them: it stands above all.
    """
    columns = _columns(order)
    falling = (order != "oldest") != bool(cut and cut.backwards)
    wanted = select(Comment).where(Comment.thread_id == thread.id, Comment.root_id.is_(None), Comment.shown)
    wanted = wanted.where(Comment.pinned.is_(None))
    if cut:
        wanted = wanted.where(_beyond(columns, cut, falling=falling))
    wanted = wanted.order_by(*(column.desc() if falling else column for column in columns)).limit(limit)
    found = list(store.scalars(wanted))
    return found[::-1] if cut and cut.backwards else found


def pinned_root(store: Store, thread: Thread) -> Comment | None:
    """Return the comment that stands above all others of a thread."""
    return store.scalar(select(Comment).where(Comment.thread_id == thread.id, Comment.pinned.is_not(None)))


def shown_replies(store: Store, root: Comment, *, limit: int, after: Comment | None = None) -> list[Comment]:
    """Return at most `limit` of the comments below `root`, at any depth, oldest first, with whom each answers."""
    wanted = _below(root.id).order_by(*_columns("oldest")).limit(limit)
    if after:
        wanted = wanted.where(_beyond(_columns("oldest"), Cut(after), falling=False))
    return list(store.scalars(wanted.options(selectinload(Comment.parent))))


def first_replies(store: Store, shares: Mapping[int, int]) -> list[Comment]:
    """Return the first replies below several roots, oldest first: as many as `shares` says, by the root's id."""
    firsts = [
        select(_below(root).with_only_columns(Comment.id).order_by(*_columns("oldest")).limit(share).subquery())
        for root, share in shares.items()
        if share
    ]
    if not firsts:
        return []
    return list(store.scalars(select(Comment).where(Comment.id.in_(union_all(*firsts))).order_by(*_columns("oldest"))))


def ancestors(store: Store, comment: Comment) -> list[Comment]:
    """Return what a comment answers, up to its root, nearest first."""
    if comment.parent_id is None:
        return []
    above = select(Comment.id, Comment.parent_id, literal(0).label("steps")).where(Comment.id == comment.parent_id)
    chain = above.cte("above", recursive=True)
    further = select(Comment.id, Comment.parent_id, chain.c.steps + 1).where(Comment.id == chain.c.parent_id)
    chain = chain.union_all(further.where(chain.c.steps < DEEPEST))
    return list(store.scalars(select(Comment).join(chain, Comment.id == chain.c.id).order_by(chain.c.steps)))


def changed_since(store: Store, thread: Thread, activity: int, limit: int) -> list[Comment]:
    """Return what has changed for readers after that `activity` of the thread, in the order of the changes."""
    wanted = select(Comment).where(Comment.thread_id == thread.id, Comment.changed > activity)
    wanted = wanted.order_by(Comment.changed, Comment.id).limit(limit)
    return list(store.scalars(wanted.options(selectinload(Comment.parent))))


def moved_since(store: Store, thread: Thread, activity: int, limit: int) -> list[Comment]:
    """Return what began a conversation of the thread that went to another one after that `activity`, or back to it."""
    went = and_(ThreadChange.from_id == thread.id, ThreadChange.undone.is_(None))
    went_back = and_(ThreadChange.into_id == thread.id, ThreadChange.undone.is_not(None))
    moved = select(Comment).join(Moved, Moved.comment_id == Comment.id).join(ThreadChange)
    moved = moved.where(or_(went, went_back), ThreadChange.activity > activity, Comment.thread_id != thread.id)
    return list(store.scalars(moved.order_by(Comment.created.desc(), Comment.id.desc()).limit(limit)).unique())


def _below(root: int) -> "Select[Comment]":
    return select(Comment).where(Comment.root_id == root, Comment.shown)


def _columns(order: str) -> tuple[InstrumentedAttribute[Any], ...]:
    return (Comment.likes, Comment.created, Comment.id) if order == "liked" else (Comment.created, Comment.id)


def _beyond(columns: Sequence[InstrumentedAttribute[Any]], cut: Cut, *, falling: bool) -> Any:
    here = tuple_(*columns)
    there = tuple_(*(literal(getattr(cut.at, column.key), column.type) for column in columns))
    if cut.inclusive:
        return here <= there if falling else here >= there
    return here < there if falling else here > there
