"""Passkeys on one's own page: made by whoever has just logged in there, and removed."""

from flask import Blueprint, Response, request

from widget.core import clock
from widget.core.devices import device_of
from widget.core.text import marked
from widget.errors import NotAllowed
from widget.extensions import db
from widget.people.actions import passkeys as actions
from widget.people.models import MeSession
from widget.people.policy import is_fresh
from widget.people.queries import passkeys_of
from widget.providers.passkey import ID
from widget.signin.answering import ceremonies
from widget.signin.me import active_me, back_to_me, shown
from widget.web.assets import asset
from widget.web.body import body
from widget.web.errors import page
from widget.web.me import of_me
from widget.web.running import offered, settings
from widget.web.transactions import transaction

blueprint = Blueprint("own_passkeys", __name__)
STALE = marked("You have logged in here more than ten minutes ago. Log in once more, then make a passkey.")


@blueprint.post("/me/passkeys/new")
@page
@of_me
def ask() -> Response:
    """Show the page that asks the device; it alone, of all pages about oneself, runs a script."""
    me = _fresh_me()
    with transaction():
        challenge = actions.begin_passkey(me)
    known = passkeys_of(db.session(), me.identity.account)
    options = ceremonies().making_options(settings().base_url, me.identity, challenge, known)
    return shown("passkey", identity=me.identity, options=options, script=asset("signin/making.js"))


@blueprint.post("/me/passkeys")
@page
@of_me
def make() -> Response:
    """Keep the passkey that the device has made for the account with which they have logged in."""
    me = _fresh_me()
    with transaction():
        challenge = actions.take_challenge(me)
    made = ceremonies().verify_made(settings().base_url, challenge, body().get("credential", ""))
    device = device_of(request.user_agent.string)
    with transaction() as store:
        actions.make_passkey(store, _fresh_me().identity, made, device=device, now=clock.now())
    return back_to_me()


@blueprint.post("/me/passkeys/<passkey_id>/remove")
@page
@of_me
def remove(passkey_id: str) -> Response:
    """Let a passkey sign nobody in any more."""
    account = active_me().identity.account
    with transaction() as store:
        actions.remove_passkey(store, account, passkey_id)
    return back_to_me()


def _fresh_me() -> MeSession:
    offered(ID)
    me = active_me()
    if not is_fresh(me, clock.now()):
        raise NotAllowed(STALE)
    return me
