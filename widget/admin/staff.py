"""Who looks after a site: seen, invited, given another role and removed by its owners."""

from flask import Blueprint, Response

from widget.admin.access import ADMIN, Seat, drawn, led_to, owner_seat, staff_page
from widget.core import clock
from widget.errors import Malformed, NotFound
from widget.extensions import db
from widget.moderation.actions import note
from widget.moderation.owning import change_role
from widget.people.models import Account
from widget.people.role_models import Role
from widget.people.roles import account_by_id, invite, names_of, open_invitations, staff_of, take_back_invitation
from widget.web.body import body
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("admin_staff", __name__)


@blueprint.get("/admin/sites/<site_id>/staff")
@staff_page
def show(site_id: str) -> Response:
    """Who has which role, and which links are still to be opened."""
    return _shown(owner_seat(site_id))


@blueprint.post("/admin/sites/<site_id>/staff")
@staff_page
def add(site_id: str) -> Response:
    """Make a link that gives a role once; it is shown this once, since only its digest is kept."""
    here, now = owner_seat(site_id), clock.now()
    with transaction() as store:
        token = invite(store, here.site, _role(), now)
        note(store, here.site.id, "invited", here.site.public_id, now, by=here.account_id)
    return _shown(here, link=f"{settings().base_url}{ADMIN}/invitations/{token}")


@blueprint.post("/admin/sites/<site_id>/staff/<account_id>")
@staff_page
def change(site_id: str, account_id: str) -> Response:
    """Give somebody another role."""
    return _changed(owner_seat(site_id), account_id, _role())


@blueprint.post("/admin/sites/<site_id>/staff/<account_id>/remove")
@staff_page
def remove(site_id: str, account_id: str) -> Response:
    """Let somebody look after the site no more."""
    return _changed(owner_seat(site_id), account_id, None)


@blueprint.post("/admin/sites/<site_id>/invitations/<int:invitation_id>/revoke")
@staff_page
def revoke(site_id: str, invitation_id: int) -> Response:
    """Let a link give nothing any more."""
    here, now = owner_seat(site_id), clock.now()
    with transaction() as store:
        if not take_back_invitation(store, here.site, invitation_id):
            raise NotFound("There is no such invitation.")
        note(store, here.site.id, "invitation-revoked", here.site.public_id, now, by=here.account_id)
    return led_to(f"{here.path}/staff")


def _changed(here: Seat, account_id: str, role: Role | None) -> Response:
    with transaction() as store:
        account: Account | None = account_by_id(store, account_id)
        if account is None or change_role(store, here.site, account, role, clock.now(), by=here.account_id) is None:
            raise NotFound("There is no such person here.")
    left = account.id == here.account_id and role is not Role.OWNER
    return led_to("/me" if left else f"{here.path}/staff")


def _role() -> Role:
    name = body().get("role", "")
    if name not in set(Role):
        raise Malformed("`role` must be owner or moderator.")
    return Role(name)


def _shown(here: Seat, *, link: str = "") -> Response:
    store = db.session()
    staff = staff_of(store, here.site)
    return drawn(
        "staff",
        seat=here,
        here="staff",
        staff=staff,
        names=names_of(store, [one.account_id for one in staff]),
        invitations=open_invitations(store, here.site, clock.now()),
        link=link,
    )
