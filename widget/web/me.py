"""Who is on their own page: a session of its own, in a first-party cookie that is never handed over from a frame."""

from datetime import timedelta
from typing import Any, cast

from flask import Response, g, request

from widget.core import clock
from widget.errors import Lapsed
from widget.extensions import db
from widget.people.actions.me import ME_LIFE
from widget.people.models import MeSession
from widget.people.queries import live_me
from widget.web.tenancy import View

NAME = "__Host-rejoinder-me"
NOBODY = "nobody on their own page"  # the subject of a CSRF token before somebody has logged in


def of_me(view: View) -> View:
    """Mark a view as one of somebody's own page: its forms prove themselves by a field."""
    cast(Any, view).is_of_me = True
    return view


def is_of_me(view: Any) -> bool:
    """Whether a view belongs to somebody's own page."""
    return bool(getattr(view, "is_of_me", False))


def present_me() -> MeSession | None:
    """Return the session of whoever asks for their own page, found once per request; None before they log in."""
    if "me" not in g:
        token = request.cookies.get(NAME)
        g.me = live_me(db.session(), token, clock.now()) if token else None
    me: MeSession | None = g.me
    return me


def required_me() -> MeSession:
    """Return the same; raise Lapsed for whoever is not logged in."""
    me = present_me()
    if me is None:
        raise Lapsed("Please log in to your account again.")
    return me


def me_subject() -> str:
    """For whom the tokens of plain forms are signed."""
    me = present_me()
    return me.public_id if me else NOBODY


def set_me_cookie(response: Response, token: str, lifetime: timedelta = ME_LIFE) -> None:
    """Keep the credential in this browser; an empty one with no lifetime takes it away."""
    response.set_cookie(NAME, token, max_age=lifetime, secure=True, httponly=True, samesite="Lax")
