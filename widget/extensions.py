"""The Flask extensions and the declarative base, so that models know no Flask.

`Store` is the database session that queries and actions get as their first argument; the word session is kept
for what a signed-in person has.
"""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from flask import Flask
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    URL,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Table,
    delete,
    event,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.orm import Session as Store
from sqlalchemy.types import TypeDecorator

from widget.core.late import late
from widget.core.moves import TellingConnection

__all__ = ["BUSY_TIMEOUT", "Base", "Migrations", "Store", "UtcDateTime", "babel", "db", "engine_options", "forget"]
__all__ += ["one_at_a_time", "partial", "prepare_sqlite", "state", "table_of", "writing_options"]
CACHE = "cache_size=-500"  # KiB of each thread's connection; the system keeps the file in memory for all of them
UNBOUNDED = {"max_overflow": -1}  # by the pool; the number of threads bounds it
BUSY_TIMEOUT = 10_000  # milliseconds that a SQLite writer waits for another
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on every store; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment must be aware of its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, _: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def state(kind: type[StrEnum], name: str) -> Enum:
    """Return a column type that holds the words of `kind`, with a check constraint of that name."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda words: [word.value for word in words],
    )


def partial(where: str) -> dict[str, Any]:
    """Return what says that an index has only rows `where` something holds, as SQLite writes it.

    Migrations make the indexes, and say it for PostgreSQL too (`postgresql_where`, by hand: they learn nothing of it
    from here). To name it here would load its dialect, 2 MiB, where nobody uses it.
    """
    return {"sqlite_where": text(where)}


class Base(DeclarativeBase):
    """What all models stand on: named constraints, aware moments."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 (SQLAlchemy's declarative attribute)


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements that must be fast: they leave objects in memory as they are."""
    return cast(Table, model.__table__)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
babel = Babel()


class Migrations:
    """What Flask-Migrate looks for in an application; reads Alembic, a fifth of all modules, when somebody migrates."""

    def __init__(self, app: Flask, directory: str) -> None:
        self._app, self.directory = app, directory
        app.extensions["migrate"] = self

    @cached_property
    def _made(self) -> Any:
        late("flask_migrate").Migrate(self._app, db, directory=self.directory)
        return self._app.extensions["migrate"]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


def engine_options(url: URL) -> dict[str, Any]:
    """Return how to speak to a store, for `create_engine`.

    Whoever reads from PostgreSQL sees one moment, as in SQLite: a thread's version belongs to its comments. A
    connection is tried before it is used, so that a restarted server is survived. Each thread may have a connection:
    who waited for one could wait for somebody who waits for what he himself is making.
    """
    if url.get_backend_name() == "sqlite":
        there = {} if url.database in {None, "", ":memory:"} else UNBOUNDED
        return {"connect_args": {"factory": TellingConnection}, **there}
    return {"isolation_level": "REPEATABLE READ", "pool_pre_ping": True, **UNBOUNDED}


def writing_options(engine: Engine) -> dict[str, Any]:
    """Return the execution options of a transaction that writes.

    SQLite waits for the one writer there can be; PostgreSQL sees behind each lock what was committed meanwhile.
    """
    return {"writing": True} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}


def one_at_a_time(store: Store, *what: str) -> None:
    """Let only one transaction at a time do `what`; where nothing can be locked, since no row is there yet.

    SQLite has one writer anyway.
    """
    if store.get_bind().dialect.name == "postgresql":
        name = hashlib.sha256("\n".join(what).encode()).digest()[:8]
        store.execute(select(func.pg_advisory_xact_lock(int.from_bytes(name, signed=True))))


def forget(store: Store, key: InstrumentedAttribute[int], *which: ColumnElement[bool]) -> None:
    """Delete rows that have had their time, by their `key`; those that somebody else holds go later.

    So nobody waits to tidy up, and no two wait for each other.
    """
    table = key.class_.__table__
    free = select(table.c[key.key]).where(*which).with_for_update(skip_locked=True)
    store.execute(delete(table).where(table.c[key.key].in_(free)))


def prepare_sqlite(engine: Engine) -> None:
    """Make a SQLite engine keep DESIGN's promises; does nothing to another store.

    An acknowledged comment survives power loss (WAL with FULL), freed text is overwritten, and a transaction
    that means to write says so when it begins, so that it never fails half-way for want of the lock.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", CACHE):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
