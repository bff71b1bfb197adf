"""`/admin`: the sites that somebody looks after, each with what waits there."""

from dataclasses import dataclass

from flask import Blueprint, Response

from widget.admin.access import drawn, identity_of_staff, staff_page
from widget.core.statuses import Status
from widget.extensions import db
from widget.moderation.queries import how_many
from widget.people.role_models import Role
from widget.people.roles import looked_after_by
from widget.sites.models import Site

blueprint = Blueprint("admin_sites", __name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """A site, what one is there, and how many comments wait."""

    site: Site
    role: Role
    held: int


@blueprint.get("/admin")
@staff_page
def show() -> Response:
    """Everything that is one's own to look after."""
    store, identity = db.session(), identity_of_staff()
    roles = looked_after_by(store, identity.account)
    watched = [Watched(one.site, one.role, how_many(store, one.site, Status.HELD)) for one in roles]
    return drawn("sites", watched=watched, identity=identity)
