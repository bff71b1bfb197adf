"""The command that sends mails and does nothing else."""

import signal
from pathlib import Path
from threading import Event

import click

from widget.cli.base import application, main, one_sentence
from widget.config import ConfigurationError
from widget.notifications.delivery import bell_of
from widget.notifications.worker import deliver

NO_MAIL = "No mail is configured: set mail.host first (docs/mail.md)."


@main.command()
@click.pass_obj
@one_sentence
def worker(config: Path | None) -> None:
    """Send mails, where `serve --no-worker` does not; any number of these may run beside each other.

    SIGTERM ends it when the mail under way is through.
    """
    app, over = application(config), Event()
    if not (app.config["REJOINDER"].mail.configured or app.config["REJOINDER"].screening.asks):
        raise ConfigurationError(NO_MAIL)

    def end(*_: object) -> None:
        over.set()
        bell_of(app).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    click.echo("Sending mails.", err=True)
    deliver(app, over)
