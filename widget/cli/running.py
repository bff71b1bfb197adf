"""Commands that begin: a configuration, the server."""

import secrets
from functools import partial
from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.cli.cores import cores
from widget.cli.listening import address_of, listening
from widget.cli.supervisor import Listening, Supervisor
from widget.config import DEFAULTS, ConfigurationError, load
from widget.extensions import db

THREADS = 16  # the most of each process: docs/decisions/0008
CONFIGURATION = """\
# Rejoinder's configuration; every setting is explained in
# {defaults}
base_url = "{base_url}"
secret_key = "{secret_key}"
database_url = "sqlite:///rejoinder.sqlite3"
"""


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
    click.echo("Name a mail server or a provider in it, so that you can log in.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option("--unix-socket", "path", type=click.Path(path_type=Path), help="Listen here instead of at a port.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: one for each core]")
@click.option("--threads", type=click.IntRange(1, 512), default=THREADS, show_default=True, help="Of each process.")
@click.option("--no-worker", is_flag=True, help="Send no mail and call no webhook from here: `rejoinder worker` does.")
@click.option("--access-log", is_flag=True, help="Write a line for each request, without its query.")
@click.pass_obj
@one_sentence
def serve(
    config: Path | None,
    host: str,
    port: int,
    *,
    path: Path | None,
    workers: int | None,
    threads: int,
    no_worker: bool,
    access_log: bool,
) -> None:
    """Answer requests; put a TLS-terminating proxy in front (docs/running.md).

    SIGHUP reads the configuration anew, SIGTERM ends; both let requests under way finish.
    """
    app = application(config)  # says what is wrong before anything listens
    with app.app_context():
        db.engine.dispose()  # workers are forks: no connection may be theirs and ours
    count = workers or cores()
    with listening(host, port, path) as listener:
        ready = f"Listening at {address_of(listener)}: {count} processes with up to {threads} threads each."
        server = Listening(listener, threads, access_log=access_log, delivers=not no_worker)
        Supervisor(server, partial(application, config), count).run(ready, app)
