"""Commands for who is banned from a site."""

from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.cli.site import site_named
from widget.core import clock
from widget.extensions import db
from widget.moderation.banning import lift_ban
from widget.people.bans import ban_by_id, bans_of
from widget.people.roles import names_of
from widget.sites.settings import SettingRefused
from widget.web.transactions import transaction


@main.group()
def ban() -> None:
    """Who may not write on a site."""


@ban.command("list")
@click.argument("site")
@click.pass_obj
@one_sentence
def ban_list(config: Path | None, site: str) -> None:
    """List who is banned from SITE (its id or one of its origins)."""
    with application(config).app_context():
        bans = [one for one in bans_of(db.session(), site_named(db.session(), site), clock.now()) if not one.lifted]
        if not bans:
            click.echo("Nobody is banned.", err=True)
        names = names_of(db.session(), {one.account_id for one in bans if one.account_id})
        for one in bans:
            until = f"until {one.until:%Y-%m-%d %H:%M} UTC" if one.until else "for ever"
            whom = names.get(one.account_id or 0) or f"who wrote {one.comment}"
            click.echo(f"{one.public_id}  {one.kind}  {until}  {whom}")


@ban.command("lift")
@click.argument("site")
@click.argument("ban")
@click.pass_obj
@one_sentence
def ban_lift(config: Path | None, site: str, ban: str) -> None:
    """Let whoever BAN (its id: `rejoinder ban list`) is of write on SITE again."""
    with application(config).app_context(), transaction() as store:
        found = ban_by_id(store, site_named(store, site), ban)
        if found is None:
            raise SettingRefused(f"There is no ban {ban}: `rejoinder ban list` names them.")
        lift_ban(store, found, clock.now())
        click.echo(f"Lifted {ban}.")
