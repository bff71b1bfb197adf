"""What an owner sets of a site: all of a form or nothing, in force at once."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.admin.meanwhile import brought_together, changed_since, shown, told_of
from widget.admin.setting_fields import (
    SENTENCES,
    as_kept,
    sent_settings,
    site_fields,
    site_texts,
    with_news,
    wrong_with,
)
from widget.core import clock
from widget.moderation.owning import change_settings
from widget.sites.actions import lock_site
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
    here, sent, before = owner_seat(site_id), sent_settings(body()), body().get("shown", "")
    if any(wrong_with(name, text) for name, text in sent.items()):
        return _form(here, 422, sent=sent, before=before)
    wanted = as_kept(sent)
    with transaction() as store:
        lock_site(store, here.site)
        now = site_texts(here.site)
        changed = changed_since(before, now, wanted)
        if not changed:
            change_settings(store, here.site, sent, clock.now(), by=here.account_id)
    if changed:
        news = {name: told_of(now[name]) for name in changed}
        return _form(here, 409, sent=brought_together(before, now, wanted), news=news)
    return led_to(f"{here.path}/settings?saved=yes")


def _form(
    here: Seat,
    status: int = 200,
    *,
    sent: dict[str, str] | None = None,
    before: str = "",
    news: Mapping[str, str] | None = None,
    saved: bool = False,
) -> Response:
    """Draw the form; `before` is what the one before it showed, `news` what somebody else has set since."""
    groups = site_fields(here.site, sent)
    return drawn(
        "settings",
        status,
        seat=here,
        here="settings",
        groups={group: with_news(fields, news or {}) for group, fields in groups.items()},
        shown=before or shown(site_texts(here.site)),
        news={name: SENTENCES[name] for name in news or {}},
        saved=saved,
        wrong=status == 422,
        lines=embedding(settings().base_url),
    )
