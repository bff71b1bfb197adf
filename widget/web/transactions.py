"""One database transaction that writes; everything slow happens before it."""

from collections.abc import Iterator
from contextlib import contextmanager

from widget.extensions import Store, db


@contextmanager
def transaction() -> Iterator[Store]:
    """Commit what happens inside, or nothing of it.

    The request's reading transaction ends first: on SQLite it could not become a writing one, and what was read
    in it is read again inside, fresh.
    """
    store: Store = db.session()
    store.rollback()
    store.connection(execution_options={"writing": True})
    try:
        yield store
        store.commit()
    except BaseException:
        store.rollback()
        raise


def forget_freed_pages() -> None:
    """Bring erased text out of SQLite's write-ahead log as well; other stores have their own ways."""
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # outside any transaction
