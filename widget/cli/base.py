"""The command's group, its way to say errors in one sentence, and the application that commands work on."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from widget import create_app
from widget.comments.joining import ChangeRefused
from widget.comments.pinning import PinRefused
from widget.config import ConfigurationError, load
from widget.extensions import db
from widget.notifications.webhooks import WebhookRefused
from widget.ops.copying import CopyFailed
from widget.sites.actions import OriginRefused
from widget.sites.settings import SettingRefused

EXPECTED = (ChangeRefused, ConfigurationError, OriginRefused, PinRefused, SettingRefused, CopyFailed, WebhookRefused)
FILES = {
    "ban": "banning",
    "db": "database",
    "demo": "demo",
    "init": "running",
    "mail": "mail",
    "moderator": "moderator",
    "serve": "running",
    "site": "site",
    "thread": "thread",
    "webhook": "webhook",
    "worker": "delivering",
}


def one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """Turn expected failures into a sentence; anything else is a fault of ours and keeps its trace."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(f"The database of database_url cannot be used: {first_line(error)}.") from error

    return run


def first_line(error: DBAPIError) -> str:
    """Return what the driver says, without its hints."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".?")


class Commands(click.Group):
    """Reads a command's file when the command is asked for: `serve` starts without the demo and the migrations."""

    def list_commands(self, _: click.Context) -> list[str]:
        return sorted(FILES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in FILES:
            import_module(f"widget.cli.{FILES[name]}")
        return super().get_command(context, name)


@click.group(cls=Commands)
@click.version_option(package_name="rejoinder")
@click.option(
    "--config", type=click.Path(path_type=Path), help="A TOML file; else $REJOINDER_CONFIG or ./rejoinder.toml."
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Rejoinder, a comment system for any website."""
    context.obj = config


def unchecked(config: Path | None = None, *, database_url: str = "") -> Flask:
    """Return the application, whatever its database is like; on another one than its own if a URL is given."""
    settings = load(config)
    return create_app(replace(settings, database_url=database_url) if database_url else settings)


def application(config: Path | None = None) -> Flask:
    """Return the application, its database checked."""
    app = unchecked(config)
    with app.app_context():
        if not inspect(db.engine).has_table("sites"):
            raise ConfigurationError("The database is empty: run `rejoinder db upgrade` first.")
        _check_writing()
    return app


def _check_writing() -> None:
    """Refuse a SQLite file that can only be read; one that somebody else is writing to at the moment is fine."""
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        try:
            connection.connection.execute("DELETE FROM sites WHERE 0")  # BEGIN IMMEDIATE alone would only read
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                file = db.engine.url.database
                raise ConfigurationError(f"The database {file} cannot be written to: see database_url.") from error
