"""Commands for webhooks: who is called when something happens on a site."""

from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.core import clock
from widget.extensions import Store, db
from widget.moderation.actions import note
from widget.notifications.calling import try_hook
from widget.notifications.models import Webhook
from widget.notifications.webhooks import (
    TYPES,
    WebhookRefused,
    add_hook,
    hook_by_id,
    hooks_of,
    remove_hook,
    resume_hook,
)
from widget.sites.models import Site
from widget.sites.queries import all_sites, site_by_id, site_of_page
from widget.web.transactions import transaction


@main.group()
def webhook() -> None:
    """Webhooks: who is called when something happens on a site."""


@webhook.command("add")
@click.argument("site")
@click.argument("url")
@click.option("--event", "events", multiple=True, type=click.Choice(TYPES), help="Only this; else all of them.")
@click.pass_obj
@one_sentence
def webhook_add(config: Path | None, site: str, url: str, events: tuple[str, ...]) -> None:
    """Call URL for what happens on SITE (its id or one of its origins)."""
    app = application(config)
    clear = app.config["REJOINDER"].outgoing.allow_loopback
    with app.app_context(), transaction() as store:
        hook = add_hook(store, _site(store, site), url, events, clock.now(), in_the_clear=clear)
        note(store, hook.site_id, "webhook-added", hook.public_id, clock.now())
        click.echo(f"Added {hook.public_id}. Its secret, with which you check what comes: {hook.secret}")


@webhook.command("list")
@click.pass_obj
@one_sentence
def webhook_list(config: Path | None) -> None:
    """List the webhooks of all sites."""
    with application(config).app_context():
        for site in all_sites(db.session()):
            for one in hooks_of(db.session(), site):
                state = "turned off" if one.disabled else f"fails ({one.failures})" if one.failures else "on"
                click.echo(f"{one.public_id}  {site.name}  {one.url}  {state}  {' '.join(one.events)}")


@webhook.command("remove")
@click.argument("hook", metavar="WEBHOOK")
@click.pass_obj
@one_sentence
def webhook_remove(config: Path | None, hook: str) -> None:
    """Call WEBHOOK (its id) no more."""
    with application(config).app_context(), transaction() as store:
        found = _hook(store, hook)
        note(store, found.site_id, "webhook-remove", found.public_id, clock.now())
        remove_hook(store, found)
        click.echo(f"Removed {found.public_id}: {found.url}.")


@webhook.command("resume")
@click.argument("hook", metavar="WEBHOOK")
@click.pass_obj
@one_sentence
def webhook_resume(config: Path | None, hook: str) -> None:
    """Call WEBHOOK (its id) again that was turned off."""
    with application(config).app_context(), transaction() as store:
        found = _hook(store, hook)
        resume_hook(found)
        note(store, found.site_id, "webhook-resume", found.public_id, clock.now())
        click.echo(f"{found.url} is called again.")


@webhook.command("test")
@click.argument("hook", metavar="WEBHOOK")
@click.pass_obj
@one_sentence
def webhook_test(config: Path | None, hook: str) -> None:
    """Call WEBHOOK (its id) right now, and say what it has answered."""
    with application(config).app_context():
        found, now = _hook(db.session(), hook), clock.now()
        called, answer = try_hook(found, now)
        with transaction() as store:
            note(store, found.site_id, "webhook-test", found.public_id, now)
    if not called:
        raise WebhookRefused(f"It was called in vain: {answer.rstrip('.')}.")
    click.echo(f"It has answered: {answer}")


def _hook(store: Store, name: str) -> Webhook:
    found = hook_by_id(store, name)
    if found is None:
        raise WebhookRefused(f"There is no webhook {name}: `rejoinder webhook list` names them.")
    return found


def _site(store: Store, name: str) -> Site:
    found = site_by_id(store, name) or site_of_page(store, name)
    if found is None:
        raise WebhookRefused(f"There is no site {name}: `rejoinder site list` names them.")
    return found
