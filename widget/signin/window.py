"""The window: it waits for the form, visits the provider, and ends on a page that a person understands."""

import logging
from importlib import import_module

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed

from widget.comments.actions import show_anew
from widget.core import clock
from widget.errors import Gone, NotFound
from widget.extensions import db
from widget.people.actions import transactions
from widget.people.actions.identities import SmallPicture, remember_identity
from widget.people.models import Progress, Transaction
from widget.people.queries import identity_by_subject, transaction_by_state
from widget.providers import TITLES, Flow
from widget.signin.answering import answering, find_transaction, redirect_uri
from widget.signin.flow_cookie import sent_flow_secret
from widget.signin.redirect import back
from widget.web.assets import asset
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import offered, settings
from widget.web.transactions import transaction

blueprint = Blueprint("signin", __name__)
log = logging.getLogger(__name__)


@blueprint.get("/signin")
@page
def window() -> Response:
    """The window as the form opens it: it starts nothing by its address, only by a message of its opener."""
    return private(make_response(render_template("signin/window.html", script=asset("signin/window.js"))))


@blueprint.get("/signin/<provider>/callback")
@page
def callback(provider: str) -> Response:
    """Take the provider's answer: once, and only in the browser in which the sign-in was started."""
    if request.method == "HEAD":  # a scanner of links asks so first; the answer is for the person who follows
        raise MethodNotAllowed(["GET"])
    state = request.args.get("state", "")
    found = transaction_by_state(db.session(), state)
    if found is None or found.provider != provider or not transactions.flow_holds(found, sent_flow_secret()):
        return _nobodys(provider)
    with transaction() as store:
        locked = find_transaction(store, found.public_id, lock=True)
        flow = transactions.take_answer(locked, redirect_uri(provider), state, clock.now())
    if flow is None:
        return _end(find_transaction(db.session(), found.public_id))
    try:
        _answer(found.public_id, provider, flow)
    except Gone as ended:
        log.info("sign-in with %s ended: %s", provider, ended.type)
    return _end(find_transaction(db.session(), found.public_id))


def _picture(url: str | None) -> SmallPicture | None:
    """Take the picture at `url`; what that takes (requests, Pillow) is loaded with the first one."""
    taken: SmallPicture | None = import_module("widget.signin.pictures").fetch_picture(url, settings().outgoing)
    return taken


def _answer(transaction_id: str, provider: str, flow: Flow) -> None:
    """Learn who it is and remember them; the provider's token is gone when this returns."""
    with answering(transaction_id):
        profile = offered(provider).profile(flow, request.args.to_dict())
        picture = _picture(profile.picture_url)
        with transaction() as store:
            known = identity_by_subject(store, profile.issuer, profile.subject)
            before = known.appearance if known else None
            identity = remember_identity(store, profile, provider=provider, picture=picture, now=clock.now())
            if before and before != identity.appearance:
                show_anew(store, identity)
            transactions.succeed(find_transaction(store, transaction_id, lock=True), identity)


def _nobodys(provider: str) -> Response:
    """The last page for an answer that names no sign-in of this browser: anybody's link may lead here, it ends none."""
    if provider not in TITLES:
        raise NotFound("There is no such provider.")
    return _failed(TITLES[provider], str(_("This answer belongs to no sign-in of this browser. Please try again.")))


def _end(ended: Transaction) -> Response:
    """The last page of the window; a sign-in in the page's own tab goes back there, and the form says how it went."""
    if ended.page:
        return back(ended)
    title = TITLES.get(ended.provider, ended.provider)
    if ended.progress in {Progress.DONE, Progress.CLAIMED} and ended.identity:
        values = {"name": ended.identity.name, "provider": title, "script": asset("signin/end.js")}
        return private(make_response(render_template("signin/done.html", **values)))
    return _failed(title, _detail(ended, title))


def _failed(title: str, detail: str) -> Response:
    heading, script = _("%(provider)s did not sign you in", provider=title), asset("signin/end.js")
    html = render_template("signin/failed.html", title=heading, detail=detail, script=script)
    return private(make_response(html, 400))


def _detail(ended: Transaction, title: str) -> str:
    if ended.progress in transactions.PENDING:
        return str(_("This sign-in is being finished in another window, or took longer than ten minutes."))
    return str(_(ended.detail or transactions.SENTENCES[ended.progress], provider=title))
