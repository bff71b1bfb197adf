"""Banning who has written a comment, and the list of who is banned."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, led_to, seat, staff_page
from widget.comments.models import Comment
from widget.comments.tree import author_of
from widget.core import clock
from widget.errors import Malformed, NotFound
from widget.extensions import Store, db
from widget.moderation.banning import ban_author, kinds_of, lift_ban, restore_ban
from widget.moderation.policy import BAN_DAYS
from widget.moderation.queries import comment_on
from widget.people.ban_models import Ban, BanKind
from widget.people.bans import ban_by_id, bans_of
from widget.people.models import Account
from widget.people.queries import identities_of
from widget.people.roles import names_of
from widget.web.body import body
from widget.web.running import provider_titles, settings
from widget.web.transactions import transaction

blueprint = Blueprint("admin_bans", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A ban, whom it is of as far as that is known, and who gave it."""

    ban: Ban
    whom: str
    by: str


@blueprint.get("/admin/sites/<site_id>/bans")
@staff_page
def show(site_id: str) -> Response:
    """Who is banned, and since when."""
    here, store = seat(site_id), db.session()
    bans = bans_of(store, here.site, clock.now())
    return drawn("bans", seat=here, here="bans", listed=_listed(store, here, bans))


@blueprint.get("/admin/sites/<site_id>/bans/new")
@staff_page
def ask(site_id: str) -> Response:
    """Ask by what the author of a comment is to be known again, and for how long."""
    here = seat(site_id)
    comment = _named(here, request.args.get("comment", ""))
    author, kinds = author_of(comment, provider_titles()), kinds_of(db.session(), comment)
    return drawn("ban", seat=here, here="bans", comment=comment, author=author, kinds=kinds, days=BAN_DAYS)


@blueprint.post("/admin/sites/<site_id>/bans")
@staff_page
def add(site_id: str) -> Response:
    """Ban whoever has written a comment."""
    here, now = seat(site_id), clock.now()
    kind, days = body().get("kind", ""), body().get("days", "")
    if kind not in set(BanKind) or days not in {*map(str, BAN_DAYS), "ever"}:
        raise Malformed("`kind` must be account, address or network, and `days` a number that is offered, or ever.")
    until = None if days == "ever" else now + timedelta(days=int(days))
    with transaction() as store:
        comment = _named(here, body().get("comment", ""))
        ban_author(store, comment, BanKind(kind), until, now, by=here.account_id, signature_key=settings().secret_key)
    return led_to(f"{here.path}/bans")


@blueprint.post("/admin/sites/<site_id>/bans/<ban_id>/lift")
@staff_page
def lift(site_id: str, ban_id: str) -> Response:
    """Let somebody write again."""
    here = seat(site_id)
    with transaction() as store:
        lift_ban(store, _ban(store, here, ban_id), clock.now(), by=here.account_id)
    return led_to(f"{here.path}/bans")


@blueprint.post("/admin/sites/<site_id>/bans/<ban_id>/restore")
@staff_page
def restore(site_id: str, ban_id: str) -> Response:
    """Put a ban back that was lifted within a day."""
    here = seat(site_id)
    with transaction() as store:
        restore_ban(store, _ban(store, here, ban_id), clock.now(), by=here.account_id)
    return led_to(f"{here.path}/bans")


def _named(here: Seat, comment_id: str) -> Comment:
    comment = comment_on(db.session(), here.site, comment_id)
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment


def _ban(store: Store, here: Seat, ban_id: str) -> Ban:
    ban = ban_by_id(store, here.site, ban_id)
    if ban is None:
        raise NotFound("There is no such ban.")
    return ban


def _listed(store: Store, here: Seat, bans: list[Ban]) -> list[Listed]:
    names = names_of(store, {ban.by_id for ban in bans if ban.by_id})
    return [Listed(ban, _whom(store, here, ban), names.get(ban.by_id or 0, "")) for ban in bans]


def _whom(store: Store, here: Seat, ban: Ban) -> str:
    """Return the name under the comment that a ban was for; once that is gone, of an account that has only one.

    By which others somebody comes elsewhere is not for the staff of this site to know.
    """
    comment = comment_on(store, here.site, ban.comment or "")
    if comment:
        return author_of(comment, provider_titles()).name
    account = store.get(Account, ban.account_id) if ban.account_id else None
    known = identities_of(store, account) if account else []
    return known[0].name if len(known) == 1 and not known[0].hidden else ""
