"""The list of who likes something, for whoever asks for it."""

import json
from collections.abc import Callable

from flask import Blueprint, Response

from widget.comments.models import Comment
from widget.comments.queries import comment_by_id
from widget.comments.rendering import Target, render_likers
from widget.core.statuses import Status
from widget.errors import NotFound
from widget.extensions import db
from widget.reading.document import check_of, validator
from widget.threads.queries import thread_by_id
from widget.web.answers import Answer
from widget.web.headers import public_headers
from widget.web.languages import named_language, speak
from widget.web.running import offer_name
from widget.web.shelf import publish

blueprint = Blueprint("likers", __name__)


@blueprint.get("/comments/<comment_id>/likes")
def of_comment(comment_id: str) -> Response:
    """Who likes a comment."""
    return _list(f"likes-{comment_id}", lambda: _published(comment_id))


@blueprint.get("/threads/<thread_id>/likes")
def of_thread(thread_id: str) -> Response:
    """Who likes a page."""
    return _list(f"likes-of-page-{thread_id}", lambda: thread_by_id(db.session(), thread_id))


def _list(name: str, find: Callable[[], Target | None]) -> Response:
    lang = named_language().tag

    def make() -> Answer:
        target = find()
        if target is None:
            raise NotFound("There is nothing here that could be liked.")
        thread = target.thread if isinstance(target, Comment) else target
        check = check_of(thread.site, thread, thread.public_id)
        speak(lang)
        text = json.dumps({"html": render_likers(db.session(), target), "likes": target.likes}).encode()
        return Answer(text, validator(check, f"likes-{lang}", offer_name()), public_headers("application/json"), check)

    return publish((name, lang), make)


def _published(comment_id: str) -> Comment | None:
    comment = comment_by_id(db.session(), comment_id)
    return comment if comment and comment.status is Status.PUBLISHED else None
