"""Finding threads: by key, by public id, and what a page's counter shows."""

from sqlalchemy import bindparam, func, or_, select

from widget.extensions import Store
from widget.sites.models import Site
from widget.threads.models import Alias, Thread

ON_A_PAGE = 25  # threads of an owner's list
BY_KEY = select(Thread).join(Alias).where(Alias.site_id == bindparam("site"), Alias.key == bindparam("key"))
LOCKED_BY_KEY = BY_KEY.with_for_update(of=Thread).execution_options(populate_existing=True)


def thread_by_key(store: Store, site: Site, key: str) -> Thread | None:
    """Return the thread of this site that `key` leads to."""
    return store.scalar(BY_KEY, {"site": site.id, "key": key})


def locked_by_key(store: Store, site_id: int, key: str) -> Thread | None:
    """Return the same, locked and read anew together with its site, since it is about to change."""
    return store.scalar(LOCKED_BY_KEY, {"site": site_id, "key": key})


def thread_by_id(store: Store, public_id: str) -> Thread | None:
    """Return the thread with this id, or the one that it has joined."""
    thread = store.scalar(select(Thread).where(Thread.public_id == public_id))
    while thread and thread.into_id:
        thread = store.get(Thread, thread.into_id)
    return thread


def threads_on(store: Store, site: Site, words: str = "", after: Thread | None = None) -> list[Thread]:
    """Return one thread more than a page holds, the newest first: those with these words in address or title."""
    there = select(Thread).where(Thread.site_id == site.id, Thread.into_id.is_(None))
    for word in words.lower().split():
        told = Thread.page, Thread.title
        there = there.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in told)))
    if after:
        there = there.where(Thread.id < after.id)
    return list(store.scalars(there.order_by(Thread.id.desc()).limit(ON_A_PAGE + 1)))
