"""The command that sends mails, calls webhooks, and does nothing else."""

import signal
from pathlib import Path
from threading import Event

import click

from widget.cli.base import application, main, one_sentence
from widget.notifications.delivery import bell_of
from widget.notifications.worker import deliver


@main.command()
@click.pass_obj
@one_sentence
def worker(config: Path | None) -> None:
    """Send mails and call webhooks, where `serve --no-worker` does not; any number of these may run at once.

    SIGTERM ends it when what is under way is through.
    """
    app, over = application(config), Event()

    def end(*_: object) -> None:
        over.set()
        bell_of(app).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    mail = "Sending mails and calling" if app.config["REJOINDER"].mail.configured else "No mail is configured: calling"
    click.echo(f"{mail} webhooks.", err=True)
    deliver(app, over)
