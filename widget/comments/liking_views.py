"""Likes over HTTP: of comments and of pages, by who is signed in."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from sqlalchemy.exc import IntegrityError

from widget.comments import policy
from widget.comments.banned import ban_on, told_until
from widget.comments.liking import like
from widget.comments.models import Comment
from widget.comments.rendering import Target, render_likes
from widget.comments.views import find_comment, find_thread, site_of_comment, site_of_thread
from widget.core import clock
from widget.errors import NotAllowed
from widget.extensions import db
from widget.people.models import Identity
from widget.threads.actions import ThreadAddress, ensure_thread
from widget.threads.models import Thread
from widget.web.actor import current_actor
from widget.web.headers import private
from widget.web.tenancy import current_site, site_by
from widget.web.transactions import transaction

blueprint = Blueprint("liking", __name__)


@blueprint.route("/comments/<comment_id>/like", methods=["PUT", "DELETE"])
@site_by(site_of_comment)
def like_comment(comment_id: str) -> Response:
    """Like a comment, or take that back; doing it again answers the same."""
    identity = _liking(find_comment(comment_id).thread)
    with transaction() as store:
        like(store, find_comment(comment_id), identity, clock.now(), wanted=_wanted())
    return _answer(find_comment(comment_id))


@blueprint.route("/threads/<thread_id>/like", methods=["PUT", "DELETE"])
@site_by(site_of_thread)
def like_thread(thread_id: str) -> Response:
    """Like a page, or take that back; its thread gets a row with the first like, as with the first comment."""
    address = find_thread(thread_id)
    identity = _liking(g.thread)
    if g.thread is None and not _wanted():
        return _answer(Thread(public_id=thread_id, likes=0))
    try:
        return _answer(_like_page(address, identity))
    except IntegrityError:  # another request made the thread at the same moment: now it is there
        return _answer(_like_page(address, identity))


def _like_page(address: ThreadAddress, identity: Identity) -> Thread:
    with transaction() as store:
        thread = ensure_thread(store, address, clock.now())
        like(store, thread, identity, clock.now(), wanted=_wanted())
    return thread


def _wanted() -> bool:
    return request.method == "PUT"


def _liking(thread: Thread | None) -> Identity:
    """Return who is about to like; raise NotAllowed for a guest."""
    identity = current_actor().identity
    now = clock.now()
    ban = ban_on(db.session(), current_site(), identity, now) if _wanted() else None
    refusal = policy.allowed(current_site(), thread, identity, now, ban=ban)["like"]
    if refusal:
        raise NotAllowed(refusal.detail, refusal.type, **told_until(refusal.until))
    if identity is None:
        raise NotAllowed
    return identity


def _answer(target: Target) -> Response:
    """Answer with the likes as they concern who asks, and as everybody sees them."""
    status = target.status.value if isinstance(target, Comment) else "published"
    html, public = (render_likes(db.session(), target, mine=mine) for mine in (_wanted(), False))
    told: dict[str, Any] = {"id": target.public_id, "status": status, "html": html, "public": public}
    return private(jsonify(told))
