"""Commands for sites."""

from pathlib import Path
from textwrap import indent

import click

from widget.cli.base import application, main, one_sentence
from widget.core import clock
from widget.core.urls import origin_of
from widget.extensions import Store, db
from widget.moderation.actions import note
from widget.moderation.owning import change_settings
from widget.sites.actions import OriginRefused, add_site
from widget.sites.models import Site
from widget.sites.queries import all_sites, site_by_id, site_of_page
from widget.sites.settings import SETTINGS, SettingRefused, told
from widget.web.home import embedding
from widget.web.transactions import transaction


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
    base_url = app.config["REJOINDER"].base_url
    if base_url in map(origin_of, origins):  # scripts of such a page would reach into the frame
        raise OriginRefused(f"{base_url} is Rejoinder's own address: pages with comments need another origin.")
    with app.app_context(), transaction() as store:
        added = add_site(store, name=name, origins=list(origins), now=clock.now())
        note(store, added.id, "site-added", added.public_id, clock.now())
        click.echo(f"Added {added.name} ({added.public_id}). Put these two lines where comments should be:\n")
    click.echo(indent(embedding(base_url), "  "))


@site.command("list")
@click.pass_obj
@one_sentence
def site_list(config: Path | None) -> None:
    """List the sites with their origins."""
    with application(config).app_context():
        for one in all_sites(db.session()):
            click.echo(f"{one.public_id}  {one.name}  {' '.join(origin.origin for origin in one.origins)}")


@site.command("set")
@click.argument("name")
@click.argument("settings", nargs=-1, required=True, metavar="SETTING=VALUE...")
@click.pass_obj
@one_sentence
def site_set(config: Path | None, name: str, settings: tuple[str, ...]) -> None:
    """Set up the site NAME (its id or one of its origins), as in edit_minutes=30."""
    wanted = dict(split(text) for text in settings)
    with application(config).app_context(), transaction() as store:
        found = site_named(store, name)
        change_settings(store, found, wanted, clock.now())
        click.echo(f"Set {', '.join(wanted)} of {found.name} ({found.public_id}).")


@site.command("show")
@click.argument("name")
@click.pass_obj
@one_sentence
def site_show(config: Path | None, name: str) -> None:
    """Show the settings of the site NAME (its id or one of its origins), each as `site set` takes it."""
    with application(config).app_context():
        found = site_named(db.session(), name)
        for setting in SETTINGS:
            click.echo(f"{setting}={told(getattr(found, setting))}")


def split(text: str) -> tuple[str, str]:
    """Return name and value of what sets something; raise SettingRefused."""
    setting, equals, value = text.partition("=")
    if not equals:
        raise SettingRefused(f"{text} sets nothing: say it as in edit_minutes=30.")
    return setting, value


def site_named(store: Store, name: str) -> Site:
    """Return the site with this id or origin; raise SettingRefused."""
    found = site_by_id(store, name) or site_of_page(store, name)
    if found is None:
        raise SettingRefused(f"There is no site {name}: `rejoinder site list` names them.")
    return found
