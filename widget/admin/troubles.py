"""What is wrong with a site or the server, each in one sentence with the page on which it is seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from widget.extensions import Store
from widget.notifications.models import WEBHOOK
from widget.notifications.queries import is_due, last_sends
from widget.notifications.webhooks import hooks_of
from widget.people.actions.failures import MARKED
from widget.people.queries import failures_of
from widget.screening.outside import asked_here
from widget.screening.queries import notices
from widget.sites.models import Site
from widget.web.running import provider_titles, providers, settings
from widget.web.templates import isolated

PATIENCE = timedelta(minutes=15)  # in which the worker has taken what is due


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sentence, and on which page of the site there is more."""

    said: str
    page: str


def troubles(store: Store, site: Site, now: datetime) -> list[Trouble]:
    """Return what an owner should look at."""
    return [*_of_providers(store), *_of_screening(store), *_of_sending(store, site, now), *_of_webhooks(store, site)]


def _of_providers(store: Store) -> Iterator[Trouble]:
    titles = provider_titles()
    for provider in providers():
        failure = failures_of(store, provider)
        if failure and failure.count >= MARKED:
            name = titles.get(provider, provider)
            said = gettext("%(provider)s has failed %(num)s times in a row.", provider=name, num=failure.count)
            yield Trouble(str(said), "providers")


def _of_screening(store: Store) -> Iterator[Trouble]:
    for notice in notices(store):
        if notice.asked in asked_here():
            yield Trouble(f"{notice.asked.capitalize()}: {isolated(notice.message or notice.code)}", "providers")


def _of_sending(store: Store, site: Site, now: datetime) -> Iterator[Trouble]:
    if not settings().mail.configured:
        yield Trouble(str(gettext("No mail is configured, so nobody is told of anything by mail.")), "outbox")
    if is_due(store, now - PATIENCE):
        said = gettext("Mail and webhooks have been waiting for a quarter of an hour. Does the worker run?")
        yield Trouble(str(said), "outbox")
    last = next((row for row in last_sends(store, site_id=site.id) if row.kind != WEBHOOK and row.answer), None)
    if last and not last.sent:
        answer = isolated(last.answer or "")
        said = gettext("The last mail was not sent. The server has answered: %(answer)s", answer=answer)
        yield Trouble(str(said), "outbox")


def _of_webhooks(store: Store, site: Site) -> Iterator[Trouble]:
    for hook in hooks_of(store, site):
        if hook.disabled:
            yield Trouble(str(gettext("The webhook %(url)s is turned off.", url=hook.url)), "outbox")
        elif hook.failures:
            yield Trouble(str(gettext("The webhook %(url)s does not answer.", url=hook.url)), "outbox")
