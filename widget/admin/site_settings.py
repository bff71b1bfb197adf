"""What an owner sets of a site: all of a form or nothing, in force at once."""

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.admin.setting_fields import sent_settings, site_fields, wrong_with
from widget.core import clock
from widget.moderation.owning import change_settings
from widget.web.body import body
from widget.web.home import embedding
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("admin_settings", __name__)


@blueprint.get("/admin/sites/<site_id>/settings")
@staff_page
def show(site_id: str) -> Response:
    """The settings, the origins of the site, and the lines that bring comments under a page."""
    return _form(owner_seat(site_id), saved="saved" in request.args)


@blueprint.post("/admin/sites/<site_id>/settings")
@staff_page
def change(site_id: str) -> Response:
    """Set what was sent; what cannot be comes back with everything that was typed."""
    here, sent = owner_seat(site_id), sent_settings(body())
    if any(wrong_with(name, text) for name, text in sent.items()):
        return _form(here, sent=sent)
    with transaction() as store:
        change_settings(store, here.site, sent, clock.now(), by=here.account_id)
    return led_to(f"{here.path}/settings?saved=yes")


def _form(here: Seat, *, sent: dict[str, str] | None = None, saved: bool = False) -> Response:
    return drawn(
        "settings",
        422 if sent else 200,
        seat=here,
        here="settings",
        groups=site_fields(here.site, sent),
        saved=saved,
        wrong=sent is not None,
        lines=embedding(settings().base_url),
    )
