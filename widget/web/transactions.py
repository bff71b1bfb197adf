"""One database transaction that writes; everything slow happens before it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from flask import Flask, current_app

from widget.events import Listeners, forget_events, tell
from widget.extensions import BUSY_TIMEOUT, Store, db, writing_options

OWED = "rejoinder-checkpoint-owed"
LINE = "rejoinder-writers-line"
LISTENERS = "rejoinder-listeners"


def listen(app: Flask, *listeners: Listeners) -> None:
    """Let these hear of what happens, inside the transaction in which it does."""
    app.extensions[LISTENERS] = listeners


@contextmanager
def transaction() -> Iterator[Store]:
    """Commit what happens inside, or nothing of it.

    The request's reading transaction ends first: it could not become a writing one, and what was read in it is read
    again inside, fresh.
    """
    store: Store = db.session()
    store.rollback()
    with _turn_to_write():
        try:
            store.connection(execution_options=writing_options(db.engine))
            yield store
            tell(store, current_app.extensions.get(LISTENERS, ()))
            store.commit()
        except BaseException:
            store.rollback()
            forget_events(store)
            raise
    if current_app.extensions.get(OWED):
        forget_freed_pages()


@contextmanager
def _turn_to_write() -> Iterator[None]:
    """Let the threads of this process write to SQLite one after the other.

    SQLite lets them try again after ever longer pauses, so that some come at once and others after seconds. Other
    processes are still left to it.
    """
    line: Lock = current_app.extensions.setdefault(LINE, Lock())
    held = db.engine.dialect.name == "sqlite" and line.acquire(timeout=BUSY_TIMEOUT / 1000)
    try:
        yield
    finally:
        if held:
            line.release()


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
