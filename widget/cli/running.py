"""Commands that begin: the demo, a configuration, the server."""

import os
import secrets
import socket
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from widget.cli.base import application, main, one_sentence
from widget.config import DEFAULTS, ConfigurationError, load
from widget.demo.server import serve as serve_demo

CONFIGURATION = """\
# Rejoinder's configuration; every setting is explained in
# {defaults}
base_url = "{base_url}"
secret_key = "{secret_key}"
database_url = "sqlite:///rejoinder.sqlite3"
"""


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
    values = {"base_url": base_url.rstrip("/"), "secret_key": secrets.token_urlsafe(48), "defaults": DEFAULTS}
    path.write_text(CONFIGURATION.format(**values), "utf-8")
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
        "widget.cli.base:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
    ).serve()


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, in one sentence instead of a server's trace."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise ConfigurationError(f"{host}:{port} cannot be listened on: {os.strerror(error.errno or 0)}.") from error
