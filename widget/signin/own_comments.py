"""Editing one's own comment on a first-party page, without a script; opened in time as in the frame."""

from flask import Blueprint, Response

from widget.comments.banned import refuse_banned
from widget.comments.editing import CHANGED, OVER, edit_comment
from widget.comments.editing_views import sent_edit, stamp_for
from widget.comments.models import Comment
from widget.comments.policy import edits_end
from widget.core import clock
from widget.errors import Conflict, Invalid, NotAllowed
from widget.signin.me import active_me, back_to_me, own_comment, shown
from widget.web.body import body
from widget.web.errors import page
from widget.web.me import of_me
from widget.web.transactions import transaction

blueprint = Blueprint("own_comments", __name__)


@blueprint.get("/comments/<comment_id>/edit")
@page
@of_me
def ask(comment_id: str) -> Response:
    """Show what one has written, to be changed."""
    comment = own_comment(comment_id, active_me().identity.account)
    if clock.now() >= edits_end(comment.thread.site, comment):
        raise NotAllowed(OVER, "edit-over")
    return _form(comment, comment.source, stamp_for(comment))


@blueprint.post("/comments/<comment_id>/edit")
@page
@of_me
def edit(comment_id: str) -> Response:
    """Change it; what cannot be kept comes back with the sentence that says why, and with the text."""
    me = active_me()
    account = me.identity.account
    comment = own_comment(comment_id, account)
    typed, stamp = body().get("body", ""), body().get("stamp", "")
    refuse_banned(comment.thread.site, comment.identity or me.identity, comment.guest_email)
    try:
        change = sent_edit(comment)
        with transaction() as store:
            edit_comment(store, own_comment(comment_id, account), change, clock.now())
    except Invalid as problem:
        return _form(comment, typed, stamp, wrong=problem.errors["body"][0], status=422)
    except Conflict as problem:
        fresh = own_comment(comment_id, account)
        changed = problem.detail == CHANGED and clock.now() < edits_end(fresh.thread.site, fresh)
        return _form(fresh, typed, stamp_for(fresh) if changed else stamp, wrong=problem.detail, status=409)
    except NotAllowed as problem:
        return _form(comment, typed, stamp, wrong=problem.detail, status=403)
    return back_to_me()


def _form(comment: Comment, text: str, stamp: str, *, wrong: str = "", status: int = 200) -> Response:
    return shown("edit_comment", status, comment=comment, text=text, stamp=stamp, wrong=wrong)
