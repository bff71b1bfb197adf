"""Who asks: a signed-in identity with its session, or a guest with receipts."""

from dataclasses import dataclass

from flask import g, request

from widget.core import clock
from widget.core.signing import comment_of_receipt
from widget.extensions import db
from widget.people.models import Identity, Session, SessionKind
from widget.people.queries import live_session
from widget.sites.models import Site
from widget.web.running import settings
from widget.web.tenancy import current_site

GUEST = "guest"  # the subject of a guest's CSRF token
MOST_RECEIPTS = 20


@dataclass(frozen=True, slots=True)
class Actor:
    """`lapsed` means that a credential was sent whose session is gone."""

    session: Session | None
    lapsed: bool = False

    @property
    def identity(self) -> Identity | None:
        """Who is signed in."""
        return self.session.identity if self.session else None

    @property
    def subject(self) -> str:
        """For whom CSRF tokens are signed."""
        return self.session.public_id if self.session else GUEST


def cookie_name(site: Site) -> str:
    """Return the name of the session cookie: two sites may share a browser's partition."""
    return f"__Host-rejoinder-{site.public_id}"


def current_actor() -> Actor:
    """Return who asks, found once per request."""
    if "actor" not in g:
        g.actor = _find_actor(current_site())
    actor: Actor = g.actor
    return actor


def _find_actor(site: Site) -> Actor:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    by_bearer = scheme.lower() == SessionKind.BEARER
    token = bearer if by_bearer else request.cookies.get(cookie_name(site))
    if not token:
        return Actor(None)
    kind = SessionKind.BEARER if by_bearer else SessionKind.COOKIE
    session = live_session(db.session(), token, kind, clock.now())
    if session is None or session.site_id != site.id:
        return Actor(None, lapsed=True)
    return Actor(session)


def receipts() -> frozenset[str]:
    """Return the comments that the request brings genuine receipts of."""
    sent = [text.strip() for text in request.headers.get("Rejoinder-Receipts", "").split(",")[:MOST_RECEIPTS]]
    proven = (comment_of_receipt(settings().secret_key, text) for text in sent if text)
    return frozenset(comment for comment in proven if comment)
