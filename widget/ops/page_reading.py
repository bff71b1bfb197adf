"""What a page says of itself (title, day, own address), read from it and never from a visitor.

Once when the thread is there, and again a week later where it has had comments since. A page that cannot be read is
tried again a week later too, five times in a row.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from sqlalchemy import ColumnElement, and_, or_, select

from widget.core import clock
from widget.core.fetch import Fetched, FetchFailed, fetch, guarded_session
from widget.core.hostpage import HostPage, read_host_page
from widget.core.urls import origin_of, plain_page
from widget.extensions import Store, db
from widget.threads.actions import lock_thread
from widget.threads.models import Thread
from widget.web.running import settings
from widget.web.transactions import transaction

AGAIN = timedelta(days=7)
GIVING_UP = 5  # failures in a row
MANY = 20  # pages that are read in one go
LARGEST = 1024 * 1024  # bytes
HTML = {"text/html", "application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Unread:
    """A page to be read, and the origins of its site: what it leads to elsewhere is not read."""

    id: int
    page: str
    origins: frozenset[str]


def read_pages(*, again: bool = False) -> int:
    """Read pages that nobody has read; or, `again`, those that it is time for. Return how many were tried."""
    now = clock.now()
    waiting = db.session.scalar(select(Thread.id).where(*_waiting(now, again=again)).limit(1))
    db.session.rollback()
    unread = _take(now, again=again) if waiting else []
    for one in unread:
        found = _read(one, now)
        with transaction() as store:
            note_page(store, one, found)
    return len(unread)


def note_page(store: Store, unread: Unread, found: HostPage | None) -> None:
    """Keep what a page says; None where it could not be read. Readers get a thread afresh that has changed by it."""
    thread = lock_thread(store, store.get_one(Thread, unread.id))
    if thread.id != unread.id or thread.page != unread.page:
        return  # it has joined another one meanwhile, or its page has moved
    if found is None:
        thread.page_failures += 1
        return
    before = thread.title, thread.published
    thread.title, thread.published, thread.page_failures = found.title, found.published, 0
    thread.canonical = found.canonical  # no reader sees it
    if (found.title, found.published) != before:
        thread.version += 1


def _take(now: datetime, *, again: bool) -> list[Unread]:
    """Take some pages for this process: no other reads them."""
    with transaction() as store:
        wanted = select(Thread).where(*_waiting(now, again=again)).order_by(Thread.id).limit(MANY)
        found = list(store.scalars(wanted.with_for_update(of=Thread, skip_locked=True)))
        for thread in found:
            thread.page_read = now
        return [Unread(one.id, one.page, frozenset(origin.origin for origin in one.site.origins)) for one in found]


def _waiting(now: datetime, *, again: bool) -> tuple[ColumnElement[bool], ...]:
    if not again:
        return Thread.into_id.is_(None), Thread.page_read.is_(None)
    fresh = and_(Thread.page_failures == 0, Thread.latest > Thread.page_read)
    failed = and_(Thread.page_failures > 0, Thread.page_failures < GIVING_UP)
    return Thread.into_id.is_(None), Thread.page_read < now - AGAIN, or_(fresh, failed)


def _read(unread: Unread, now: datetime) -> HostPage | None:
    outgoing = settings().outgoing
    try:
        with guarded_session(outgoing) as session:
            answer = fetch(session, unread.page, limit=LARGEST, deadline=outgoing.deadline)
    except FetchFailed:
        return None
    if not _is_ours(answer, unread):
        return None
    found = read_host_page(answer.body, now)
    return replace(found, canonical=_canonical(found, answer, unread))


def _canonical(found: HostPage, answer: Fetched, unread: Unread) -> str | None:
    """Return the address that a page names as its own, if it is one of its site."""
    try:
        named = plain_page(urljoin(answer.url, found.canonical)) if found.canonical else ""
    except ValueError:  # a bracket that is not closed
        return None
    return named if origin_of(named) in unread.origins else None


def _is_ours(answer: Fetched, unread: Unread) -> bool:
    return answer.media_type in HTML and origin_of(answer.url) in unread.origins
