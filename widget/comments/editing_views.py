"""Editing over HTTP: opening an edit in time, and sending it."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from widget.comments import policy
from widget.comments.banned import refuse_banned
from widget.comments.editing import LONGEST_OPEN, OVER, STAFF_OPEN, Edit, edit_comment, opened_version
from widget.comments.forms import CommentForm
from widget.comments.models import Comment
from widget.comments.queries import last_revision, mentionable
from widget.comments.submissions import EDIT, submission_about
from widget.comments.views import answer, find_comment, site_of_comment
from widget.core import clock
from widget.core.signing import edit_stamp
from widget.errors import Invalid, Lapsed, NotAllowed
from widget.extensions import db
from widget.people.role_models import Role
from widget.people.roles import role_of
from widget.screening.outside import checks
from widget.screening.queries import screening_of
from widget.screening.screen import screen
from widget.web.actor import current_actor, receipts
from widget.web.address import client_address
from widget.web.body import body
from widget.web.headers import private
from widget.web.running import settings
from widget.web.tenancy import site_by
from widget.web.transactions import transaction

blueprint = Blueprint("editing", __name__)


@blueprint.get("/comments/<comment_id>/source")
@site_by(site_of_comment)
def source(comment_id: str) -> Response:
    """What an author has written, to be edited: the stamp says that it was opened in time, and on which version."""
    comment = find_comment(comment_id)
    role = _staff_role(comment)
    if not policy.can_edit(comment, current_actor().identity, receipts(), clock.now(), role=role):
        raise NotAllowed(OVER, "edit-over")
    told = {"id": comment_id, "body": comment.source, "stamp": stamp_for(comment)}
    longest = STAFF_OPEN if role else LONGEST_OPEN
    return private(jsonify(told | {"seconds": int(longest.total_seconds())}))


@blueprint.patch("/comments/<comment_id>")
@site_by(site_of_comment)
def edit(comment_id: str) -> Response:
    """Let an own comment say something else; who looks after the site may change what others have said."""
    comment = find_comment(comment_id)
    role, identity = _staff_role(comment), current_actor().identity
    change = sent_edit(comment, by_staff=role is not None)
    by = identity.account_id if role and identity else None
    with transaction() as store:
        edit_comment(store, find_comment(comment_id), change, clock.now(), by=by)
    return answer(find_comment(comment_id))


def stamp_for(comment: Comment) -> str:
    """Return the stamp of an edit that is opened now."""
    return edit_stamp(settings().secret_key, comment.public_id, last_revision(db.session(), comment), clock.now())


def sent_edit(comment: Comment, *, by_staff: bool = False) -> Edit:
    """Return the edit that the body describes; raise Invalid, or NotAllowed when it was not opened in time.

    Who looks after the site may take a day, and is not screened.
    """
    form = CommentForm(MultiDict(body()), meta={"csrf": False})
    if not form.validate():
        raise Invalid(form.errors)
    key, longest = settings().secret_key, STAFF_OPEN if by_staff else LONGEST_OPEN
    number = opened_version(key, comment, body().get("stamp", ""), clock.now(), longest=longest)
    people = mentionable(db.session(), comment.thread, form.body.data)
    change = Edit(body=form.body.data, number=number, signature_key=key, people=people)
    return change if by_staff else _screened(comment, change)


def _screened(comment: Comment, edit: Edit) -> Edit:
    """Return an edit with what screening makes of it; one that changes nothing is asked nobody about."""
    if edit.body == comment.source:
        return edit
    store, now = db.session(), clock.now()
    known = submission_about(
        store, comment, screening_of(store, comment.id), body=edit.body, html=str(edit.html), again=EDIT, now=now
    )
    sent = replace(known, address=client_address(), user_agent=request.headers.get("User-Agent", ""))
    return replace(edit, sent=sent, verdict=screen(store, sent, checks()))


def _staff_role(comment: Comment) -> Role | None:
    """Return by which role somebody edits, whoever wrote it; None for an author without one. Raise for anybody else."""
    actor = current_actor()
    if actor.lapsed:
        raise Lapsed("Your text is still here. Log in again to post it.")
    site = comment.thread.site
    role = role_of(db.session(), site, actor.identity)
    if role is None and not policy.is_author(comment, actor.identity, receipts()):
        raise NotAllowed("Only who wrote a comment can edit it.")
    if role is None:
        refuse_banned(site, actor.identity, comment.guest_email)
    return role
