"""Errors over HTTP: a human page where people look, problem details everywhere else; by route, never by Accept.

An address that no route knows was typed or followed by somebody, when it was asked for by GET.
"""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from typing import Any, cast

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import gettext, ngettext
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException

from widget.errors import Lapsed, Malformed, NotFound, Problem, TooLarge, TooMany
from widget.web.me import is_of_me
from widget.web.tenancy import View

MINUTE = 60  # seconds; and minutes of an hour
ANSWERS: dict[int, type[Problem]] = {400: Malformed, 404: NotFound, 413: TooLarge}


def page(view: View) -> View:
    """Mark a view as a page: its errors are pages too."""
    cast(Any, view).is_page = True
    return view


def takes_scripts(view: View) -> View:
    """Mark a page whose forms a script may send as JSON: that gets its errors as such."""
    cast(Any, view).takes_scripts = True
    return view


def show_errors(app: Flask) -> None:
    """Register how each kind of error is answered."""
    app.register_error_handler(Problem, cast(Callable[[Any], Any], answer_problem))
    app.register_error_handler(HTTPException, cast(Callable[[Any], Any], answer_http_exception))
    app.register_error_handler(ObjectDeletedError, lambda _: answer_problem(Lapsed()))


def answer_problem(problem: Problem) -> Response:
    """Answer an expected failure."""
    return _answer(problem.status, problem.type, _say(problem.title), sentence_of(problem), problem)


def sentence_of(problem: Problem) -> str:
    """Return what went wrong, and when to come back where that is known; empty where the title says it all."""
    said = _say(problem.detail, **problem.values)
    return f"{said} {_again_in(problem.retry_after)}" if isinstance(problem, TooMany) else said


def _again_in(seconds: int) -> str:
    """Say how long to wait, as people say it, and never too little."""
    if seconds < MINUTE:
        return str(ngettext("Try again in %(num)d second.", "Try again in %(num)d seconds.", seconds))
    minutes = ceil(seconds / MINUTE)
    if minutes < MINUTE:
        return str(ngettext("Try again in %(num)d minute.", "Try again in %(num)d minutes.", minutes))
    hours = ceil(minutes / MINUTE)
    return str(ngettext("Try again in %(num)d hour.", "Try again in %(num)d hours.", hours))


def answer_http_exception(error: HTTPException) -> Response:
    """Answer what Flask itself refuses, in the same shape."""
    status = error.code or 500
    if status in ANSWERS:
        return answer_problem(ANSWERS[status]())
    name = HTTPStatus(status).phrase
    response = _answer(status, name.lower().replace(" ", "-"), name, "", None)
    if status == HTTPStatus.METHOD_NOT_ALLOWED and (allow := error.get_response().headers.get("Allow")):
        response.headers["Allow"] = allow
    return response


def _say(msgid: str, **values: str) -> str:
    return str(gettext(msgid, **values)) if msgid else ""


def _answer(status: int, kind: str, title: str, detail: str, problem: Problem | None) -> Response:
    if _is_page(status):
        back = request.endpoint and is_of_me(current_app.view_functions[request.endpoint])
        html = render_template("errors/page.html", title=title, detail=detail, back="/me" if back else None)
        response = Response(html, mimetype="text/html")
    else:
        document = {"type": kind, "title": title, "status": status, "detail": detail or title}
        response = jsonify(document | (problem.extras() if problem else {}))
        response.mimetype = "application/problem+json"
    response.status_code = status
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _is_page(status: int) -> bool:
    if request.endpoint is None:
        return status == HTTPStatus.NOT_FOUND and request.method in {"GET", "HEAD"}
    view = current_app.view_functions[request.endpoint]
    by_script = request.mimetype == "application/json" and getattr(view, "takes_scripts", False)
    return getattr(view, "is_page", False) and not by_script
