"""A page of memory beside a SQLite database, shared by all its processes: it reads otherwise after every commit.

To ask SQLite whether something has changed costs a reader more than finding his answer: it is some ten steps down, and
Python lets other threads go first meanwhile. Here it is one look at eight bytes.
"""

import mmap
import os
import secrets
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

# No link is followed, as SQLite follows none: root would give away, cut to eight bytes, what somebody has linked there.
FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
SIZE = 8  # bytes, drawn anew for each commit: no two writers can draw the same


class Moves:
    """The shared page of a database's file; raises `sqlite3.OperationalError` where it cannot be had.

    `page[:]` is what was drawn for the last commit; it raises ValueError when the page was given back.
    """

    def __init__(self, database: str) -> None:
        file = f"{database}-moves"
        try:
            owner = Path(database).stat()
            page = os.open(file, FLAGS, stat.S_IMODE(owner.st_mode) & 0o666)
            try:
                os.ftruncate(page, SIZE)
                with suppress(
                    PermissionError
                ):  # root alone gives files away: to whom the database belongs, as SQLite does
                    os.fchown(page, owner.st_uid, owner.st_gid)
                self.page = mmap.mmap(page, SIZE)
            finally:
                os.close(page)
        except OSError as error:
            raise sqlite3.OperationalError(f"{file} cannot be written: {error.strerror}") from error

    def tell(self) -> None:
        """Draw anew: something was committed."""
        self.page[:] = secrets.token_bytes(SIZE)

    def close(self) -> None:
        """Give the page back."""
        self.page.close()


class TellingConnection(sqlite3.Connection):
    """A connection that tells all others of its database what it has committed, before its writer goes on.

    A database that it makes can be read by its owner alone; what SQLite and we put beside it is as it is.
    """

    def __init__(self, database: str, *args: Any, **kwargs: Any) -> None:
        if database not in ("", ":memory:") and not database.startswith("file:"):
            with suppress(OSError):  # it is there already; or it cannot be made, as SQLite will say itself
                os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        super().__init__(database, *args, **kwargs)
        (_, _, file) = self.execute("PRAGMA database_list").fetchone()
        self.moves = Moves(file) if file else None  # a database in memory has none, and nobody else to tell

    def commit(self) -> None:
        """Commit, then tell."""
        super().commit()
        if self.moves:
            self.moves.tell()

    def close(self) -> None:
        """Close the connection, and give the page back."""
        super().close()
        if self.moves:
            self.moves.close()
