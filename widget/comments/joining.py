"""What becomes of threads as a whole: two are merged, one moves to another page, conversations are split off.

And each of these undone, for 30 days. Both threads are locked, one that has joined another before that other one, else
in the order of their ids.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from widget.comments.models import ChangeKind, Comment, Moved, ThreadChange
from widget.comments.moving import carry, forget_folded, note_all, pin_again
from widget.comments.queries import comment_by_id
from widget.core.text import marked
from widget.errors import Refused
from widget.extensions import Store, forget
from widget.sites.models import Site
from widget.threads.actions import ThreadAddress, ensure_thread
from widget.threads.models import Thread
from widget.threads.queries import thread_by_key

KEPT = timedelta(days=30)  # in which a change can be undone
MOST_SHOWN = 20  # changes on a page
TOO_OLD = marked("Change %(id)s is older than %(days)s days: it cannot be undone any more.")
LATER = marked("Change %(id)s came later and concerns the same thread: undo that one first.")
NOT_HERE = marked("There is no comment %(id)s in this thread: the link of a comment's date ends with its id.")
A_REPLY = marked("The comment %(id)s is a reply: name %(root)s, which begins its conversation.")


class ChangeRefused(Refused):
    """A thread cannot be changed like that."""


def merge_threads(store: Store, source: Thread, target: Thread, now: datetime) -> ThreadChange:
    """Let all of `source` be in `target`: its comments and likes, its keys, and those who know its id."""
    if source is target:
        raise ChangeRefused(marked("These are one thread already."))
    if source.site_id != target.site_id:
        raise ChangeRefused(marked("These threads are of two sites: only those of one site can be merged."))
    return _join(store, _begin(store, ChangeKind.MERGE, source, target, now))


def move_thread(store: Store, thread: Thread, page: str, now: datetime) -> ThreadChange:
    """Let a thread belong to the page that its own has become; the old address keeps leading to it."""
    address = ThreadAddress(thread.site, page)
    there, former = _thread_at(store, address, now), thread.page
    if there is not thread and store.scalar(select(Comment.id).where(Comment.thread_id == there.id).limit(1)):
        raise ChangeRefused(marked("There are comments at %(page)s already: merge the threads instead."), page=page)
    if former == address.kept_page and there is thread:
        raise ChangeRefused(marked("The thread is at %(page)s already."), page=page)
    change = _begin(store, ChangeKind.MOVE, there, thread, now)
    change.page, thread.page = former, address.kept_page
    thread.page_read, thread.page_failures, thread.canonical = None, 0, None
    if there is not thread:
        return _join(store, change)
    thread.version += 1
    store.flush()
    return change


def split_thread(store: Store, thread: Thread, comments: Collection[str], page: str, now: datetime) -> ThreadChange:
    """Let conversations, named by the comments that begin them, be under another page of the site."""
    there = _thread_at(store, ThreadAddress(thread.site, page), now)
    if there is thread:
        raise ChangeRefused(marked("These comments are at %(page)s already."), page=page)
    change = _begin(store, ChangeKind.SPLIT, thread, there, now)
    roots = [_root(store, thread, one) for one in dict.fromkeys(comments)]
    store.add_all(Moved(change_id=change.id, comment_id=one.id) for one in roots)
    store.flush()
    carry(store, change, thread, there)
    return change


def undo_change(store: Store, change: ThreadChange, now: datetime) -> None:
    """Take a change back; what was said meanwhile in a conversation goes back with it, everything else stays."""
    source, target = _lock_both(store, change.source, change.target)
    store.refresh(change)
    if change.undone:
        raise ChangeRefused(marked("Change %(id)s has been undone already."), id=str(change.id))
    if change.created + KEPT <= now:
        raise ChangeRefused(TOO_OLD, id=str(change.id), days=str(KEPT.days))
    if later := _later(store, change):
        raise ChangeRefused(LATER, id=str(later))
    change.undone = now
    if change.page:
        target.page, target.page_read, target.page_failures = change.page, None, 0
        target.canonical = None
    if source is target:
        target.version += 1
        store.flush()
        return
    if change.kind is not ChangeKind.SPLIT:
        source.into_id = None
        store.flush()
        forget_folded(store, change)
    carry(store, change, target, source)
    pin_again(store, change)


def standing_changes(store: Store, site: Site, since: datetime) -> list[ThreadChange]:
    """Return the changes of a site that can be undone, the latest first."""
    standing = ThreadChange.site_id == site.id, ThreadChange.undone.is_(None), ThreadChange.created > since
    return list(store.scalars(select(ThreadChange).where(*standing).order_by(ThreadChange.id.desc()).limit(MOST_SHOWN)))


def last_change(store: Store, site: Site | None) -> ThreadChange | None:
    """Return the last change that stands, of a site or of all."""
    standing = select(ThreadChange).where(ThreadChange.undone.is_(None))
    if site:
        standing = standing.where(ThreadChange.site_id == site.id)
    return store.scalar(standing.order_by(ThreadChange.id.desc()).limit(1))


def _join(store: Store, change: ThreadChange) -> ThreadChange:
    note_all(store, change)
    carry(store, change, change.source, change.target)
    change.source.into_id = change.into_id
    store.flush()
    return change


def _begin(store: Store, kind: ChangeKind, source: Thread, target: Thread, now: datetime) -> ThreadChange:
    """Lock both threads and note what is about to happen; what is too old to be undone is forgotten."""
    _lock_both(store, source, target)
    if source.into_id or target.into_id:
        raise ChangeRefused(marked("One of these threads has just joined another: look again, please."))
    forget(store, ThreadChange.id, ThreadChange.site_id == source.site_id, ThreadChange.created <= now - KEPT)
    change = ThreadChange(site_id=source.site_id, kind=kind, from_id=source.id, into_id=target.id, created=now)
    store.add(change)
    store.flush()
    return change


def _lock_both(store: Store, source: Thread, target: Thread) -> tuple[Thread, Thread]:
    for thread in sorted({source, target}, key=lambda one: (not one.into_id, one.id)):
        store.refresh(thread, with_for_update={"of": Thread})
    return source, target


def _later(store: Store, change: ThreadChange) -> int | None:
    """Return the last change that stands on this one."""
    both = (change.from_id, change.into_id)
    touching = or_(ThreadChange.from_id.in_(both), ThreadChange.into_id.in_(both))
    later = select(ThreadChange.id).where(touching, ThreadChange.id > change.id, ThreadChange.undone.is_(None))
    return store.scalar(later.order_by(ThreadChange.id.desc()).limit(1))


def _thread_at(store: Store, address: ThreadAddress, now: datetime) -> Thread:
    return thread_by_key(store, address.site, address.thread_key) or ensure_thread(store, address, now)


def _root(store: Store, thread: Thread, name: str) -> Comment:
    """Return the comment that begins a conversation of this thread."""
    found = comment_by_id(store, name)
    if found is None or found.thread_id != thread.id:
        raise ChangeRefused(NOT_HERE, id=name)
    if found.root_id:
        root = store.get_one(Comment, found.root_id).public_id
        raise ChangeRefused(A_REPLY, id=name, root=root)
    return found
