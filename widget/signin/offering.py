"""A passkey made on the last page of a sign-in's window, by whoever has just signed in there; nobody waits for it."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify, request

from widget.core import clock
from widget.core.devices import device_of
from widget.errors import NotAllowed
from widget.extensions import Store, db
from widget.people.actions import passkeys as actions
from widget.people.actions import transactions
from widget.people.models import Identity, Transaction
from widget.people.policy import may_make_passkey
from widget.people.queries import passkeys_of, transaction_by_state
from widget.providers.passkey import ID
from widget.signin.answering import ceremonies, find_transaction
from widget.signin.flow_cookie import sent_flow_secret
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.headers import private
from widget.web.running import offered, providers, settings
from widget.web.transactions import transaction

blueprint = Blueprint("offering", __name__)
LATER, REST = "__Host-rejoinder-later", timedelta(days=180)  # in which nobody is asked again who has said "Not now"


def is_offered(ended: Transaction) -> bool:
    """Whether the window's last page asks: somebody without any passkey, who has not put it off in this browser."""
    known = ended.identity and passkeys_of(db.session(), ended.identity.account)
    return not known and ID in providers() and LATER not in request.cookies and may_make_passkey(ended, clock.now())


@blueprint.post("/signin/passkey/offer")
@proved_by("state and flow cookie")
def begin() -> Response:
    """Return what the device is asked."""
    with transaction() as store:
        found, identity = _proved(store)
        challenge = actions.begin_passkey_in_window(found)
    known = passkeys_of(db.session(), identity.account)
    options = ceremonies().making_options(settings().base_url, identity, challenge, known)
    return private(jsonify(options=options))


@blueprint.post("/signin/passkey/offer/made")
@proved_by("state and flow cookie")
def make() -> Response:
    """Keep the passkey that the device has made for the identity that has just signed in."""
    with transaction() as store:
        challenge = actions.take_challenge_in_window(_proved(store)[0])
    made = ceremonies().verify_made(settings().base_url, challenge, body().get("credential", ""))
    device = device_of(request.user_agent.string)
    with transaction() as store:
        actions.make_passkey(store, _proved(store)[1], made, device=device, now=clock.now())
    return private(jsonify({}))


@blueprint.post("/signin/passkey/offer/later")
@proved_by("state and flow cookie")
def put_off() -> Response:
    """Do not ask in this browser for half a year."""
    _proved(db.session())
    response = private(jsonify({}))
    response.set_cookie(LATER, "1", max_age=REST, secure=True, httponly=True, samesite="Lax")
    return response


def _proved(store: Store) -> tuple[Transaction, Identity]:
    """Return the sign-in that has just succeeded in this browser, locked, and who it was."""
    found = transaction_by_state(store, body().get("state", ""))
    if found and transactions.flow_holds(found, sent_flow_secret()):
        locked = find_transaction(store, found.public_id, lock=True)
        offered(ID)
        if locked.identity and may_make_passkey(locked, clock.now()):
            return locked, locked.identity
    raise NotAllowed("This sign-in is not of this browser, or is too long ago.")
