"""What a request brings: text that can be kept, in its address and in its body, which is strings by name."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, g, request

from widget.core.text import marked
from widget.errors import Malformed, NotFound, WrongMediaType

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 50
LARGEST = 2**63 - 1  # of the numbers that a store knows
TAKEN_AS_IT_IS = {"page", "order", "lang", "theme"}  # an address is taken apart, and of the others a few words count
UNKEPT = marked("The text contains characters that cannot be kept.")


def refuse_unkept_addresses(app: Flask) -> None:
    """Nothing is found under a name with a NUL, or a number so large, which no store could even look for."""

    @app.before_request
    def check() -> None:
        asked = (one for name, one in request.args.items(multi=True) if name not in TAKEN_AS_IT_IS)
        numbers = (one for one in (request.view_args or {}).values() if isinstance(one, int))
        if any("\0" in one for one in (request.path, *asked)) or any(one > LARGEST for one in numbers):
            raise NotFound("There is nothing here.")


def body() -> dict[str, str]:
    """Return what was sent, once parsed; raise Malformed or WrongMediaType."""
    if "body" not in g:
        g.body = _strings(_parsed())
    sent: dict[str, str] = g.body
    return sent


def _parsed() -> Any:
    if request.mimetype in {"", JSON, FORM} and not request.get_data():
        return {}
    if request.mimetype == JSON:
        return _json()
    if request.mimetype == FORM:
        return _form(request.get_data())
    raise WrongMediaType("Send application/json or application/x-www-form-urlencoded.")


def _json() -> Any:
    try:
        return request.get_json()
    except RecursionError as error:
        raise Malformed("The body is nested too deeply.") from error


def _form(raw: bytes) -> dict[str, str]:
    if raw.count(b"&") >= MOST_FIELDS:
        raise Malformed("A form may have at most %(most)s fields.", most=str(MOST_FIELDS))
    try:
        return dict(parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError as error:  # not ASCII, or not UTF-8 inside the escapes
        raise Malformed("The form is not valid: its text must be UTF-8.") from error


def _strings(sent: Any) -> dict[str, str]:
    if not isinstance(sent, dict) or not all(isinstance(value, str) for value in sent.values()):
        raise Malformed("The body must be one object whose values are strings.")
    for value in sent.values():
        if "\0" in value or not _is_unicode(value):
            raise Malformed(UNKEPT)
    return sent


def _is_unicode(text: str) -> bool:
    """Whether a text can be kept: JSON can escape halves of characters, which are no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
