"""Threads that are probably one: their pages have addresses of which readers would say that they are the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from widget.core.likeness import Likeness, likeness_of
from widget.core.urls import thread_key
from widget.extensions import Store
from widget.sites.models import Site
from widget.threads.models import Alias, Thread

TELLING = 3  # values of one name in the queries of a path, from which on they say which page is meant


@dataclass(frozen=True, slots=True)
class Found:
    """A thread with comments; `name` is what leads to it: its page, or its id where the page does not."""

    id: str
    page: str
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class Split:
    """A thread, and the one with more comments that it may belong to."""

    small: Found
    large: Found


def likely_splits(store: Store, site: Site) -> Iterator[Split]:
    """Yield what is probably split on a site, the thread with most comments first; nothing is changed."""
    found = sorted(_threads(store, site), key=lambda one: -one.count)
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        for name, value in likeness_of(one.page).query:
            values[likeness_of(one.page).place, name].add(value)
    heads: dict[Likeness, Found] = {}
    for one in found:
        like = likeness_of(one.page)
        telling = {pair for pair in like.query if "/" not in like.place or len(values[like.place, pair[0]]) >= TELLING}
        head = heads.setdefault(Likeness(like.place, frozenset(telling)), one)
        if head is not one:
            yield Split(one, head)


def _threads(store: Store, site: Site) -> Iterator[Found]:
    there = select(Thread.id, Thread.public_id, Thread.page, Thread.count).order_by(Thread.id)
    there = there.where(Thread.site_id == site.id, Thread.into_id.is_(None), Thread.latest.is_not(None))
    leads = select(Alias.key, Alias.thread_id).where(Alias.site_id == site.id)
    keys = {(key, thread) for key, thread in store.execute(leads)}
    for id_, public_id, page, count in store.execute(there):
        name = page if (thread_key(page, None), id_) in keys else public_id
        yield Found(public_id, page, count, name)
