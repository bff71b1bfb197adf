"""The window: it waits for the form, visits the provider, and ends on a page that a person understands."""

import logging

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed

from widget.comments.actions import show_anew
from widget.core import clock
from widget.core.late import late
from widget.core.text import marked
from widget.errors import Denied, Gone, NotFound
from widget.extensions import db
from widget.people.actions import transactions
from widget.people.actions.failures import note_success
from widget.people.actions.identities import SmallPicture, remember_identity
from widget.people.models import Progress, Transaction
from widget.people.queries import identity_by_subject, transaction_by_state
from widget.providers import Federation, Flow
from widget.signin.answering import answering, find_transaction, redirect_uri
from widget.signin.flow_cookie import sent_flow_secret
from widget.signin.linking import arrive
from widget.signin.offering import is_offered
from widget.signin.redirect import back
from widget.signin.servers import provider_of
from widget.web.assets import asset
from widget.web.body import body
from widget.web.csrf import is_own_origin, proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.languages import speak
from widget.web.running import offered, provider_titles, settings
from widget.web.transactions import transaction

blueprint = Blueprint("signin", __name__)
POSTED = ("state", "code", "error", "user", "iss")  # of a posted answer, what is taken
LONGEST = 4096  # characters of each
log = logging.getLogger(__name__)
ABOUT_TO_BE_ERASED = marked(
    "This account is about to be erased. On the page My account of this Rejoinder you can take that back."
)


@blueprint.get("/signin")
@page
def window() -> Response:
    """The window as the form opens it: it starts nothing by its address, only by a message of its opener."""
    return private(make_response(render_template("signin/window.html", script=asset("signin/window.js"))))


@blueprint.get("/signin/<provider>/callback")
@blueprint.get("/signin/<provider>/<server>/callback")
@page
def callback(provider: str, server: str = "") -> Response:
    """Take the provider's answer: once, and only in the browser in which the sign-in was started."""
    if request.method == "HEAD":  # a scanner of links asks so first; the answer is for the person who follows
        raise MethodNotAllowed(["GET"])
    return _take(provider, server, request.args.to_dict())


@blueprint.post("/signin/<provider>/callback")
@page
@proved_by("state and flow cookie", from_elsewhere=True)
def posted_callback(provider: str) -> Response:
    """Take an answer that comes as a form.

    From the provider's own page it comes without our cookie (SameSite=Lax): then nothing happens but that a page of
    ours sends the same form once more, and that brings the cookie.
    """
    offer = offered(provider)
    if isinstance(offer, Federation) or not offer.answers_by_post:
        raise NotFound("There is no such provider.")
    answer = {name: body()[name][:LONGEST] for name in POSTED if name in body()}
    if is_own_origin():
        return _take(provider, "", answer)
    values = {"answer": answer, "title": offer.title, "script": asset("signin/posted.js")}
    return private(make_response(render_template("signin/posted.html", **values)))


def _take(provider: str, server: str, answer: dict[str, str]) -> Response:
    """Take an answer for the sign-in that its state names, if it was begun in this browser."""
    state = answer.get("state", "")
    found = transaction_by_state(db.session(), state)
    named = found and (found.provider, found.server)
    if found is None or named != (provider, server) or not transactions.flow_holds(found, sent_flow_secret()):
        return nobodys(provider)
    speak(found.lang)
    with transaction() as store:
        locked = find_transaction(store, found.public_id, lock=True)
        flow = transactions.take_answer(locked, redirect_uri(provider, server), state, clock.now())
    if flow is None:
        return end(find_transaction(db.session(), found.public_id))
    try:
        _answer(found.public_id, flow, answer)
    except Gone as ended:
        log.info("sign-in with %s ended: %s", provider, ended.type)
    return end(find_transaction(db.session(), found.public_id))


def _picture(url: str | None) -> SmallPicture | None:
    """Take the picture at `url`; what that takes (requests, Pillow) is loaded with the first one."""
    taken: SmallPicture | None = late("widget.signin.pictures").fetch_picture(url, settings().outgoing)
    return taken


def _answer(transaction_id: str, flow: Flow, answer: dict[str, str]) -> None:
    """Learn who it is and remember them; the provider's token is gone when this returns."""
    with answering(transaction_id):
        provider = provider_of(find_transaction(db.session(), transaction_id))
        db.session.commit()  # nothing is held open while the provider is spoken to
        profile = provider.profile(flow, answer)
        picture = _picture(profile.picture_url)
        with transaction() as store:
            known = identity_by_subject(store, profile.issuer, profile.subject)
            before = known.appearance if known else None
            identity = remember_identity(store, profile, provider=provider.id, picture=picture, now=clock.now())
            if before and before != identity.appearance:
                show_anew(store, identity)
            found = find_transaction(store, transaction_id, lock=True)
            if identity.hidden and found.site:
                raise Denied(ABOUT_TO_BE_ERASED)
            note_success(store, provider.id)
            transactions.succeed(found, identity, profile.sid)


def nobodys(provider: str) -> Response:
    """The last page for an answer that names no sign-in of this browser: anybody's link may lead here, it ends none."""
    title = provider_titles().get(provider)
    if title is None:
        raise NotFound("There is no such provider.")
    return _failed(title, str(_("This answer belongs to no sign-in of this browser. Please try again.")))


def end(ended: Transaction) -> Response:
    """The last page of the window; a sign-in in the page's own tab goes back there, and the form says how it went."""
    if ended.page:
        return back(ended)
    title = provider_titles().get(ended.provider, ended.provider)
    if ended.progress in {Progress.DONE, Progress.CLAIMED} and ended.identity:
        if ended.site is None:
            return arrive(ended.public_id)
        values = {"name": ended.identity.name, "provider": title, "script": asset("signin/end.js")}
        values["offer"] = request.values.get("state", "") if is_offered(ended) else ""
        return private(make_response(render_template("signin/done.html", **values)))
    return _failed(title, _detail(ended, title), own=ended.site is None)


def _failed(title: str, detail: str, *, own: bool = False) -> Response:
    """Say that it came to nothing; in somebody's `own` tab there is no form to go back to, but their page."""
    heading, script = _("%(provider)s did not sign you in", provider=title), asset("signin/end.js")
    if own:
        html = render_template("errors/page.html", title=heading, detail=detail, back="/me")
    else:
        html = render_template("signin/failed.html", title=heading, detail=detail, script=script)
    return private(make_response(html, 400))


def _detail(ended: Transaction, title: str) -> str:
    if ended.progress in transactions.PENDING:
        return str(_("This sign-in is being finished in another window, or took longer than ten minutes."))
    return str(_(ended.detail or transactions.SENTENCES[ended.progress], provider=title))
