"""Accepting a link that asks somebody to look after a site; its token leaves the address at once."""

from datetime import timedelta

from flask import Blueprint, Response, request

from widget.admin.access import ADMIN, drawn, led_to
from widget.core import clock
from widget.errors import Conflict, NotFound
from widget.extensions import Store, db
from widget.moderation.actions import note
from widget.people.role_models import Invitation
from widget.people.roles import INVITATION_LIFE, accept_invitation, invitation_with
from widget.signin.me import active_me
from widget.web.errors import page
from widget.web.me import of_me, present_me
from widget.web.running import providers
from widget.web.transactions import transaction

blueprint = Blueprint("admin_invitations", __name__)
COOKIE = "__Host-rejoinder-invitation"
PLACE = f"{ADMIN}/invitations"


@blueprint.get("/admin/invitations/<token>")
@page
@of_me
def open_(token: str) -> Response:
    """Keep the token in this browser, so that it stands in no address while its bearer logs in."""
    if invitation_with(db.session(), token, clock.now()) is None:
        raise NotFound("This invitation was used already, or is too old.")
    response = led_to(PLACE)
    _keep(response, token, INVITATION_LIFE)
    return response


@blueprint.get("/admin/invitations")
@page
@of_me
def show() -> Response:
    """Say what the link gives, and to whom."""
    invitation, me = _invitation(db.session()), present_me()
    ways = [] if me else list(providers().values())
    return drawn("invitation", invitation=invitation, me=me, providers=ways, back=PLACE)


@blueprint.post("/admin/invitations")
@page
@of_me
def accept() -> Response:
    """Take the role."""
    me = active_me()
    with transaction() as store:
        invitation, account, now = _invitation(store), me.identity.account, clock.now()
        site, site_id = invitation.site, invitation.site_id
        if not accept_invitation(store, invitation, account, now):
            raise Conflict("This invitation was used already, or is too old.", "used")
        note(store, site_id, "role-accepted", account.public_id, now, by=account.id)
    response = led_to(f"{ADMIN}/sites/{site.public_id}/comments")
    _keep(response, "", timedelta())
    return response


def _invitation(store: Store) -> Invitation:
    found = invitation_with(store, request.cookies.get(COOKIE, ""), clock.now())
    if found is None:
        raise NotFound("This invitation was used already, or is too old.")
    return found


def _keep(response: Response, token: str, lifetime: timedelta) -> None:
    response.set_cookie(COOKIE, token, max_age=lifetime, secure=True, httponly=True, samesite="Lax")
