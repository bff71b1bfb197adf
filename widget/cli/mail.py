"""Commands for mail: whether it arrives, and what was sent last."""

from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.config import ConfigurationError
from widget.core import clock, ids
from widget.core.mailbox import plain_address
from widget.extensions import db
from widget.moderation.actions import note
from widget.notifications.delivery import try_mail
from widget.notifications.letters import Letter
from widget.notifications.queries import last_sends
from widget.sites.queries import all_sites
from widget.web.transactions import transaction

NO_MAIL = "No mail is configured: set mail.host first (docs/mail.md)."


@main.group()
def mail() -> None:
    """Mail: whether it arrives, and what was sent last."""


@mail.command("test")
@click.argument("address")
@click.option("--lang", default="en", help="The language to write in.")
@click.pass_obj
@one_sentence
def mail_test(config: Path | None, address: str, lang: str) -> None:
    """Send a mail to ADDRESS right now, and say what the server has answered."""
    app, plain = application(config), plain_address(address)
    if not app.config["REJOINDER"].mail.configured:
        raise ConfigurationError(NO_MAIL)
    if plain is None:
        raise ConfigurationError(f"{address} is no address that mail can be sent to.")
    with app.app_context():
        now = clock.now()
        sent, answer = try_mail(Letter(plain, lang, "test", {}), f"test {ids.new_id()}", now)
        with transaction() as store:
            for site in all_sites(store):  # all of them send by this server
                note(store, site.id, "mail-tested", site.public_id, now)
    if not sent:
        raise ConfigurationError(f"It was not sent. The mail server has answered: {answer.rstrip('.')}.")
    click.echo(f"Sent. The mail server has answered: {answer}")


@mail.command("last")
@click.option("--number", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.pass_obj
@one_sentence
def mail_last(config: Path | None, number: int) -> None:
    """List what was sent last, the newest first, with what became of it; to whom is nowhere kept."""
    with application(config).app_context():
        sends = last_sends(db.session(), number)
        if not sends:
            click.echo("Nothing was sent yet.", err=True)
        for row in sends:
            state = "sent" if row.sent else "not sent" if row.done else "waits"
            click.echo(f"{row.created:%Y-%m-%d %H:%M:%S}  {row.id}  {row.kind}  {state}  {row.answer or ''}".rstrip())
