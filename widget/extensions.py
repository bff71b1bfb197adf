"""The Flask extensions and the declarative base, so that models know no Flask.

`Store` is the database session that queries and actions get as their first argument; the word session is kept
for what a signed-in person has.
"""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import Any, cast

from flask import Flask
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import Session as Store
from sqlalchemy.types import TypeDecorator

__all__ = [
    "BUSY_TIMEOUT",
    "Base",
    "Migrations",
    "Store",
    "UtcDateTime",
    "babel",
    "db",
    "prepare_sqlite",
    "state",
    "table_of",
]
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
        import_module("flask_migrate").Migrate(self._app, db, directory=self.directory)
        return self._app.extensions["migrate"]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


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
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
