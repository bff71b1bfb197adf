"""Asking to be forgotten, and thinking better of it within a week."""

from flask import Blueprint, Response

from widget.comments.queries import count_guests, count_written
from widget.core import clock
from widget.errors import Malformed, NotAllowed
from widget.extensions import db
from widget.people.queries import addresses_of, identities_of
from widget.people.roles import owned_alone
from widget.signin.erasing import ask_erasure, take_back
from widget.signin.me import active_me, back_to_me, shown
from widget.web.body import body
from widget.web.errors import page
from widget.web.me import of_me, required_me

blueprint = Blueprint("erasure", __name__)
CHOICES = ("text", "name")  # what goes: everything, or only who has written it


@blueprint.get("/me/erase")
@page
@of_me
def ask() -> Response:
    """Say what erasing does, and let them choose."""
    mine = identities_of(db.session(), active_me().identity.account)
    written = count_written(db.session(), [identity.id for identity in mine])
    written += count_guests(db.session(), addresses_of(mine))
    ownerless = owned_alone(db.session(), active_me().identity.account)
    return shown("erase", identities=mine, written=written, ownerless=ownerless)


@blueprint.post("/me/erase")
@page
@of_me
def erase() -> Response:
    """Hide this person at once; in a week it is final."""
    me, choice = active_me(), body().get("remove", "")
    if choice not in CHOICES:
        raise Malformed("Choose what is to be removed.")
    ask_erasure(me.identity.account_id, clock.now(), keeps_text=choice == "name", but=me)
    return back_to_me()


@blueprint.post("/me/erase/cancel")
@page
@of_me
def cancel() -> Response:
    """Let everything be as it was."""
    account = required_me().identity.account
    if account.erases and not take_back(account.id, clock.now()):
        raise NotAllowed("It is too late to take this back.")
    return back_to_me()
