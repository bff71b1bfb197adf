"""By which providers people can come, how these do, and what a new one needs; and what is asked about spam."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response

from widget.admin.access import drawn, owner_seat, staff_page
from widget.core.text import marked
from widget.extensions import Store, db
from widget.people.actions.failures import MARKED
from widget.people.provider_models import ProviderFailure
from widget.people.queries import failures_of, last_seen_by
from widget.providers import Federation, Offered
from widget.screening.outside import asked_here
from widget.screening.queries import notices
from widget.web.running import OUR_OWN, provider_titles, providers, settings

blueprint = Blueprint("admin_providers", __name__)
SENT = {"name": marked("name"), "picture": marked("picture"), "handle": marked("handle")}


@dataclass(frozen=True, slots=True)
class Way:
    """One provider: `callback` is the address to be registered there, empty where that is not needed."""

    id: str
    title: str
    callback: str
    sends: tuple[str, ...]
    came: datetime | None
    failure: ProviderFailure | None


@blueprint.get("/admin/sites/<site_id>/providers")
@staff_page
def show(site_id: str) -> Response:
    """The providers of this server, in the order of the form."""
    here, store = owner_seat(site_id), db.session()
    return drawn(
        "providers",
        seat=here,
        here="providers",
        ways=[_way(store, one) for one in providers().values()],
        marked=MARKED,
        asked=asked_here(),
        notices={one.asked: one for one in notices(store)},
        words=SENT,
    )


def _way(store: Store, provider: Offered) -> Way:
    registers = provider.id not in OUR_OWN and not isinstance(provider, Federation)
    return Way(
        provider.id,
        provider_titles().get(provider.id, provider.title),
        f"{settings().base_url}/signin/{provider.id}/callback" if registers else "",
        provider.sends,
        last_seen_by(store, provider.id),
        failures_of(store, provider.id),
    )
