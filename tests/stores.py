"""The stores that the suite runs on: a test's own database is a copy of a prepared one."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import postgres
from sqlalchemy import URL, make_url

STORES = ("sqlite", "postgresql")


class Databases(Protocol):
    """Makes databases; each is known by its URL."""

    def empty(self) -> str:
        """Return a new database without tables."""

    def copy(self, template: str) -> str:
        """Return a copy of a database that nobody uses at the moment."""

    def drop(self, url: str) -> None:
        """Forget a database, whoever uses it still."""


class SqliteFiles:
    """Databases as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count(1)

    def empty(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite3'}"

    def copy(self, template: str) -> str:
        url = self.empty()
        assert not Path(f"{file_of(template)}-wal").exists(), "the template is in use"
        shutil.copy(file_of(template), file_of(url))
        return url

    def drop(self, url: str) -> None:
        for file in self.folder.glob(f"{file_of(url).name}*"):
            file.unlink()


class PostgresqlDatabases:
    """Databases on one server; one thread makes the next copy, and drops the last one, while a test is at work."""

    def __init__(self, server: URL) -> None:
        self.server, self.names = server, (f"rejoinder_{os.getpid()}_{number}" for number in count(1))
        self.made: set[str] = set()
        self.ahead: dict[str, Future[str]] = {}
        self.dropping: list[Future[None]] = []
        self.worker = ThreadPoolExecutor(1)
        self.connection = postgres.connect(server)
        self.strategy = " STRATEGY file_copy" if self.connection.info.server_version >= 150_000 else ""

    def empty(self) -> str:
        return self.worker.submit(self._make, "template0").result()

    def copy(self, template: str) -> str:
        name = str(make_url(template).database)
        ready = self.ahead.pop(name, None) or self.worker.submit(self._make, name)
        url = ready.result()
        self.ahead[name] = self.worker.submit(self._make, name)
        return url

    def drop(self, url: str) -> None:
        self.dropping.append(self.worker.submit(self._drop, str(make_url(url).database)))

    def close(self) -> None:
        """Drop everything; raise what could not be done meanwhile."""
        self.worker.shutdown()
        for dropped in self.dropping:
            dropped.result()
        for name in list(self.made):
            self._drop(name)

    def _make(self, template: str) -> str:
        name = next(self.names)
        self.connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{self.strategy}'.encode())
        self.made.add(name)
        return self.server.set(database=name).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        self.connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
        self.made.remove(name)


@contextmanager
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """Databases on a server that runs for as long as the block lasts."""
    with postgres.server() as server:
        databases = PostgresqlDatabases(server)
        with closing(databases.connection), closing(databases):
            yield databases


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(str(make_url(url).database))
