"""Signing in with a passkey: a page of our own in the provider's place, and a device's answer in its answer's."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from widget.core import clock
from widget.core.text import marked
from widget.errors import Denied, Malformed, NotAllowed, ProviderFailed
from widget.extensions import db
from widget.people.actions import transactions
from widget.people.actions.passkeys import use_passkey
from widget.people.models import Progress, Transaction
from widget.people.queries import passkey_by_credential, transaction_by_state
from widget.providers.passkey import ID
from widget.signin.answering import answering, ceremonies, find_transaction, redirect_uri
from widget.signin.flow_cookie import sent_flow_secret
from widget.signin.window import ABOUT_TO_BE_ERASED, end, nobodys
from widget.web.assets import asset
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.languages import speak
from widget.web.running import offered, settings
from widget.web.transactions import transaction

blueprint = Blueprint("passkey", __name__)
UNKNOWN = marked("This passkey was removed here, or is of another kind. Log in another way.")


@blueprint.get("/signin/passkey")
@page
def ask() -> Response:
    """Ask the device, after a click, in the browser in which this sign-in was started and in no other."""
    offered(ID)
    state = request.args.get("state", "")
    found = _of_this_browser(state)
    if found is None:
        return nobodys(ID)
    if found.progress is not Progress.STARTED or clock.now() > found.expires:
        return end(found)
    options = ceremonies().using_options(settings().base_url, found.nonce or "")
    values = {"state": state, "options": options, "script": asset("signin/passkey.js"), "leave": _ending(state)}
    return private(make_response(render_template("signin/passkey.html", **values)))


@blueprint.post("/signin/passkey/answer")
@proved_by("state and flow cookie")
def answer() -> Response:
    """Take the device's answer, the only one that this sign-in gets; say where its last page is."""
    state = body().get("state", "")
    found = _of_this_browser(state)
    if found is None:
        raise NotAllowed("This answer belongs to no sign-in of this browser. Please try again.")
    with transaction() as store:
        locked = find_transaction(store, found.public_id, lock=True)
        flow = transactions.take_answer(locked, redirect_uri(ID), state, clock.now())
    if flow is not None:
        _take(found.public_id, flow.nonce, body().get("credential", ""))
    return private(jsonify(location=_ending(state)))


def _of_this_browser(state: str) -> Transaction | None:
    found = transaction_by_state(db.session(), state)
    if found is None or found.provider != ID or not transactions.flow_holds(found, sent_flow_secret()):
        return None
    speak(found.lang)
    return found


def _ending(state: str) -> str:
    """Where a sign-in ends, or is left without an answer: at the callback that every provider has."""
    return f"/signin/{ID}/callback?state={state}"


def _take(transaction_id: str, challenge: str, credential: str) -> None:
    """Sign in as whose passkey it is; what goes wrong is what the sign-in ends with, said on its last page."""
    try:
        with answering(transaction_id):
            _sign_in(transaction_id, challenge, credential)
    except (Denied, ProviderFailed):
        return


def _sign_in(transaction_id: str, challenge: str, credential: str) -> None:
    checks = ceremonies()
    try:
        name, person = checks.named_passkey(credential)
        known = passkey_by_credential(db.session(), name)
        if known is None or known.identity.public_id != person:
            raise ProviderFailed(UNKNOWN)
        count = checks.verify_used(settings().base_url, challenge, credential, known.public_key)
    except Malformed as error:
        raise ProviderFailed(error.detail) from error
    with transaction() as store:
        passkey = passkey_by_credential(store, name, lock=True)
        if passkey is None:  # removed meanwhile
            raise ProviderFailed(UNKNOWN)
        use_passkey(passkey, count, clock.now())
        found = find_transaction(store, transaction_id, lock=True)
        if passkey.identity.hidden and found.site:
            raise Denied(ABOUT_TO_BE_ERASED)
        transactions.succeed(found, passkey.identity)
