"""Commands for the database."""

from pathlib import Path

import click
from flask_migrate import upgrade

from widget.cli.base import main, one_sentence, unchecked


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
