"""Creating a thread's row and moving its counters."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm.attributes import set_committed_value

from widget.core.urls import plain_page, thread_id, thread_key
from widget.errors import Malformed
from widget.extensions import Store, table_of
from widget.sites.models import Site
from widget.threads.models import Alias, Thread
from widget.threads.queries import locked_by_key

THREADS = table_of(Thread)
ADD, ADD_ALIAS = insert(THREADS).returning(THREADS.c.id), insert(table_of(Alias))
MOVE = update(THREADS).where(THREADS.c.id == bindparam("thread"))
LONGEST_KEY = 500  # characters of an owner's own key


@dataclass(frozen=True, slots=True)
class ThreadAddress:
    """Which thread is meant before it has a row: its site, the page's URL and the owner's own key.

    `thread_key` is under what it is, or will be, found; `fresh_id` is its id unless an alias leads elsewhere. They and
    the site's own key are worked out once: a transaction reads everything else of the site anew.
    """

    site: Site
    page: str
    key: str | None = None
    site_id: int = field(init=False, repr=False, compare=False)
    thread_key: str = field(init=False, repr=False, compare=False)
    fresh_id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.key and len(self.key) > LONGEST_KEY:
            raise Malformed("A key has at most %(limit)s characters.", limit=str(LONGEST_KEY))
        where = thread_key(self.page, self.key)
        found = {"site_id": self.site.id, "thread_key": where, "fresh_id": thread_id(self.site.secret, where)}
        for name, value in found.items():
            object.__setattr__(self, name, value)

    @property
    def kept_page(self) -> str:
        """The page to lead people to. An owner's key says nothing of the query, which a visitor could choose."""
        page = plain_page(self.page)
        return page.partition("?")[0] if self.key else page


def ensure_thread(store: Store, address: ThreadAddress, now: datetime) -> Thread:
    """Return the thread at `address`, locked; its row is made with its first comment."""
    found = locked_by_key(store, address.site_id, address.thread_key)
    if found:
        return lock_thread(store, found) if found.into_id else found
    core, site = store.connection(), address.site_id
    row = {"public_id": address.fresh_id, "site_id": site, "page": address.kept_page, "created": now}
    made = core.execute(ADD, row).scalar_one()
    core.execute(ADD_ALIAS, {"site_id": site, "key": address.thread_key, "thread_id": made})
    return store.get_one(Thread, made)


def lock_thread(store: Store, thread: Thread) -> Thread:
    """Let nobody else change this thread until the transaction ends, and read it as it is now.

    Whoever changes comments locks their thread first: so counters are right, and no two wait for each other. One that
    has joined another meanwhile leads on to that.
    """
    store.refresh(thread, with_for_update={"of": Thread})
    return lock_thread(store, store.get_one(Thread, thread.into_id)) if thread.into_id else thread


def count_comments(
    store: Store, thread: Thread, change: int, *, came: datetime | None = None, begins: bool = False
) -> int:
    """Move a locked thread's counters after a comment came (1; `came` where it is new), went (-1) or changed (0).

    Returns its new activity. The new one `begins` a thread that has had none which readers saw.
    """
    activity = thread.activity + 1
    latest: dict[str, datetime | None] = {"latest": came} if came else {}
    if begins:
        set_committed_value(thread, "begun", came)
        latest["begun"] = came
    moved = {"count": thread.count + change, "version": thread.version + 1, "activity": activity}
    store.connection().execute(MOVE, {"thread": thread.id, **moved, **latest})
    return activity
