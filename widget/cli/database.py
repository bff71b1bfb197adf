"""Commands for the database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection

from widget.cli.base import main, one_sentence, unchecked
from widget.config import ConfigurationError, store_url
from widget.extensions import db, writing_options
from widget.ops import copying


@main.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@click.pass_obj
@one_sentence
def db_upgrade(config: Path | None) -> None:
    """Bring the database to what this release needs; makes it where there is none."""
    with unchecked(config).app_context():
        upgrade()
    click.echo("The database is up to date.")


@database.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.pass_obj
@one_sentence
def db_copy(config: Path | None, source: str, target: str) -> None:
    """Copy everything from one database to another and verify it.

    FROM and TO are as database_url: sqlite:///rejoinder.sqlite3 or postgresql://user:password@host/rejoinder.
    FROM may be in use; what is written to it meanwhile is not copied. TO must be empty.
    """
    check_source(source)
    store_url(target, "TO")
    with reading(unchecked(config, database_url=source)) as origin:
        app = unchecked(config, database_url=target)
        with writing(app) as empty:
            copying.check_empty(empty)
        with app.app_context():
            upgrade()
        with writing(app) as copy:
            copying.check_empty(copy)
            tell(copying.copy_rows(origin, copy), copying.count_rows(origin))
    click.echo("The copy is verified. Set database_url to it, and start Rejoinder again.")


def check_source(url: str) -> None:
    """Refuse a file that is not there; opening it would make it."""
    parsed = store_url(url, "FROM")
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise ConfigurationError(f"FROM is not there: {parsed.database or 'it names no file'}.")


@contextmanager
def reading(app: Flask) -> Iterator[Connection]:
    """One moment of a database of this release, for as long as the block lasts."""
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        if set(context.get_current_heads()) != set(ScriptDirectory(app.extensions["migrate"].directory).get_heads()):
            raise ConfigurationError("FROM is not as this release needs it: run `rejoinder db upgrade` on it first.")
        yield connection
    with app.app_context():
        db.engine.dispose()


@contextmanager
def writing(app: Flask) -> Iterator[Connection]:
    """Write everything that happens inside, or nothing."""
    with app.app_context():
        with db.engine.execution_options(**writing_options(db.engine)).begin() as connection:
            yield connection
        db.engine.dispose()


def on_terminal() -> bool:
    """Whether somebody looks on."""
    return sys.stdout.isatty()


def tell(steps: Iterator[copying.Step], expected: dict[str, int]) -> None:
    """Show how far the work is: a bar on a terminal, elsewhere a line when a table is copied and verified."""
    if on_terminal():
        with click.progressbar(length=2 * sum(expected.values()), label="Copying and verifying") as bar:
            for step in steps:
                bar.update(step.rows)
        return
    for step in steps:
        if step.verified:
            click.echo(f"{step.table}: {step.rows} rows")
