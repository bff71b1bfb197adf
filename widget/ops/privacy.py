"""`/privacy`: what is kept here of people, why, how long, and who gets it; from what is configured, never by hand."""

from datetime import timedelta
from typing import Literal

from babel.dates import format_timedelta
from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import get_locale, gettext

from widget.errors import NotFound
from widget.extensions import db
from widget.ops.kept import KEPT, Kept
from widget.ops.receivers import InBrowser, in_browser, outside_checks, receivers
from widget.providers import email, passkey
from widget.sites.queries import site_by_id
from widget.web.errors import page
from widget.web.running import providers, settings

blueprint = Blueprint("privacy", __name__)
OURS = {email.ID, passkey.ID}
TOPICS = list(dict.fromkeys(one.topic for one in KEPT))
Unit = Literal["day", "hour", "minute"]
UNITS: tuple[tuple[timedelta, Unit], ...] = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(), "minute"),
)


@blueprint.get("/privacy")
@page
def show() -> Response:
    """Say it for one site, or for all where none is named."""
    name = request.args.get("site", "")
    site = site_by_id(db.session(), name) if name else None
    if name and site is None:
        raise NotFound("There is no such site.")
    html = render_template(
        "privacy.html",
        site=site,
        topics=[(topic, [one for one in KEPT if one.topic == topic]) for topic in TOPICS],
        until=until,
        browser=list(in_browser(settings())),
        lasting=lasting,
        receivers=receivers(settings()),
        checks=outside_checks(settings()),
        providers=[one for one in providers().values() if one.id not in OURS],
    )
    return make_response(html)


def until(kept: Kept) -> str:
    """Return how long something stays, in words."""
    time = kept.time(settings()) if kept.time else timedelta()
    return in_words(time) if time else str(gettext(kept.until))


def lasting(one: InBrowser) -> str:
    """Return of what kind a name in a browser is, and how long it stays where that is a time."""
    return f"{gettext(one.kind)} · {in_words(one.time)}" if one.time else str(gettext(one.kind))


def in_words(time: timedelta) -> str:
    """Return a time in its largest whole unit, as the reader's language says it: 30 days, 2 hours."""
    unit = next(name for least, name in UNITS if time >= least)
    return str(format_timedelta(time, granularity=unit, threshold=1_000_000, locale=get_locale()))
