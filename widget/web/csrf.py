"""Unsafe requests come from our own pages: the Origin is ours, and the token was made for this very actor."""

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, request
from flask_wtf import CSRFProtect

from widget.core.signing import csrf_holds, csrf_token
from widget.errors import Lapsed, NotAllowed
from widget.web.actor import current_actor
from widget.web.body import body
from widget.web.credential import note_use
from widget.web.me import is_of_me, me_subject
from widget.web.running import settings
from widget.web.tenancy import View


class ActorCSRFProtect(CSRFProtect):
    """Flask-WTF's protection with a token bound to `session id | guest` instead of a cookie of its own."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 (Flask-WTF's signature)
        """Raise NotAllowed (`csrf`) or Lapsed for a request that must not act."""
        exempt = apply_exemptions and (not request.endpoint or self._is_exempt())
        if exempt or request.method not in current_app.config["WTF_CSRF_METHODS"]:
            return
        view = current_app.view_functions[request.endpoint or ""]
        if not is_own_origin() and not getattr(view, "from_elsewhere", False):
            raise NotAllowed("This request did not come from Rejoinder's own pages.", "csrf")
        if not getattr(view, "any_body", False):
            body()  # whatever the view makes of it: another kind of body is refused before anything acts
        if hasattr(view, "proof"):
            return
        if is_of_me(view):
            _check_form()
            return
        actor = current_actor()
        if actor.lapsed:
            raise Lapsed("Your text is still here. Log in again to post it.")
        if not csrf_holds(settings().secret_key, request.headers.get("X-CSRFToken", ""), actor.subject):
            raise NotAllowed("The form is out of date: reload the page and try again.", "csrf")
        note_use(actor)


csrf = ActorCSRFProtect()


def _check_form() -> None:
    """A plain form brings its token in a field; there is no script that could send a header."""
    if not csrf_holds(settings().secret_key, body().get("csrf_token", ""), me_subject()):
        raise NotAllowed("The form is out of date: reload the page and try again.", "csrf")


def is_own_origin() -> bool:
    """Whether this request comes from a page of ours."""
    return request.headers.get("Origin") == settings().base_url


def proved_by(secret: str, *, from_elsewhere: bool = False) -> Callable[[View], View]:
    """Exempt a view from the token since it checks a secret of its own, named here.

    And from Origin only when it is called `from_elsewhere`, by a provider's server or page and not by a page of ours.
    """

    def mark(view: View) -> View:
        cast(Any, view).proof, cast(Any, view).from_elsewhere = secret, from_elsewhere
        return view

    return mark


def takes_any_body(view: View) -> View:
    """Let a view that reads nothing of what is sent be called with whatever is: its address alone is its proof."""
    cast(Any, view).any_body = True
    return view


def new_token() -> str:
    """Return a token for the present actor."""
    return csrf_token(settings().secret_key, current_actor().subject)


def form_token() -> str:
    """Return a token for a plain form on somebody's own page."""
    return csrf_token(settings().secret_key, me_subject())
