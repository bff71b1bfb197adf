"""Comments whose html an earlier renderer has made are rendered again, a hundred at a time.

Rendering stands before the transaction, so nobody waits for it; what changed meanwhile is left to the next time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from widget.comments.models import Comment
from widget.comments.queries import MANY, people_of
from widget.core import markup
from widget.extensions import Store
from widget.threads.actions import lock_thread
from widget.threads.models import Thread

OUTDATED = or_(Comment.renderer < markup.RENDERER, Comment.renderer > markup.RENDERER)  # as an index can tell


@dataclass(frozen=True, slots=True)
class Rendered:
    """A comment's text with its new html; `visible` where readers see another one."""

    comment: int
    thread: Thread
    source: str
    html: str
    visible: bool


def render_some(store: Store) -> list[Rendered]:
    """Return a hundred comments of an earlier renderer, by thread; nothing is kept yet."""
    there = select(Comment).where(OUTDATED).limit(MANY).options(joinedload(Comment.thread))
    found = sorted(store.scalars(there), key=lambda comment: (comment.thread_id, comment.id))
    return [
        one for _, some in groupby(found, lambda comment: comment.thread_id) for one in _rendered(store, list(some))
    ]


def keep_some(store: Store, rendered: Iterable[Rendered]) -> None:
    """Keep what was rendered; the versions of the threads move in which it looks different."""
    for thread, some in groupby(rendered, lambda one: one.thread):
        locked = lock_thread(store, thread)
        several = list(some)
        for one in several:
            same = Comment.id == one.comment, Comment.source == one.source
            store.execute(update(Comment).where(*same).values(html=one.html, renderer=markup.RENDERER))
        if any(one.visible for one in several):
            store.execute(update(Thread).where(Thread.id == locked.id).values(version=Thread.version + 1))


def _rendered(store: Store, comments: list[Comment]) -> Iterable[Rendered]:
    """Render comments of one thread."""
    thread = comments[0].thread
    people = people_of(store, thread) if any("@" in comment.source for comment in comments) else ()
    for one in comments:
        html = str(markup.render(one.source, people))
        yield Rendered(one.id, thread, one.source, html, visible=one.shown and html != one.html)
