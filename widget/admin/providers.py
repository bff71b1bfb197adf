"""By which providers people can come, how these do, and what a new one needs; and what is asked about spam."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext

from widget.admin.access import Seat, drawn, owner_seat, staff_page
from widget.admin.chart import number
from widget.core.text import marked
from widget.errors import NotFound
from widget.extensions import Store, db
from widget.people.actions.failures import MARKED
from widget.people.provider_models import ProviderFailure
from widget.people.queries import failures_of, last_seen_by
from widget.providers import Federation, Offered
from widget.screening.answers import Unanswered
from widget.screening.outside import AKISMET, akismet_account, asked_here
from widget.screening.queries import notices
from widget.web.running import OUR_OWN, provider_titles, providers, settings
from widget.web.templates import isolated

blueprint = Blueprint("admin_providers", __name__)
SENT = {"name": marked("name"), "picture": marked("picture"), "handle": marked("handle")}


@dataclass(frozen=True, slots=True)
class Way:
    """One provider: `callback` is the address to be registered there, empty where that is not needed."""

    id: str
    title: str
    callback: str
    sends: Sequence[str]
    came: datetime | None
    failure: ProviderFailure | None


@blueprint.get("/admin/sites/<site_id>/providers")
@staff_page
def show(site_id: str) -> Response:
    """The providers of this server, in the order of the form."""
    return _shown(owner_seat(site_id))


@blueprint.post("/admin/sites/<site_id>/providers/akismet")
@staff_page
def ask_akismet(site_id: str) -> Response:
    """Ask Akismet about the key and the plan, and say what it has answered."""
    here = owner_seat(site_id)
    if AKISMET not in asked_here():
        raise NotFound("Akismet is not asked here.")
    try:
        account = akismet_account(here.site.origins[0].origin)
    except Unanswered as failed:
        return _shown(here, [gettext("Akismet has not answered: %(answer)s", answer=isolated(str(failed)))], wrong=True)
    return _shown(here, list(_told(account)), wrong=account.throttled or not account.valid)


def _told(account: Any) -> Iterator[str]:
    """Say what Akismet has answered."""
    yield gettext("Akismet accepts the key.") if account.valid else gettext("Akismet does not accept the key.")
    if account.usage is not None:
        used, limit = number(account.usage), account.limit
        of = gettext("Used this month: %(used)s of %(limit)s.", used=used, limit=number(limit or 0))
        yield gettext("Used this month: %(used)s.", used=used) if limit is None else of
    if account.throttled:
        yield gettext("It answers more slowly, since more was asked than the plan allows.")


def _shown(here: Seat, told: Sequence[str] = (), *, wrong: bool = False) -> Response:
    store = db.session()
    return drawn(
        "providers",
        seat=here,
        here="providers",
        ways=[_way(store, one) for one in providers().values()],
        marked=MARKED,
        asked=asked_here(),
        told=told,
        wrong=wrong,
        notices={one.asked: one for one in notices(store)},
    )


def _way(store: Store, provider: Offered) -> Way:
    registers = provider.id not in OUR_OWN and not isinstance(provider, Federation)
    return Way(
        provider.id,
        provider_titles().get(provider.id, provider.title),
        f"{settings().base_url}/signin/{provider.id}/callback" if registers else "",
        [gettext(SENT[word]) if word in SENT else word for word in provider.sends],
        last_seen_by(store, provider.id),
        failures_of(store, provider.id),
    )
