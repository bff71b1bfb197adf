"""Commands for who looks after a site."""

from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.cli.site import site_named
from widget.core import clock
from widget.errors import Conflict
from widget.extensions import db
from widget.moderation.actions import note
from widget.moderation.owning import change_role
from widget.people.role_models import Role
from widget.people.roles import account_by_id, invite, names_of, staff_of
from widget.sites.settings import SettingRefused
from widget.web.running import providers
from widget.web.transactions import transaction


@main.group()
def moderator() -> None:
    """Who looks after a site."""


@moderator.command("invite")
@click.argument("site")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.MODERATOR.value, show_default=True
)
@click.pass_obj
@one_sentence
def moderator_invite(config: Path | None, site: str, role: str) -> None:
    """Print a link that lets whoever opens it look after SITE (its id or one of its origins): once, within a week."""
    app = application(config)
    with app.app_context(), transaction() as store:
        found, now = site_named(store, site), clock.now()
        token = invite(store, found, Role(role), now)
        note(store, found.id, "invited", found.public_id, now)
        click.echo(f"{app.config['REJOINDER'].base_url}/admin/invitations/{token}")
        click.echo(f"Whoever opens this first, within 7 days, is {role} of {found.name}.", err=True)
        if not providers():
            click.echo("Nobody can log in yet: name a mail server or a provider in the configuration.", err=True)


@moderator.command("list")
@click.argument("site")
@click.pass_obj
@one_sentence
def moderator_list(config: Path | None, site: str) -> None:
    """List who looks after SITE."""
    with application(config).app_context():
        found = site_named(db.session(), site)
        staff = staff_of(db.session(), found)
        if not staff:
            click.echo(f"Nobody looks after {found.name} yet: `rejoinder moderator invite` prints a link.", err=True)
        names = names_of(db.session(), [one.account_id for one in staff])
        for one in staff:
            click.echo(f"{one.account.public_id}  {one.role}  {names.get(one.account_id, '')}")


@moderator.command("remove")
@click.argument("site")
@click.argument("account")
@click.pass_obj
@one_sentence
def moderator_remove(config: Path | None, site: str, account: str) -> None:
    """Let ACCOUNT (its id: `rejoinder moderator list`) look after SITE no more."""
    with application(config).app_context(), transaction() as store:
        found, person = site_named(store, site), account_by_id(store, account)
        try:
            role = change_role(store, found, person, None, clock.now()) if person else None
        except Conflict as error:
            raise SettingRefused(
                f"{account} is the last owner of {found.name}. Send somebody else the link that "
                f"`rejoinder moderator invite {site} --role owner` prints; once they have accepted, remove this one."
            ) from error
        if role is None:
            raise SettingRefused(
                f"{account} does not look after {found.name}: `rejoinder moderator list` says who does."
            )
        click.echo(f"{account} is not {role} of {found.name} any more.")
