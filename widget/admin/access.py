"""Who may see the pages below `/admin`, and how they are drawn: to everybody else they do not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request

from widget.errors import Lapsed, NotFound
from widget.extensions import db
from widget.moderation.queries import comment_of
from widget.people.models import Identity, MeSession
from widget.people.role_models import Role
from widget.people.roles import looked_after_by, role_of
from widget.signin.linking import WAY_BACK
from widget.sites.models import Site
from widget.sites.queries import site_by_id
from widget.web.csrf import form_token
from widget.web.errors import page, takes_scripts
from widget.web.headers import private
from widget.web.me import of_me, present_me, required_me
from widget.web.running import providers

ADMIN = "/admin"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the pages of a site that they look after."""

    me: MeSession
    site: Site
    role: Role

    @property
    def account_id(self) -> int:
        """Whose actions these are."""
        return self.me.identity.account_id

    @property
    def path(self) -> str:
        """Where the pages of the site are."""
        return f"{ADMIN}/sites/{self.site.public_id}"


def staff_page(view: Callable[..., Response]) -> Callable[..., Response]:
    """Mark a view as one of these pages: whoever is not logged in is asked to, and comes back to where they wanted."""

    @wraps(view)
    def shown_to_staff(**named: Any) -> Response:
        if present_me() is None:
            if request.method not in {"GET", "HEAD"}:
                raise Lapsed("Please log in to your account again.")
            return asked_to_log_in(_wanted())
        return view(**named)

    return takes_scripts(page(of_me(shown_to_staff)))


def seat(site_id: str) -> Seat:
    """Return who asks with their role on this site; raise NotFound for everybody without one."""
    return _seat(site_by_id(db.session(), site_id))


def owner_seat(site_id: str) -> Seat:
    """Return the same for an owner; raise NotFound also for a moderator."""
    here = seat(site_id)
    if here.role is not Role.OWNER:
        raise NotFound
    return here


def seat_of_comment(comment_id: str) -> Seat:
    """Return the same for the site of a comment."""
    comment = comment_of(db.session(), comment_id)
    return _seat(comment.thread.site if comment else None)


def identity_of_staff() -> Identity:
    """Return who asks; raise NotFound for whoever looks after nothing."""
    me = required_me()
    if me.identity.account.erases or not looked_after_by(db.session(), me.identity.account):
        raise NotFound
    return me.identity


def drawn(template: str, status: int = 200, **values: object) -> Response:
    """Return one of these pages, with a token for its forms."""
    values = {"seat": None, "here": ""} | values
    return private(make_response(render_template(f"admin/{template}.html", csrf_token=form_token(), **values), status))


def asked_to_log_in(back: str) -> Response:
    """Return the page with the ways to log in, from which one comes back."""
    return drawn("log_in", providers=list(providers().values()), back=back)


def led_to(place: str) -> Response:
    """Lead to another of our pages, once something was done."""
    response: Response = make_response(redirect(place, 303))
    return private(response)


def told(document: Mapping[str, object], status: int = 200) -> Response:
    """Answer a script."""
    response = jsonify(document)
    response.status_code = status
    return private(response)


def by_script() -> bool:
    """Whether a script has sent what a form could have."""
    return request.mimetype == "application/json"


def _seat(site: Site | None) -> Seat:
    me = required_me()
    role = role_of(db.session(), site, me.identity) if site else None
    if site is None or role is None or me.identity.account.erases:
        raise NotFound
    return Seat(me, site, role)


def _wanted() -> str:
    """Where somebody wanted to go, as far as it can be come back to."""
    whole = request.full_path.rstrip("?")
    return next((path for path in (whole, request.path) if WAY_BACK.fullmatch(path)), ADMIN)
