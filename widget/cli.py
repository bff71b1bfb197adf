"""The command `rejoinder`: errors are one sentence on stderr and exit 1."""

import os
import secrets
import socket
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from widget import create_app
from widget.config import ConfigurationError, load
from widget.core import clock
from widget.demo.server import serve as serve_demo
from widget.extensions import db
from widget.sites.actions import OriginRefused, add_site
from widget.sites.queries import all_sites
from widget.web.transactions import transaction

EXPECTED = (ConfigurationError, OriginRefused)
CONFIGURATION = """\
# Rejoinder's configuration; every setting is explained in config/default.toml.
base_url = "{base_url}"
secret_key = "{secret_key}"
database_url = "sqlite:///rejoinder.sqlite3"
"""


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


@click.group()
@click.version_option(package_name="rejoinder")
@click.option(
    "--config", type=click.Path(path_type=Path), help="A TOML file; else $REJOINDER_CONFIG or ./rejoinder.toml."
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Rejoinder, a comment system for any website."""
    context.obj = config


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Begin without the comments of the last time.")
@one_sentence
def demo(port: int, *, fresh: bool) -> None:
    """Start everything with a demo blog and stand-in providers."""
    serve_demo(port, fresh=fresh)


@main.command()
@click.argument("base_url")
@click.option("--file", "path", type=click.Path(path_type=Path), default=Path("rejoinder.toml"), show_default=True)
@one_sentence
def init(base_url: str, path: Path) -> None:
    """Write a configuration for BASE_URL (https://comments.example.org) with a fresh secret key."""
    if path.exists():
        raise ConfigurationError(f"{path} is there already.")
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error
    path.write_text(CONFIGURATION.format(base_url=base_url.rstrip("/"), secret_key=secrets.token_urlsafe(48)), "utf-8")
    try:
        load(path, environ={})
    except ConfigurationError:
        path.unlink()
        raise
    click.echo(f"Wrote {path}. Next: rejoinder db upgrade, then rejoinder site add https://your.site")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.pass_obj
@one_sentence
def serve(config: Path | None, host: str, port: int) -> None:
    """Answer requests; put a TLS-terminating proxy in front."""
    application(config)  # says what is wrong before anything listens
    check_port(host, port)
    if config:
        os.environ["REJOINDER_CONFIG"] = str(config)
    Granian(
        "widget.cli:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
    ).serve()


@main.group()
def site() -> None:
    """Sites whose pages may show threads."""


@site.command("add")
@click.argument("origins", nargs=-1, required=True)
@click.option("--name", default="", help="What people read; the first origin if not given.")
@click.pass_obj
@one_sentence
def site_add(config: Path | None, origins: tuple[str, ...], name: str) -> None:
    """Add a site with its ORIGINS, as in https://blog.example."""
    app = application(config)
    with app.app_context(), transaction() as store:
        added = add_site(store, name=name, origins=list(origins), now=clock.now())
        click.echo(f"Added {added.name} ({added.public_id}). Put these two lines where comments should be:\n")
    base_url = app.config["REJOINDER"].base_url
    click.echo(f'  <script async src="{base_url}/rejoinder.js"></script>\n  <rejoinder-thread></rejoinder-thread>')


@site.command("list")
@click.pass_obj
@one_sentence
def site_list(config: Path | None) -> None:
    """List the sites with their origins."""
    with application(config).app_context():
        for one in all_sites(db.session()):
            click.echo(f"{one.public_id}  {one.name}  {' '.join(origin.origin for origin in one.origins)}")


@main.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@click.pass_obj
@one_sentence
def db_upgrade(config: Path | None) -> None:
    """Bring the database to what this release needs; makes it where there is none."""
    with create_app(load(config)).app_context():
        upgrade()
    click.echo("The database is up to date.")


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, in one sentence instead of a server's trace."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise ConfigurationError(f"{host}:{port} cannot be listened on: {os.strerror(error.errno or 0)}.") from error


def application(config: Path | None = None) -> Flask:
    """Return the application, its database checked."""
    app = create_app(load(config))
    with app.app_context():
        if not inspect(db.engine).has_table("sites"):
            raise ConfigurationError("The database is empty: run `rejoinder db upgrade` first.")
    return app
