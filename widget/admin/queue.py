"""The queue: what is of one status on a site, found by author, page and words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, seat, staff_page
from widget.admin.cases import cases_of, sentence_of, told_missed
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import Store, db
from widget.moderation.policy import LONGEST_WORDS, STATUSES, can_undo, choice_of
from widget.moderation.queries import (
    MOST_COUNTED,
    QUEUE,
    Wanted,
    comment_on,
    comments_on,
    decisions_in,
    how_many,
    waiting,
)
from widget.moderation.reasons import TO_THE_AUTHOR
from widget.moderation.report_queries import how_many_reported
from widget.threads.queries import thread_by_id

blueprint = Blueprint("admin_queue", __name__)
FILTERS = ("status", "reported", "q", "author", "thread")
MOST_WORDS = 5  # that are looked for


@dataclass(frozen=True, slots=True)
class Tab:
    """A status, or what is reported, with how many comments there are; there may be `more`."""

    name: str
    tally: int
    more: bool
    place: str
    here: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """What has just been done, what of it can be undone, and what was somebody else's first."""

    said: str = ""
    batch: str = ""
    missed: tuple[dict[str, str], ...] = ()


@blueprint.get("/admin/sites/<site_id>/comments")
@staff_page
def show(site_id: str) -> Response:
    """What is of one status, the latest first."""
    here, store = seat(site_id), db.session()
    wanted, after = _wanted(store, here), comment_on(store, here.site, request.args.get("after", ""))
    found = waiting(store, here.site, wanted, after)
    filters = {name: request.args.get(name, "") for name in FILTERS}
    return drawn(
        "queue",
        seat=here,
        here="comments",
        wanted=wanted,
        filters=filters,
        cases=cases_of(store, found[:QUEUE]),
        next=place_of(here, filters | {"after": found[QUEUE - 1].public_id}) if len(found) > QUEUE else None,
        tabs=_tabs(store, here, wanted, filters),
        reasons=TO_THE_AUTHOR,
        longest=LONGEST_WORDS,
        notice=_notice(store, here),
    )


def place_of(here: Seat, named: dict[str, str]) -> str:
    """Return the address of the queue with these filters."""
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{here.path}/comments{'?' if query else ''}{query}"


def status_named(name: str) -> Status:
    """Return the status that is asked for; held where it is none."""
    return Status(name) if name in STATUSES else Status.HELD


def _wanted(store: Store, here: Seat) -> Wanted:
    named = request.args
    thread = thread_by_id(store, named.get("thread", ""))
    reported = bool(named.get("reported"))
    return Wanted(
        status=Status.PUBLISHED if reported else status_named(named.get("status", "")),
        reported=reported,
        author=comment_on(store, here.site, named.get("author", "")),
        thread=thread if thread and thread.site_id == here.site.id else None,
        words=" ".join(named.get("q", "").split()[:MOST_WORDS]),
    )


def _tabs(store: Store, here: Seat, wanted: Wanted, filters: dict[str, str]) -> list[Tab]:
    """Return where one can go on; what is reported stands beside what is held, since it waits too."""
    tabs = [_tab(store, here, status, wanted, filters) for status in STATUSES]
    found = how_many_reported(store, here.site, MOST_COUNTED + 1)
    place = place_of(here, filters | {"status": "published", "reported": "yes"})
    reported = Tab("reported", min(found, MOST_COUNTED), found > MOST_COUNTED, place, wanted.reported)
    return [tabs[0], reported, *tabs[1:]]


def _tab(store: Store, here: Seat, status: Status, wanted: Wanted, filters: dict[str, str]) -> Tab:
    found = how_many(store, here.site, status)
    more = status is not Status.PUBLISHED and found > MOST_COUNTED
    place = place_of(here, filters | {"status": status, "reported": ""})
    present = status is wanted.status and not wanted.reported
    return Tab(status.value, MOST_COUNTED if more else found, more, place, present)


def _notice(store: Store, here: Seat) -> Notice:
    """Return what somebody reads who was led here after an action."""
    named = request.args
    found = decisions_in(store, here.site, named.get("done", ""))
    missed = comments_on(store, here.site, named.get("missed", "").split(".")[:QUEUE])
    undone, now = [one for one in found if one.undone], clock.now()
    left = [one for one in found if can_undo(one, now)]
    if named.get("undone") and undone:
        said = sentence_of(len(undone), None)
    else:
        said = sentence_of(len(left), choice_of(left[0])) if left else ""
    batch = left[0].batch if left and not named.get("undone") else ""
    return Notice(said, batch, tuple(told_missed(store, missed)))
