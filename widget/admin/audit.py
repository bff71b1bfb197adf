"""The audit log: who has done what, and when, with what can still be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, seat, staff_page
from widget.admin.audit_words import KINDS, said_of
from widget.admin.queue import place_of
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import Store, db
from widget.moderation.models import AuditEntry
from widget.moderation.policy import STATUSES, UNDO
from widget.moderation.queries import LOG, comments_on, entries, undoable
from widget.people.roles import account_by_id, names_of, staff_of

blueprint = Blueprint("admin_audit", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the name of who did it, where that thing is now, and the batch that can be taken back."""

    entry: AuditEntry
    who: str
    said: str
    place: str
    batch: str | None


@blueprint.get("/admin/sites/<site_id>/audit")
@staff_page
def show(site_id: str) -> Response:
    """What was done on a site, the latest first."""
    here, store, named = seat(site_id), db.session(), request.args
    who = account_by_id(store, named.get("who", ""))
    _, actions = KINDS.get(named.get("what", ""), ("", ()))
    before = named.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0
    day = _day(named.get("day", ""))
    found = entries(store, here.site, by=who.id if who else None, actions=actions, day=day, before=number)
    staff = staff_of(store, here.site)
    return drawn(
        "audit",
        seat=here,
        here="audit",
        lines=_lines(store, here, found[:LOG]),
        people={one.account.public_id: name for one in staff for name in names_of(store, [one.account_id]).values()},
        kinds={kind: title for kind, (title, _) in KINDS.items()},
        who=named.get("who", ""),
        what=named.get("what", ""),
        day=day.date().isoformat() if day else "",
        next=found[LOG - 1].id if len(found) > LOG else None,
    )


def _lines(store: Store, here: Seat, found: list[AuditEntry]) -> list[Line]:
    names = names_of(store, {one.account_id for one in found if one.account_id})
    open_ = undoable(store, {one.batch for one in found if one.batch}, clock.now() - UNDO)
    places = _places(store, here, {one.target for one in found})
    return [
        Line(
            one,
            names.get(one.account_id or 0, ""),
            said_of(one.action),
            f"{here.path}/threads/{one.target}" if one.action.startswith("thread-") else places.get(one.target, ""),
            one.batch if one.batch in open_ else None,
        )
        for one in found
    ]


def _places(store: Store, here: Seat, targets: Collection[str]) -> dict[str, str]:
    """Return where those of these that are comments can be seen."""
    there = {one.public_id: one for one in comments_on(store, here.site, targets) if one.status in STATUSES}
    return {
        id_: f"/comments/{id_}"
        if one.status is Status.PUBLISHED
        else f"{place_of(here, {'status': one.status, 'author': id_})}#case-{id_}"
        for id_, one in there.items()
        if not one.erased
    }


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, datetime.min.time(), UTC) if day < date.max else None  # that one has no end
