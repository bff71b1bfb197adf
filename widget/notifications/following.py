"""`/comments/ID/subscription`: who has written wants mail about replies, by one click."""

from flask import Blueprint, Response, jsonify
from flask_babel import gettext as _

from widget.comments.models import AuthorKind, Comment
from widget.comments.policy import is_author
from widget.comments.views import find_comment, site_of_comment
from widget.core import clock
from widget.core.mailbox import plain_address
from widget.core.statuses import GONE, Status
from widget.errors import Invalid, NotAllowed, NotFound
from widget.extensions import Store, db
from widget.notifications.consent import may_ask, proved_by_author
from widget.notifications.delivery import ring
from widget.notifications.spreading import ask_about
from widget.notifications.subscribing import subscribe
from widget.people.addresses import known_address
from widget.web.actor import current_actor, receipts
from widget.web.address import network
from widget.web.body import body
from widget.web.headers import private
from widget.web.languages import spoken
from widget.web.running import settings
from widget.web.tenancy import site_by
from widget.web.transactions import transaction

blueprint = Blueprint("following", __name__)


@blueprint.put("/comments/<comment_id>/subscription")
@site_by(site_of_comment)
def follow(comment_id: str) -> Response:
    """Let the author of a comment hear of replies, at the address that is known or that they give now.

    `confirmed`: the address is theirs, and nothing more is to be done. For one that is typed the answer is always the
    same, whatever we know of it: a mail asks whoever reads it, or has asked already.
    """
    if not settings().mail.configured:
        raise NotFound("There is nothing here.")
    comment = find_comment(comment_id)
    if comment.status in GONE or not is_author(comment, current_actor().identity, receipts()):
        raise NotAllowed("Only who wrote a comment can follow it.")
    address = _address(comment)
    with transaction() as store:
        confirmed = _follow(store, find_comment(comment_id), address)
    ring()
    return private(jsonify({"confirmed": confirmed}))


def _follow(store: Store, comment: Comment, address: str) -> bool:
    now = clock.now()
    wish = subscribe(store, comment, address, spoken().tag, now, whole=body().get("whole") == "1")
    if comment.status is Status.PUBLISHED and may_ask(store, wish, now):
        ask_about(store, wish, network(), now)
    return proved_by_author(store, comment, address)


def _address(comment: Comment) -> str:
    if comment.author_kind is AuthorKind.GUEST:
        address = plain_address(comment.guest_email or "")
    elif body().get("address", "").strip():
        address = plain_address(body()["address"])
    else:
        known = known_address(db.session(), comment.identity.account_id) if comment.identity else None
        address = known[0] if known else None
    if address is None:
        typed = body().get("address", "").strip()
        sentence = _("Invalid email address") if typed else _("Please enter your email address here")
        raise Invalid({"address": [str(sentence)]})
    return address
