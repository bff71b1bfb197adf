"""Copying a whole store into an empty one, of the same kind or the other, and proving that nothing is different."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, func, inspect, select, update
from sqlalchemy.exc import DBAPIError

from widget.extensions import Base

BATCH = 500  # rows: a comment has 64 KB at most
VERSIONS = "alembic_version"


class CopyFailed(Exception):
    """The copy cannot be made or is not the same; the message is one sentence, and the target is as it was."""


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work that is done: so many rows of a table were copied, or verified."""

    table: str
    rows: int
    verified: bool


def tables() -> list[Table]:
    """Return every table, each behind those that its rows point to."""
    return list(Base.metadata.sorted_tables)


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables()}


def check_empty(target: Connection) -> None:
    """Raise CopyFailed for a database in which there is anything but our tables, without rows."""
    found, ours = set(inspect(target).get_table_names()), {table.name: table for table in tables()}
    for name in sorted(found - {VERSIONS}):
        if name not in ours or target.execute(select(ours[name]).limit(1)).first():
            raise CopyFailed(f"The target is not empty: there is something in its table {name}.")


def copy_rows(source: Connection, target: Connection) -> Iterator[Step]:
    """Copy every table inside the transactions of both; raise CopyFailed when they are not the same afterwards.

    The caller commits the target, or leaves nothing of it.
    """
    for table in tables():
        try:
            yield from _copy_table(source, target, table)
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0].rstrip(".")
            raise CopyFailed(f"The table {table.name} cannot be copied: {reason}.") from error
    for table in tables():
        yield _verify(source, target, table)
    _set_sequences(target)


def fingerprint(connection: Connection, table: Table) -> tuple[int, str]:
    """Return how many rows a table has and the SHA-256 of all of them in key order, as any store would give them."""
    rows, digest = 0, hashlib.sha256()
    for batch in _batches(connection, table):
        rows += len(batch)
        for row in batch:
            values = [_canonical(value) for value in row.values()]
            digest.update(json.dumps(values, ensure_ascii=True).encode() + b"\n")
    return rows, digest.hexdigest()


def _canonical(value: Any) -> Any:
    """Return a value as JSON can say it exactly; what kind it is follows from the column."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, str) else value


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    kept = [column for column in table.columns if column.computed is None]  # a store computes in its own way
    ordered = select(*kept).order_by(_key(table))
    rows = connection.execute(ordered, execution_options={"yield_per": BATCH})
    for batch in rows.mappings().partitions():
        yield [dict(row) for row in batch]


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def _copy_table(source: Connection, target: Connection, table: Table) -> Iterator[Step]:
    """Insert all rows. What points forward within its own table is set when all of them are there."""
    forward: list[tuple[int, dict[str, int]]] = []
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    for batch in _batches(source, table):
        if target.dialect.name == "postgresql":
            _refuse_nul(table, batch)
        for row in batch:
            forward += _taken_out(row, own, _key(table).name)
        target.execute(table.insert(), batch)
        yield Step(table.name, len(batch), verified=False)
    for key, values in forward:
        target.execute(update(table).where(_key(table) == key).values(values))


def _taken_out(row: dict[str, Any], columns: list[str], key: str) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield the row's key and what was taken out of it, if there was anything."""
    ahead = {name: row[name] for name in columns if row[name] is not None and row[name] > row[key]}
    if ahead:
        row |= dict.fromkeys(ahead)
        yield row[key], ahead


def _refuse_nul(table: Table, batch: list[dict[str, Any]]) -> None:
    for row in batch:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                place = f"{table.name}.{name} of row {row[_key(table).name]}"
                raise CopyFailed(f"PostgreSQL keeps no NUL character, and there is one in {place}.")


def _verify(source: Connection, target: Connection, table: Table) -> Step:
    expected, found = fingerprint(source, table), fingerprint(target, table)
    if expected[0] != found[0]:
        raise CopyFailed(f"The copy of {table.name} has {found[0]} rows instead of {expected[0]}.")
    if expected != found:
        raise CopyFailed(f"The copy of {table.name} is not the same as its original: their hashes differ.")
    return Step(table.name, expected[0], verified=True)


def _set_sequences(target: Connection) -> None:
    """Let PostgreSQL go on behind the last key of each table; SQLite does so by itself."""
    if target.dialect.name != "postgresql":
        return
    for table in tables():
        last = target.scalar(select(func.max(_key(table))))
        sequence = func.pg_get_serial_sequence(table.name, _key(table).name)
        target.execute(select(func.setval(sequence, last or 1, last is not None)))
