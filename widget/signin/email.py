"""Signing in by mail: pages of our own in a provider's place, where an address is typed and then the code it was sent.

They need no script. The link in the mail does the same as the code, but only in the browser that asked for it:
anybody can begin a sign-in with somebody else's address (mailed_link.py).
"""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _

from widget.core import clock
from widget.core.devices import device_of
from widget.core.mailbox import plain_address
from widget.core.signing import code_holds
from widget.core.text import marked, one_line
from widget.errors import NotAllowed, TooMany
from widget.extensions import db
from widget.notifications.actions import check_ceilings, put_in_outbox
from widget.notifications.delivery import ring
from widget.notifications.kinds import SIGN_IN
from widget.notifications.messages import counted_as
from widget.people.actions.mailed import Addressee, note_addressee, note_wrong_code
from widget.people.models import Progress, Transaction
from widget.people.policy import awaits_code
from widget.people.queries import transaction_by_state
from widget.providers.email import ID
from widget.signin.answering import find_transaction
from widget.signin.flow_cookie import sent_flow_secret
from widget.signin.mailed import flow_is_ours, sign_in
from widget.signin.window import end, nobodys
from widget.web.address import network
from widget.web.assets import asset
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import offered, settings
from widget.web.transactions import transaction

blueprint = Blueprint("email", __name__)
MAILBOX = "rejoinder-mailbox"  # where the demo shows what it has sent
LONGEST_NAME = 100  # characters
NOT_OURS = marked("This answer belongs to no sign-in of this browser. Please try again.")


@blueprint.get("/signin/email")
@page
def ask() -> Response:
    """Ask for an address; once a mail is under way, for its code. In the browser of this sign-in and in no other."""
    offered(ID)
    state = request.args.get("state", "")
    found = _of_this_browser(state)
    if found is None:
        return nobodys(ID)
    if found.progress is not Progress.STARTED or clock.now() > found.expires:
        return end(found)
    if found.address and "again" not in request.args:
        return _code_page(state)
    return _address_page(state, found.address or "", found.shown_name or "")


@blueprint.post("/signin/email")
@page
@proved_by("state and flow cookie")
def send() -> Response:
    """Let a mail go out; whether the address is known to us, the answer does not say."""
    state, typed = body().get("state", ""), body().get("address", "")
    found, name = _required(state), one_line(body().get("name", ""), LONGEST_NAME)
    address = plain_address(typed)
    if address is None:
        wrong = _("Invalid email address") if typed.strip() else _("Please enter your email address here")
        return _address_page(state, typed, name, wrong=str(wrong), status=422)
    addressee = Addressee(address, name, device_of(request.user_agent.string))
    try:
        _put_out(found.public_id, addressee)
    except (NotAllowed, TooMany) as problem:
        answer = _address_page(state, typed, name, wrong=str(_(problem.detail)), status=problem.status)
        if isinstance(problem, TooMany):
            answer.headers["Retry-After"] = str(problem.retry_after)
        return answer
    ring()
    return private(make_response(redirect(f"/signin/email?state={state}", 303)))


@blueprint.post("/signin/email/code")
@page
@proved_by("state and flow cookie")
def take_code() -> Response:
    """End the sign-in by the code; a wrong one is counted."""
    state, typed = body().get("state", ""), body().get("code", "")
    found, now = _required(state), clock.now()
    if not awaits_code(found, now):
        return end(found)
    if not typed.strip():
        return _code_page(state, wrong=str(_("Please enter the code from the mail")))
    if _is_right(found.public_id, typed):
        sign_in(found.public_id)
    found = find_transaction(db.session(), found.public_id)
    if awaits_code(found, now):
        return _code_page(state, wrong=str(_("This is not the code. Please look at the newest mail once more.")))
    return end(found)


def _put_out(transaction_id: str, addressee: Addressee) -> None:
    now, recipient = clock.now(), counted_as(addressee.address)
    with transaction() as store:
        found = find_transaction(store, transaction_id, lock=True)
        check_ceilings(store, recipient, network(), now)
        number = note_addressee(found, addressee, now)
        event = f"{SIGN_IN} {transaction_id} {number}"
        put_in_outbox(
            store, event=event, kind=SIGN_IN, subject=transaction_id, recipient=recipient, network=network(), now=now
        )


def _is_right(transaction_id: str, typed: str) -> bool:
    with transaction() as store:
        found = find_transaction(store, transaction_id, lock=True)
        if not awaits_code(found, clock.now()):
            return False
        right = code_holds(settings().secret_key, transaction_id, found.address or "", typed)
        if not right:
            note_wrong_code(found)
        return right


def _of_this_browser(state: str) -> Transaction | None:
    found = transaction_by_state(db.session(), state)
    return found if found and flow_is_ours(found, sent_flow_secret()) else None


def _required(state: str) -> Transaction:
    offered(ID)
    found = _of_this_browser(state)
    if found is None:
        raise NotAllowed(NOT_OURS)
    return found


def _leaving(state: str) -> str:
    """Where a sign-in is left without an answer: at the callback that every provider has."""
    return f"/signin/{ID}/callback?state={state}"


def _address_page(state: str, address: str, name: str, *, wrong: str = "", status: int = 200) -> Response:
    values = {"state": state, "address": address, "name": name, "wrong": wrong, "leave": _leaving(state)}
    return private(make_response(render_template("signin/email.html", **values), status))


def _code_page(state: str, *, wrong: str = "") -> Response:
    values = {"state": state, "wrong": wrong, "leave": _leaving(state), "script": asset("signin/mailed.js")}
    values["mailbox"] = current_app.extensions.get(MAILBOX, "")
    return private(make_response(render_template("signin/email_code.html", **values), 422 if wrong else 200))
