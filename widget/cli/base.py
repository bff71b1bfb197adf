"""The command's group, its way to say errors in one sentence, and the application that commands work on."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from widget import create_app
from widget.config import ConfigurationError, load
from widget.extensions import db
from widget.sites.actions import OriginRefused

EXPECTED = (ConfigurationError, OriginRefused)
FILES = {"db": "database", "demo": "demo", "init": "running", "serve": "running", "site": "site"}


def one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """Turn expected failures into a sentence; anything else is a fault of ours and keeps its trace."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except DatabaseError as error:
            raise click.ClickException(f"The database cannot be used: {error.orig}.") from error

    return run


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


def unchecked(config: Path | None = None) -> Flask:
    """Return the application, whatever its database is like."""
    return create_app(load(config))


def application(config: Path | None = None) -> Flask:
    """Return the application, its database checked."""
    app = unchecked(config)
    with app.app_context():
        if not inspect(db.engine).has_table("sites"):
            raise ConfigurationError("The database is empty: run `rejoinder db upgrade` first.")
    return app
