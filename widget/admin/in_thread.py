"""Looking after a thread where it stands, by the frame's session: what waits in it, and decisions about it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from widget.admin.access import ADMIN
from widget.admin.cases import sentence_of, whose_was_first
from widget.admin.decisions import sent_reason
from widget.comments.models import Comment
from widget.comments.pinning import PinRefused
from widget.comments.policy import moderates
from widget.comments.rendering import render_comment
from widget.comments.views import find_comment, site_of_comment
from widget.core import clock
from widget.core.statuses import GONE, Status
from widget.core.text import marked
from widget.errors import Conflict, Lapsed, Malformed, NotAllowed, NotFound
from widget.extensions import db
from widget.moderation import actions
from widget.moderation.actions import Order, Outcome
from widget.moderation.pinning import pin
from widget.moderation.policy import LONGEST_WORDS, Choice, seen_as
from widget.moderation.queries import comment_on, held_in, reported_in, screenings_of
from widget.moderation.reasons import TO_THE_AUTHOR, told_reports
from widget.moderation.report_queries import reports_of
from widget.people.roles import role_of
from widget.screening.reasons import reasons_of
from widget.sites.models import Site
from widget.threads.queries import thread_by_id
from widget.web.actor import current_actor
from widget.web.body import body
from widget.web.headers import private
from widget.web.tenancy import current_site, site_by
from widget.web.transactions import transaction

blueprint = Blueprint("in_thread", __name__)
MOST = 25  # comments that wait, and that are reported, of one thread
NOT_PINNABLE = marked("Only a public comment that answers no other can be pinned.")
OTHERS = marked("Only who looks after this site may do that.")
DECIDED = {Status.PUBLISHED: Choice.APPROVE, Status.SPAM: Choice.SPAM, Status.TRASH: Choice.TRASH}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who looks after the site of what they are reading."""

    site: Site
    account_id: int


def site_of_thread(thread_id: str) -> Site:
    """Return the site of a thread that has a row; nothing waits in any other."""
    thread = thread_by_id(db.session(), thread_id)
    if thread is None:
        raise NotFound("There are no comments here yet.")
    return thread.site


@blueprint.get("/threads/<thread_id>/held")
@site_by(site_of_thread)
def held(thread_id: str) -> Response:
    """What waits in a thread and what readers have reported in it, with reasons; and what the staff acts with."""
    keeper, store = _keeper(), db.session()
    thread = thread_by_id(store, thread_id)
    if thread is None:
        raise NotFound("There are no comments here yet.")
    found, reported = held_in(store, thread, MOST + 1), reported_in(store, thread, MOST)
    why = _reasons([*found, *reported])
    place = f"{ADMIN}/sites/{keeper.site.public_id}/comments?thread={thread.public_id}"
    told: dict[str, Any] = {
        "comments": [_described(one, why[one.id]) for one in found[:MOST]],
        "reported": [{"id": one.public_id, "reasons": why[one.id]} for one in reported],
        "more": len(found) > MOST,
        "tools": render_template("comments/_moderate.html", queue=place, reasons=TO_THE_AUTHOR, longest=LONGEST_WORDS),
    }
    return private(jsonify(told))


@blueprint.post("/comments/<comment_id>/decision")
@site_by(site_of_comment)
def decide(comment_id: str) -> Response:
    """Give a comment another status as the queue would; `published` once more says that nothing is wrong with it."""
    keeper = _keeper()
    comment = _comment(keeper, comment_id)
    seen, status = (_status(body().get(name) or comment.status) for name in ("seen", "status"))
    choice = DECIDED.get(status)
    if choice is None:
        raise Malformed("`status` must be published, spam or trash.")
    choice = Choice.DISMISS if seen is status is Status.PUBLISHED else choice
    order = Order(keeper.site, keeper.account_id, choice, seen, *sent_reason())
    name = body().get("name") or seen_as(comment)  # what waits has a name that changes with its text
    if name.partition(".")[0] != comment_id:
        raise Malformed("`name` must be one of this comment.")
    with transaction() as store:
        outcome = actions.decide(store, order, [name], clock.now())
    return _answer(comment_id, outcome, choice)


@blueprint.delete("/comments/<comment_id>/decision")
@site_by(site_of_comment)
def undo(comment_id: str) -> Response:
    """Take back what was decided about a comment within a day, and with it about others if that was one action."""
    keeper = _keeper()
    _comment(keeper, comment_id)
    with transaction() as store:
        outcome = actions.undo(store, keeper.site, body().get("batch", ""), clock.now(), by=keeper.account_id)
    return _answer(comment_id, outcome, None)


@blueprint.route("/comments/<comment_id>/pin", methods=["PUT", "DELETE"])
@site_by(site_of_comment)
def pin_comment(comment_id: str) -> Response:
    """Let a comment stand above all others of its thread, or in its place again; doing it again changes nothing."""
    keeper, wanted = _keeper(), request.method == "PUT"
    _comment(keeper, comment_id)
    try:
        with transaction() as store:
            pin(store, find_comment(comment_id), clock.now(), by=keeper.account_id, wanted=wanted)
    except PinRefused as refused:
        raise Conflict(NOT_PINNABLE, "not-pinnable") from refused
    return private(jsonify(_told(find_comment(comment_id))))


def _keeper() -> Keeper:
    """Return who asks; raise NotAllowed for whoever has no role on the site."""
    actor, site = current_actor(), current_site()
    if actor.lapsed:
        raise Lapsed
    identity = actor.identity
    if identity is None or not moderates(identity, role_of(db.session(), site, identity)):
        raise NotAllowed(OTHERS)
    return Keeper(site, identity.account_id)


def _comment(keeper: Keeper, comment_id: str) -> Comment:
    comment = comment_on(db.session(), keeper.site, comment_id)
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment


def _status(name: str) -> Status:
    if name not in set(Status):
        raise Malformed("`seen` and `status` must be what a comment can be.")
    return Status(name)


def _answer(comment_id: str, outcome: Outcome, choice: Choice | None) -> Response:
    """Say what was done; raise Conflict with what somebody else had done before."""
    comment = find_comment(comment_id)
    if not outcome.done:
        raise Conflict(whose_was_first(db.session(), comment), "decided")
    batch = outcome.batch if choice else None
    return private(jsonify(_told(comment) | {"batch": batch, "said": sentence_of(1, choice)}))


def _told(comment: Comment) -> dict[str, Any]:
    return _described(comment, _reasons([comment])[comment.id])


def _described(comment: Comment, reasons: list[str]) -> dict[str, Any]:
    """Return a comment as the staff sees it in its thread: as everybody does, or with why nobody else does."""
    waits = comment.status is Status.HELD
    return {
        "id": comment.public_id,
        "parent": comment.parent.public_id if comment.parent else None,
        "status": comment.status.value,
        "name": seen_as(comment),
        "html": render_comment(comment, reasons=reasons if waits else None) if _is_there(comment) else None,
        "reasons": reasons,
    }


def _is_there(comment: Comment) -> bool:
    """Whether anything of a comment stays in its thread, if only a tombstone; what waits does for the staff."""
    return comment.shown or comment.status not in {*GONE, Status.SPAM}


def _reasons(comments: list[Comment]) -> dict[int, list[str]]:
    store = db.session()
    screenings, reports = screenings_of(store, comments), reports_of(store, comments)
    return {one.id: [*told_reports(reports.get(one.id, ())), *reasons_of(screenings.get(one.id))] for one in comments}
