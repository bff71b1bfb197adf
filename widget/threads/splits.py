"""Threads that are probably one: their pages name one address, or have some that readers would call the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from widget.core.likeness import Likeness, likeness_of
from widget.core.urls import page_key, thread_key
from widget.extensions import Store
from widget.sites.models import Site
from widget.threads.models import Alias, Thread

TELLING = 3  # values of one name in the queries of a path, from which on they say which page is meant


@dataclass(frozen=True, slots=True)
class Found:
    """A thread with comments; `name` is what leads to it: its page, or its id where the page does not.

    `named`: the address that its page names as its own, else the page.
    """

    id: str
    page: str
    count: int
    name: str
    named: str


@dataclass(frozen=True, slots=True)
class Split:
    """A thread, and the one that it may belong to: at the address that its page names, else with more comments."""

    small: Found
    large: Found


def likely_splits(store: Store, site: Site) -> Iterator[Split]:
    """Yield what is probably split on a site, the thread with most comments first; nothing is changed."""
    threads = list(_threads(store, site))
    named = {page_key(one.named) for one in threads if one.named != one.page}
    found = sorted(threads, key=lambda one: (page_key(one.page) not in named, -one.count))
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    likenesses = [likeness_of(one.named) for one in found]
    for like in likenesses:
        for name, value in like.query:
            values[like.place, name].add(value)
    heads: dict[Likeness, Found] = {}
    for one, like in zip(found, likenesses, strict=True):
        telling = {pair for pair in like.query if "/" not in like.place or len(values[like.place, pair[0]]) >= TELLING}
        head = heads.setdefault(Likeness(like.place, frozenset(telling)), one)
        if head is not one:
            yield Split(one, head)


def _threads(store: Store, site: Site) -> Iterator[Found]:
    there = select(Thread.id, Thread.public_id, Thread.page, Thread.count, Thread.canonical).order_by(Thread.id)
    there = there.where(Thread.site_id == site.id, Thread.into_id.is_(None), Thread.latest.is_not(None))
    leads = select(Alias.key, Alias.thread_id).where(Alias.site_id == site.id)
    keys = {(key, thread) for key, thread in store.execute(leads)}
    for id_, public_id, page, count, canonical in store.execute(there):
        name = page if (thread_key(page, None), id_) in keys else public_id
        yield Found(public_id, page, count, name, _named(page, canonical))


def _named(page: str, canonical: str | None) -> str:
    """Return a page's own address; that every page names the first one of its site is a common mistake."""
    return canonical if canonical and "/" in likeness_of(canonical).place else page
