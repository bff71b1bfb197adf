"""`/decide/TOKEN`: a comment, its reasons and three buttons. Following the link does nothing: scanners do that too."""

from flask import Blueprint, Response, make_response, render_template
from flask_babel import gettext as _

from widget.comments.tree import author_of
from widget.core import clock
from widget.core.statuses import Status
from widget.errors import Malformed
from widget.extensions import db
from widget.moderation.policy import seen_as
from widget.notifications.comment_letters import about, reasons_for
from widget.notifications.decide import DECISIONS, Deciding, follow_link, read_link
from widget.notifications.delivery import ring
from widget.people.addresses import address_of_account
from widget.people.queries import identities_of
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.languages import speak
from widget.web.running import provider_titles
from widget.web.transactions import transaction

blueprint = Blueprint("decide", __name__)
WORDS = {Status.PUBLISHED: "approve", Status.SPAM: "spam", Status.TRASH: "trash"}


@blueprint.get("/decide/<token>")
@page
def show(token: str) -> Response:
    """Show what is to be decided, and as whom."""
    found = read_link(db.session(), token, clock.now())
    return _question(token, found) if found else _over()


@blueprint.post("/decide/<token>")
@page
@proved_by("link")
def decide(token: str) -> Response:
    """Decide, once; whoever comes second reads that it was done."""
    status = DECISIONS.get(body().get("decision", ""))
    if status is None:
        raise Malformed("`decision` must be approve, spam or trash.")
    found = read_link(db.session(), token, clock.now())
    if found is None:
        return _over()
    seen = body().get("seen", found.comment.public_id)
    if seen != seen_as(found.comment):  # its author has changed it: this is what it says now
        return _question(token, found)
    _speak_for(found)
    link = about(found.comment)["link"]
    with transaction() as store:
        done = follow_link(store, token, status, clock.now(), seen=seen)
    if not done:
        return _over()
    ring()
    return private(make_response(render_template("notifications/decided.html", decision=WORDS[status], link=link)))


def _question(token: str, found: Deciding) -> Response:
    _speak_for(found)
    names = [one.name for one in identities_of(db.session(), found.account)]
    html = render_template(
        "notifications/decide.html",
        token=token,
        comment=found.comment,
        seen=seen_as(found.comment),
        edited=found.is_edited_since,
        name=author_of(found.comment, provider_titles()).name,
        place=about(found.comment)["page"],
        reasons=reasons_for(db.session(), found.comment, quoting=True),
        acting=names[0] if names else "",
    )
    return private(make_response(html))


def _speak_for(found: Deciding) -> None:
    given = address_of_account(db.session(), found.account.id)
    if given:
        speak(given.lang)


def _over() -> Response:
    detail = _("It was decided already, is older than seven days, or is not yours any more.")
    html = render_template("errors/page.html", title=_("This link leads nowhere any more"), detail=detail, back=None)
    return private(make_response(html, 410))
