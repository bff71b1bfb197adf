"""What a database holds, read past the application: proof that something happened, or that nothing did."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import postgres
from sqlalchemy import make_url
from stores import file_of

from widget.core.moves import TellingConnection

POSTGRESQL_FILES = """
    SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
    WHERE oid >= 16384 AND relkind IN ('r', 'i', 't')
"""


class Records:
    """Reads the database of a test by a connection of its own, and changes settings as an owner would."""

    def __init__(self, url: str) -> None:
        self.url, self.opened = make_url(url), False
        self.on_sqlite = self.url.get_backend_name() == "sqlite"

    @cached_property
    def connection(self) -> Any:
        """A connection that is in no transaction between two statements."""
        self.opened = True
        if self.on_sqlite:
            return TellingConnection(str(file_of(str(self.url))), isolation_level=None, check_same_thread=False)
        return postgres.connect(self.url)

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self.opened:
            self.connection.close()

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT, in which values are marked by ?."""
        return list(self._execute(statement, values))

    def change(self, statement: str, *values: object) -> None:
        """Change rows behind the application's back."""
        self._execute(statement, values)
        if self.on_sqlite:
            self.connection.moves.tell()

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.query(f"SELECT count(*) FROM {table}")[0][0])

    def tables(self) -> list[str]:
        """Return the name of every table."""
        catalogue = "sqlite_master WHERE type = 'table'" if self.on_sqlite else "pg_class WHERE relkind = 'r'"
        name = "name" if self.on_sqlite else "relname"
        own = "" if self.on_sqlite else " AND relnamespace = 'public'::regnamespace"
        return [name for (name,) in self.query(f"SELECT {name} FROM {catalogue}{own} ORDER BY {name}")]

    def everything(self, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of all tables, but those named."""
        return {name: sorted(self.query(f"SELECT * FROM {name}"), key=str) for name in self.tables() if name not in but}

    def files(self) -> bytes:
        """Return every byte that the database keeps on disk: its file, its log and its index.

        What PostgreSQL has freed is gone from them with the next VACUUM FULL, as docs/postgresql.md says.
        """
        if self.on_sqlite:
            file = file_of(str(self.url))
            return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
        for statement in ("VACUUM FULL", "CHECKPOINT"):
            self.connection.execute(statement)
        return b"".join(bytes(content) for (content,) in self.query(POSTGRESQL_FILES))

    @contextmanager
    def unchanged(self, *, but: tuple[str, ...] = ("sessions",)) -> Iterator[None]:
        """Fail when what happens inside leaves a trace. A session may note that it was used."""
        before = self.everything(but=but)
        yield
        assert self.everything(but=but) == before

    def _execute(self, statement: str, values: tuple[object, ...]) -> Any:
        if self.on_sqlite:
            return self.connection.execute(statement, values)
        return self.connection.execute(statement.replace("%", "%%").replace("?", "%s"), values)
