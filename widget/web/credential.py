"""The cookie of a session: how it is set, and that each use of a session moves its end."""

from datetime import timedelta

from flask import Flask, Response, g, request

from widget.core import clock
from widget.people.actions import sessions
from widget.people.models import SessionKind
from widget.people.queries import locked_session
from widget.sites.models import Site
from widget.web.actor import Actor, cookie_name, current_actor
from widget.web.running import settings
from widget.web.tenancy import current_site
from widget.web.transactions import transaction


def set_cookie(response: Response, site: Site, token: str, lifetime: timedelta) -> None:
    """Give the frame its credential; an empty token with no lifetime takes it away again."""
    response.set_cookie(
        cookie_name(site),
        token,
        max_age=lifetime,
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )


def note_use(actor: Actor) -> None:
    """Write down that a session was used, at most once an hour."""
    if actor.session is None or not sessions.use_is_due(actor.session, clock.now()):
        return
    used = actor.session.id
    with transaction() as store:
        session = locked_session(store, used)
        if session is None:
            g.actor = Actor(None, lapsed=True)
            return
        sessions.note_use(session, clock.now(), settings().sessions)
        g.renewed = session.kind is SessionKind.COOKIE


def renew_cookies(app: Flask) -> None:
    """Let the cookie of a session live as long as the session does after its use was noted."""

    @app.after_request
    def renew(response: Response) -> Response:
        session = current_actor().session if g.get("renewed") else None
        if session:
            site = current_site()
            set_cookie(response, site, request.cookies[cookie_name(site)], session.ends - clock.now())
        return response
