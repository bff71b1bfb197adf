"""Reporting a comment over HTTP: by whoever reads it, signed in or not."""

from flask import Blueprint, Response, jsonify
from flask_babel import gettext

from widget.comments.banned import refuse_banned
from widget.comments.views import find_comment, site_of_comment
from widget.core import clock
from widget.core.text import marked, one_line
from widget.errors import Invalid
from widget.moderation.models import Complaint
from widget.moderation.reporting import LONGEST_TEXT, Reporter, report_comment
from widget.people.models import Identity
from widget.web.actor import current_actor, receipts
from widget.web.address import network
from widget.web.body import body
from widget.web.headers import private
from widget.web.tenancy import site_by
from widget.web.transactions import transaction

blueprint = Blueprint("reporting", __name__)
OF_ONE = 48  # bits of an IPv6 address that one reader may have for themselves: many a home has 256 networks of /64
WHICH = marked("Please say what is wrong with it.")
TOO_LONG = marked("This is too long: %(max)d characters at most.")


@blueprint.post("/comments/<comment_id>/report")
@site_by(site_of_comment)
def report(comment_id: str) -> Response:
    """Report a comment to who looks after the site; doing it again answers the same and changes nothing."""
    fresh = take_report(comment_id, current_actor().identity)
    response = private(jsonify(id=comment_id, reported=True))
    response.status_code = 201 if fresh else 200
    return response


def take_report(comment_id: str, identity: Identity | None) -> bool:
    """Keep the report that the body describes; False where this reader has sent one before."""
    what = _sent_complaint()
    refuse_banned(find_comment(comment_id).thread.site, identity)
    reporter = Reporter(identity, network(ipv6=OF_ONE), receipts())
    with transaction() as store:
        return report_comment(store, find_comment(comment_id), reporter, what, clock.now())


def _sent_complaint() -> tuple[Complaint, str]:
    reason, text = body().get("reason", ""), body().get("text", "").strip()
    errors = {}
    if reason not in set(Complaint):
        errors["reason"] = [gettext(WHICH)]
    if len(text) > LONGEST_TEXT:
        errors["text"] = [gettext(TOO_LONG, max=LONGEST_TEXT)]
    if errors:
        raise Invalid(errors)
    return Complaint(reason), one_line(text, LONGEST_TEXT)
