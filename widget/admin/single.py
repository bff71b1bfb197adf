"""One comment on a page of its own: to change what it says, or to answer it."""

from typing import Any

from flask import Blueprint, Response
from werkzeug.datastructures import MultiDict

from widget.admin.access import Seat, drawn, led_to, seat_of_comment, staff_page
from widget.admin.cases import CHANGED as CHANGED_MEANWHILE
from widget.admin.queue import place_of
from widget.comments.actions import post_comment
from widget.comments.drafts import Draft
from widget.comments.editing import CHANGED, edit_comment
from widget.comments.editing_views import sent_edit, stamp_for
from widget.comments.forms import CommentForm
from widget.comments.models import Comment
from widget.comments.policy import can_edit
from widget.comments.queries import mentionable
from widget.core import clock, ids
from widget.core.statuses import Status
from widget.errors import Conflict, Invalid, NotFound, Problem
from widget.extensions import db
from widget.moderation.actions import Order, decide, note
from widget.moderation.policy import Choice, seen_as
from widget.moderation.queries import alias_of, comment_on
from widget.people.models import Identity
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.queries import thread_by_key
from widget.web.address import network
from widget.web.body import body
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("admin_single", __name__)


@blueprint.get("/admin/comments/<comment_id>/edit")
@staff_page
def ask_for_edit(comment_id: str) -> Response:
    """Show what a comment says, to be changed."""
    here = seat_of_comment(comment_id)
    comment = _editable(here, comment_id)
    return drawn("edit", seat=here, comment=comment, text=comment.source, stamp=stamp_for(comment), wrong="")


@blueprint.post("/admin/comments/<comment_id>/edit")
@staff_page
def edit(comment_id: str) -> Response:
    """Change it; what cannot be kept comes back with the sentence that says why, and with the text."""
    here = seat_of_comment(comment_id)
    comment = _editable(here, comment_id)
    try:
        change = sent_edit(comment, by_staff=True)
        with transaction() as store:
            edit_comment(store, _editable(here, comment_id), change, clock.now(), by=here.account_id)
    except Problem as problem:
        if isinstance(problem, NotFound):
            raise
        fresh, stamp = _editable(here, comment_id), body().get("stamp", "")
        values = {"text": body().get("body", ""), "wrong": _sentence(problem)}
        values["stamp"] = stamp_for(fresh) if problem.detail == CHANGED else stamp
        return drawn("edit", problem.status, seat=here, comment=fresh, **values)
    return led_to(place_of(here, {"status": comment.status}))


@blueprint.get("/admin/comments/<comment_id>/reply")
@staff_page
def ask_for_reply(comment_id: str) -> Response:
    """Show a comment with a form to answer it."""
    here = seat_of_comment(comment_id)
    return _form(here, _answerable(here, comment_id), key=ids.new_secret())


@blueprint.post("/admin/comments/<comment_id>/reply")
@staff_page
def reply(comment_id: str) -> Response:
    """Answer a comment; what waits is approved with it."""
    here = seat_of_comment(comment_id)
    comment, seen = _answerable(here, comment_id), _answerable(here, comment_id).status
    form = CommentForm(MultiDict(body()), meta={"csrf": False})
    try:
        if not form.validate():
            raise Invalid(form.errors)
        draft, now = _draft(here, comment, form.body.data), clock.now()
        with transaction() as store:
            if seen is Status.HELD:
                order = Order(here.site, here.account_id, Choice.APPROVE, seen)
                if not decide(store, order, [_named_as_seen(comment_id)], now).done:
                    raise Conflict(CHANGED_MEANWHILE, "changed")
            posted = post_comment(store, draft, now=now)
            if not posted.repeated:
                note(store, here.site.id, "replied", posted.comment.public_id, now, by=here.account_id)
    except Problem as problem:
        if isinstance(problem, NotFound):
            raise
        return _form(here, _answerable(here, comment_id), key=body().get("idempotency_key", ""), problem=problem)
    return led_to(place_of(here, {"status": seen}))


def _named_as_seen(comment_id: str) -> str:
    """Return the name that the form has for a comment, as long as it is one of this comment."""
    seen = body().get("seen", "")
    return seen if seen.partition(".")[0] == comment_id else comment_id


def _editable(here: Seat, comment_id: str) -> Comment:
    comment = comment_on(db.session(), here.site, comment_id)
    if comment is None or not can_edit(comment, None, (), clock.now(), role=here.role):
        raise NotFound("There is no such comment.")
    return comment


def _answerable(here: Seat, comment_id: str) -> Comment:
    """Return a comment that can be answered: one that is published, or will be by that."""
    comment = comment_on(db.session(), here.site, comment_id)
    if comment is None or comment.status not in {Status.PUBLISHED, Status.HELD}:
        raise NotFound("There is no such comment.")
    return comment


def _draft(here: Seat, comment: Comment, text: str) -> Draft:
    author: Identity = here.me.identity
    return Draft(
        address=_address_of(comment.thread),
        author=author,
        body=text,
        people=mentionable(db.session(), comment.thread, text),
        parent=comment.public_id,
        idempotency_key=body().get("idempotency_key", "")[:64],
        network=network(),
        signature_key=settings().secret_key,
    )


def _address_of(thread: Thread) -> ThreadAddress:
    """Return an address that leads to a thread, which may have joined others, or go by its owner's own key."""
    kind, _, key = alias_of(db.session(), thread).partition(":")
    address = ThreadAddress(thread.site, thread.page, key if kind == "key" else None)
    if thread_by_key(db.session(), thread.site, address.thread_key) is thread:
        return address
    address = ThreadAddress(thread.site, f"https://{key}", None)
    if thread_by_key(db.session(), thread.site, address.thread_key) is not thread:
        raise Conflict("The page of this thread is not known any more.", "moved")
    return address


def _form(here: Seat, comment: Comment, *, key: str, problem: Problem | None = None) -> Response:
    values: dict[str, Any] = {"text": body().get("body", "") if problem else ""}
    values |= {"key": key, "seen": seen_as(comment)}
    values |= {"wrong": _sentence(problem) if problem else "", "identity": here.me.identity}
    return drawn("reply", problem.status if problem else 200, seat=here, comment=comment, **values)


def _sentence(problem: Problem) -> str:
    return str(problem.errors["body"][0]) if isinstance(problem, Invalid) else problem.detail or problem.title
