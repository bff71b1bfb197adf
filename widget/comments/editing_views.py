"""Editing over HTTP: opening an edit in time, and sending it."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify
from werkzeug.datastructures import MultiDict

from widget.comments import policy
from widget.comments.banned import refuse_banned
from widget.comments.editing import LONGEST_OPEN, OVER, STAFF_OPEN, Edit, edit_comment, opened_version
from widget.comments.forms import CommentForm
from widget.comments.models import Comment
from widget.comments.queries import last_revision, mentionable
from widget.comments.views import answer, find_comment, site_of_comment
from widget.core import clock
from widget.core.signing import edit_stamp
from widget.errors import Invalid, Lapsed, NotAllowed
from widget.extensions import db
from widget.people.role_models import Role
from widget.people.roles import role_of
from widget.web.actor import current_actor, receipts
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
    return private(jsonify(told | {"seconds": LONGEST_OPEN.seconds}))


@blueprint.patch("/comments/<comment_id>")
@site_by(site_of_comment)
def edit(comment_id: str) -> Response:
    """Let an own comment say something else; who looks after the site may change what others have said."""
    comment = find_comment(comment_id)
    role, identity = _staff_role(comment), current_actor().identity
    change = sent_edit(comment, longest=STAFF_OPEN if role else LONGEST_OPEN)
    by = identity.account_id if role and identity else None
    with transaction() as store:
        edit_comment(store, find_comment(comment_id), change, clock.now(), by=by)
    return answer(find_comment(comment_id))


def stamp_for(comment: Comment) -> str:
    """Return the stamp of an edit that is opened now."""
    return edit_stamp(settings().secret_key, comment.public_id, last_revision(db.session(), comment), clock.now())


def sent_edit(comment: Comment, *, longest: timedelta = LONGEST_OPEN) -> Edit:
    """Return the edit that the body describes; raise Invalid, or NotAllowed when it was not opened in time.

    `longest` is for how long it may have been open.
    """
    form = CommentForm(MultiDict(body()), meta={"csrf": False})
    if not form.validate():
        raise Invalid(form.errors)
    key = settings().secret_key
    number = opened_version(key, comment, body().get("stamp", ""), clock.now(), longest=longest)
    people = mentionable(db.session(), comment.thread, form.body.data)
    return Edit(body=form.body.data, number=number, signature_key=key, people=people)


def _staff_role(comment: Comment) -> Role | None:
    """Return by which role somebody edits what is another's; None for its author. Raise for anybody else."""
    actor = current_actor()
    if actor.lapsed:
        raise Lapsed("Your text is still here. Log in again to post it.")
    site = comment.thread.site
    if policy.is_author(comment, actor.identity, receipts()):
        refuse_banned(site, actor.identity)
        return None
    role = role_of(db.session(), site, actor.identity)
    if role is None:
        raise NotAllowed("Only who wrote a comment can edit it.")
    return role
