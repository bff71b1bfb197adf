"""Creating a thread's row and moving its counters."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, update

from widget.core.urls import plain_page, thread_id, thread_key
from widget.errors import Malformed
from widget.extensions import Store, table_of
from widget.sites.models import Site
from widget.threads.models import Alias, Thread
from widget.threads.queries import thread_by_key

THREADS = table_of(Thread)
MOVE = update(THREADS).where(THREADS.c.id == bindparam("thread"))
LONGEST_KEY = 500  # characters of an owner's own key


@dataclass(frozen=True, slots=True)
class ThreadAddress:
    """Which thread is meant before it has a row: its site, the page's URL and the owner's own key."""

    site: Site
    page: str
    key: str | None = None

    def __post_init__(self) -> None:
        if self.key and len(self.key) > LONGEST_KEY:
            raise Malformed("A key has at most %(limit)s characters.", limit=str(LONGEST_KEY))

    @property
    def thread_key(self) -> str:
        """The key under which the thread is, or will be, found."""
        return thread_key(self.page, self.key)

    @property
    def kept_page(self) -> str:
        """The page to lead people to. An owner's key says nothing of the query, which a visitor could choose."""
        page = plain_page(self.page)
        return page.partition("?")[0] if self.key else page

    @property
    def fresh_id(self) -> str:
        """The id that the thread has unless an alias leads elsewhere."""
        return thread_id(self.site.secret, self.thread_key)


def ensure_thread(store: Store, address: ThreadAddress, now: datetime) -> Thread:
    """Return the thread at `address`, locked; its row is made with its first comment."""
    found = thread_by_key(store, address.site, address.thread_key, lock=True)
    if found:
        return lock_thread(store, found) if found.into_id else found
    thread = Thread(public_id=address.fresh_id, site_id=address.site.id, page=address.kept_page, created=now)
    thread.site = address.site
    thread.version = thread.activity = thread.count = thread.likes = 0
    store.add(thread)
    store.flush()
    store.add(Alias(site_id=address.site.id, key=address.thread_key, thread_id=thread.id))
    store.flush()
    return thread


def lock_thread(store: Store, thread: Thread) -> Thread:
    """Let nobody else change this thread until the transaction ends, and read it as it is now.

    Whoever changes comments locks their thread first: so counters are right, and no two wait for each other. One that
    has joined another meanwhile leads on to that.
    """
    store.refresh(thread, with_for_update={"of": Thread})
    return lock_thread(store, store.get_one(Thread, thread.into_id)) if thread.into_id else thread


def count_comments(store: Store, thread: Thread, change: int, *, came: datetime | None = None) -> int:
    """Move a locked thread's counters after a comment came (1; `came` where it is new), went (-1) or changed (0).

    Returns its new activity.
    """
    activity, latest = thread.activity + 1, {"latest": came} if came else {}
    moved = {"count": thread.count + change, "version": thread.version + 1, "activity": activity}
    store.connection().execute(MOVE, {"thread": thread.id, **moved, **latest})
    return activity
