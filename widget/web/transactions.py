"""One database transaction that writes; everything slow happens before it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from widget.extensions import BUSY_TIMEOUT, Store, db, writing_options

OWED = "rejoinder-checkpoint-owed"


@contextmanager
def transaction() -> Iterator[Store]:
    """Commit what happens inside, or nothing of it.

    The request's reading transaction ends first: it could not become a writing one, and what was read in it is read
    again inside, fresh.
    """
    store: Store = db.session()
    store.rollback()
    store.connection(execution_options=writing_options(db.engine))
    try:
        yield store
        store.commit()
    except BaseException:
        store.rollback()
        raise
    if current_app.extensions.get(OWED):
        forget_freed_pages()


def forget_freed_pages() -> None:
    """Bring erased text out of SQLite's write-ahead log as well; on PostgreSQL it goes with its vacuum.

    A reader can be in the way: then nobody waits, and the next writing transaction tries again.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.commit()  # ends what was read, and keeps it
    with db.engine.connect() as connection:
        raw = connection.connection
        raw.execute("PRAGMA busy_timeout=0")
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:  # another writer is at work
            busy = 1
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    current_app.extensions[OWED] = bool(busy)
