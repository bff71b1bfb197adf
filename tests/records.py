"""What a database file holds, read past the application: proof that something happened, or that nothing did."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any


class Records:
    """Reads the database file of a test by a connection of its own, and changes settings as an owner would."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT."""
        with closing(sqlite3.connect(self.database)) as connection:
            return list(connection.execute(statement, values))

    def change(self, statement: str, *values: object) -> None:
        """Change rows behind the application's back."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, values)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.query(f"SELECT count(*) FROM {table}")[0][0])

    def tables(self) -> list[str]:
        """Return the name of every table."""
        return [name for (name,) in self.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]

    def everything(self, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of all tables, but those named."""
        return {name: self.query(f"SELECT * FROM {name}") for name in self.tables() if name not in but}

    def files(self) -> bytes:
        """Return every byte that the database keeps on disk: its file, its log and its index."""
        return b"".join(file.read_bytes() for file in sorted(self.database.parent.glob(f"{self.database.name}*")))

    @contextmanager
    def unchanged(self, *, but: tuple[str, ...] = ("sessions",)) -> Iterator[None]:
        """Fail when what happens inside leaves a trace. A session may note that it was used."""
        before = self.everything(but=but)
        yield
        assert self.everything(but=but) == before
