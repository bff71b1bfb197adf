"""What a comment has said before, for everybody who wonders: each edit with what it took out and put in."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask import Blueprint, Response, render_template

from widget.comments.models import Comment
from widget.comments.queries import comment_by_id, revisions_of
from widget.comments.tree import Author, author_of
from widget.core.difference import Piece, difference
from widget.core.statuses import Status
from widget.errors import NotFound
from widget.extensions import Store, db
from widget.reading.document import check_of, validator
from widget.web.answers import Answer
from widget.web.errors import page
from widget.web.headers import public_headers
from widget.web.languages import named_language, speak
from widget.web.running import offer_name, provider_titles
from widget.web.shelf import publish

blueprint = Blueprint("history", __name__)


@dataclass(frozen=True, slots=True)
class Change:
    """An edit: when, and what became of each piece of the text."""

    moment: datetime
    pieces: list[Piece]


@blueprint.get("/comments/<comment_id>/history")
@page
def show(comment_id: str) -> Response:
    """Every edit of a comment, the latest first, and what it said at first; the same page for everybody."""
    lang = named_language().tag

    def make() -> Answer:
        comment = comment_by_id(db.session(), comment_id)
        if comment is None or comment.status is not Status.PUBLISHED or comment.edited is None:
            raise NotFound("There is no such comment, or it was never edited.")
        check = check_of(comment.thread.site, comment.thread, comment.thread.public_id)
        speak(lang)
        html = _render(db.session(), comment)
        name = validator(check, f"history-{lang}", offer_name())
        return Answer(html.encode(), name, public_headers("text/html"), check)

    return publish(("history", comment_id, lang), make)


def _render(store: Store, comment: Comment) -> str:
    revisions = revisions_of(store, comment)
    texts = [*((one.created, one.source) for one in revisions), (comment.edited or comment.created, comment.source)]
    changes = [Change(after[0], difference(before[1], after[1])) for before, after in pairwise(texts)]
    author: Author = author_of(comment, provider_titles())
    return render_template(
        "comments/history.html",
        comment=comment.public_id,
        name=author.name,
        changes=changes[::-1],
        first=texts[0],
    )
