"""The first page of a site: what came by day, what waits, what was said last, and what is wrong."""

from datetime import date, datetime, timedelta

from flask import Blueprint, Response

from widget.admin.access import drawn, seat, staff_page
from widget.admin.cases import cases_of
from widget.admin.chart import Chart, chart_of
from widget.admin.troubles import troubles
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import Store, db
from widget.moderation.queries import Wanted, how_many, waiting
from widget.moderation.report_queries import reports_by_day
from widget.people.role_models import Role
from widget.screening.queries import came_by_day
from widget.sites.models import Site

blueprint = Blueprint("admin_dashboard", __name__)
DAYS, LAST = 30, 5
SERIES = {
    "published": (Status.PUBLISHED,),
    "held": (Status.HELD,),
    "spam": (Status.SPAM, Status.TRASH),
}


@blueprint.get("/admin/sites/<site_id>")
@staff_page
def show(site_id: str) -> Response:
    """How a site is."""
    here, store, now = seat(site_id), db.session(), clock.now()
    latest = waiting(store, here.site, Wanted(Status.PUBLISHED))[:LAST]
    return drawn(
        "dashboard",
        seat=here,
        here="overview",
        chart=_chart(store, here.site, now),
        held=how_many(store, here.site, Status.HELD),
        spam=how_many(store, here.site, Status.SPAM),
        latest=cases_of(store, latest),
        troubles=troubles(store, here.site, now) if here.role is Role.OWNER else [],
    )


def _chart(store: Store, site: Site, now: datetime) -> Chart:
    days = [(now - timedelta(days=ago)).date() for ago in reversed(range(DAYS))]
    first = datetime.combine(days[0], datetime.min.time(), now.tzinfo)
    came = came_by_day(store, site.id, first)
    reported = reports_by_day(store, site.id, first)
    series = {name: [_sum(came, one, made) for one in days] for name, made in SERIES.items()}
    return chart_of(days, series, {"reported": [reported.get(one, 0) for one in days]})


def _sum(came: dict[tuple[date, Status], int], day: date, made: tuple[Status, ...]) -> int:
    return sum(came.get((day, status), 0) for status in made)
