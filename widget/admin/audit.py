"""The audit log: who has done what, and when, with what can still be taken back."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from widget.admin.access import drawn, seat, staff_page
from widget.core import clock
from widget.core.text import marked
from widget.extensions import Store, db
from widget.moderation.models import AuditEntry
from widget.moderation.policy import UNDO
from widget.moderation.queries import LOG, entries, undoable
from widget.people.roles import account_by_id, names_of, staff_of

blueprint = Blueprint("admin_audit", __name__)
KINDS = {  # what the page offers to look for, with the actions behind each
    "approved": (marked("Approved"), ("approved",)),
    "spam": (marked("Marked as spam"), ("marked-spam",)),
    "trash": (marked("Moved to the trash"), ("trashed",)),
    "reports": (marked("Reports"), ("reports-dismissed", "held-by-reports")),
    "edited": (marked("Edited"), ("edited",)),
    "pinned": (marked("Pinned"), ("pinned", "unpinned")),
    "replied": (marked("Replied"), ("replied",)),
    "undone": (marked("Undone"), ("undone",)),
    "bans": (marked("Bans"), ("banned-account", "banned-address", "banned-network", "ban-lifted", "ban-restored")),
    "roles": (marked("Roles"), ("invited", "role-accepted", "role-taken")),
}
ACTIONS = {
    "approved": marked("approved a comment"),
    "marked-spam": marked("marked a comment as spam"),
    "trashed": marked("moved a comment to the trash"),
    "reports-dismissed": marked("found nothing wrong with a reported comment"),
    "held-by-reports": marked("held a comment that readers have reported"),
    "pinned": marked("pinned a comment"),
    "unpinned": marked("let a comment stand in its place again"),
    "edited": marked("edited a comment"),
    "replied": marked("replied"),
    "undone": marked("took a decision back"),
    "banned-account": marked("banned an account"),
    "banned-address": marked("banned an e-mail address"),
    "banned-network": marked("banned a network"),
    "ban-lifted": marked("lifted a ban"),
    "ban-restored": marked("put a ban back"),
    "invited": marked("invited somebody"),
    "role-accepted": marked("accepted an invitation"),
    "role-taken": marked("took a role away"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the name of who did it, and the batch that can be taken back."""

    entry: AuditEntry
    who: str
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
    found = entries(store, here.site, by=who.id if who else None, actions=actions, before=number)
    staff = staff_of(store, here.site)
    return drawn(
        "audit",
        seat=here,
        here="audit",
        lines=_lines(store, found[:LOG]),
        people={one.account.public_id: name for one in staff for name in names_of(store, [one.account_id]).values()},
        kinds={kind: title for kind, (title, _) in KINDS.items()},
        actions=ACTIONS,
        who=named.get("who", ""),
        what=named.get("what", ""),
        next=found[LOG - 1].id if len(found) > LOG else None,
    )


def _lines(store: Store, found: list[AuditEntry]) -> list[Line]:
    names = names_of(store, {one.account_id for one in found if one.account_id})
    open_ = undoable(store, {one.batch for one in found if one.batch}, clock.now() - UNDO)
    return [Line(one, names.get(one.account_id or 0, ""), one.batch if one.batch in open_ else None) for one in found]
