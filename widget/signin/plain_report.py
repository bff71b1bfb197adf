"""Reporting a comment on a first-party page, for browsers without scripts."""

from flask import Blueprint, Response

from widget.comments.models import Comment
from widget.comments.tree import author_of
from widget.comments.views import find_comment
from widget.core.statuses import Status
from widget.errors import Invalid, NotAllowed, NotFound, TooMany
from widget.moderation.reasons import COMPLAINTS
from widget.moderation.reporting import LONGEST_TEXT
from widget.moderation.reporting_views import take_report
from widget.signin.me import shown
from widget.web.body import body
from widget.web.errors import page, sentence_of
from widget.web.me import of_me, present_me
from widget.web.running import provider_titles

blueprint = Blueprint("plain_report", __name__)


@blueprint.get("/comments/<comment_id>/report")
@page
@of_me
def ask(comment_id: str) -> Response:
    """Show the comment, and ask what is wrong with it."""
    return _form(_readable(comment_id))


@blueprint.post("/me/comments/<comment_id>/report")
@page
@of_me
def report(comment_id: str) -> Response:
    """Report it, as who is logged in here or as a guest; what cannot be taken comes back with the sentence why."""
    comment, me = _readable(comment_id), present_me()
    try:
        take_report(comment_id, me.identity if me and not me.identity.account.erases else None)
    except Invalid as problem:
        return _form(comment, wrong=next(iter(problem.errors.values()))[0], status=problem.status)
    except (NotAllowed, TooMany) as problem:
        return _form(comment, wrong=sentence_of(problem), status=problem.status)
    return shown("reported", comment=comment)


def _readable(comment_id: str) -> Comment:
    comment = find_comment(comment_id)
    if comment.status is not Status.PUBLISHED:
        raise NotFound("There is no such comment.")
    return comment


def _form(comment: Comment, *, wrong: str = "", status: int = 200) -> Response:
    values = {"author": author_of(comment, provider_titles()), "complaints": COMPLAINTS, "longest": LONGEST_TEXT}
    return shown("report", status, comment=comment, typed=body() if wrong else {}, wrong=wrong, **values)
