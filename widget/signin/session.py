"""`/session`: who this frame is, what it may do, and which comments are its own. Private, never cached."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask_babel import gettext

from widget.comments import policy
from widget.comments.banned import known_ban, told_until
from widget.comments.claiming import claim_guests
from widget.comments.models import Comment
from widget.comments.queries import claimable, own_comments
from widget.comments.rendering import render_comment, render_liked
from widget.comments.views import told_status
from widget.core import clock, signing
from widget.core.statuses import GONE, Status
from widget.core.text import marked
from widget.errors import Lapsed, NotAllowed
from widget.extensions import Store, db
from widget.moderation.queries import reasons_for
from widget.moderation.reasons import told_reason
from widget.people.actions import failures, sessions
from widget.people.addresses import known_address
from widget.people.models import Identity
from widget.people.queries import held_identities, locked_session
from widget.people.roles import role_of
from widget.providers import mark_of, title_of
from widget.providers.failures import BUSY, NO_PROFILE, UNREACHABLE
from widget.sites.models import Site
from widget.threads.models import Thread
from widget.threads.queries import thread_by_id
from widget.web.actor import Actor, cookie_name, current_actor, receipts
from widget.web.body import body
from widget.web.credential import note_use, set_cookie
from widget.web.csrf import new_token
from widget.web.headers import private
from widget.web.running import provider_titles, providers, settings
from widget.web.tenancy import current_site, named_site, site_by
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("session", __name__)
TROUBLES = {
    UNREACHABLE: marked("%(provider)s cannot be reached at the moment. You can try, or log in another way."),
    BUSY: marked("%(provider)s is too busy at the moment. You can try, or log in another way."),
    NO_PROFILE: marked("%(provider)s does not tell who you are at the moment. You can try, or log in another way."),
}


@blueprint.get("/session")
@site_by(named_site)
def show() -> Response:
    """Tell the frame who it is; a dead credential is a guest's, and its cookie goes."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise NotAllowed("Only Rejoinder's own frame may ask this.")
    current_site()
    note_use(current_actor())
    return answer()


@blueprint.delete("/session")
@site_by(named_site)
def log_out() -> Response:
    """End the session on the server, at once."""
    actor = current_actor()
    if actor.session:
        with transaction() as store:
            sessions.end_session(store, actor.session)
    g.actor = Actor(None, lapsed=True)
    return answer()


@blueprint.put("/session/identity")
@site_by(named_site)
def change_identity() -> Response:
    """Become another identity that this session holds."""
    actor = current_actor()
    if actor.session is None:
        raise NotAllowed("You are not signed in.")
    changing = actor.session.id
    with transaction() as store:
        session = locked_session(store, changing)
        if session is None:
            raise Lapsed
        if not sessions.change_identity(store, session, body().get("identity", ""), _oldest_sign_in()):
            raise NotAllowed("This browser is not signed in as that account.")
    return answer()


@blueprint.post("/session/claims")
@site_by(named_site)
def claim_comments() -> Response:
    """Make comments one's own that one has written here as a guest, as the receipts prove."""
    actor, site = current_actor(), current_site()
    if actor.identity is None:
        raise NotAllowed("You are not signed in.")
    identity = actor.identity.id
    with transaction() as store:
        claim_guests(store, site, store.get_one(Identity, identity), receipts())
    forget_freed_pages()
    return answer()


def answer() -> Response:
    """Return who the frame is now, as `GET /session` says it."""
    site, actor, store = current_site(), current_actor(), db.session()
    thread = _thread(store, site)
    response = private(jsonify(_describe(store, site, thread, actor)))
    if actor.lapsed and cookie_name(site) in request.cookies:
        set_cookie(response, site, "", timedelta())
    return response


def _thread(store: Store, site: Site) -> Thread | None:
    thread = thread_by_id(store, request.args.get("thread", ""))
    return thread if thread and thread.site_id == site.id else None


def _describe(store: Store, site: Site, thread: Thread | None, actor: Actor) -> dict[str, Any]:
    now = clock.now()
    role, ban = role_of(store, site, actor.identity), known_ban(store, site, actor.identity, now)
    allowed = policy.allowed(site, thread, actor.identity, now, ban=ban, role=role)
    return {
        "identity": _identity(actor.identity, site) if actor.identity else None,
        "identities": [_identity(one, site) for one in _held(store, actor)],
        "role": role.value if role and "moderate" in allowed else None,
        "csrf_token": new_token(),
        "stamp": signing.stamp(settings().secret_key, now),
        "allowed": {
            action: refusal and {"type": refusal.type, "detail": gettext(refusal.detail, **told_until(refusal.until))}
            for action, refusal in allowed.items()
        },
        "own": _own(store, thread, actor, now) if thread else [],
        "likes": render_liked(store, thread, actor.identity) if thread and actor.identity else [],
        "mail": bool(actor.identity and known_address(store, actor.identity.account_id)),
        "claims": len(claimable(store, site, receipts())) if actor.identity else 0,
        "troubles": _troubles(store, now),
    }


def _own(store: Store, thread: Thread, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return one's own comments; of what was put in the trash only what one is told the reason of."""
    own = own_comments(store, thread, actor.identity, receipts())
    reasons = reasons_for(store, own)
    return [
        _own_comment(comment, told_reason(reasons[comment.id]) if comment.id in reasons else "", now)
        for comment in own
        if comment.status not in GONE or comment.id in reasons
    ]


def _own_comment(comment: Comment, notice: str, now: datetime) -> dict[str, Any]:
    until = policy.edits_end(comment.thread.site, comment)
    public = comment.status is Status.PUBLISHED
    return {
        "id": comment.public_id,
        "parent": comment.parent.public_id if comment.parent else None,
        "status": Status.HELD.value if notice else told_status(comment.status),
        "html": None if public else render_comment(comment, notice=notice),
        "edit_until": until.isoformat() if until > now and comment.status not in GONE else None,
    }


def _troubles(store: Store, now: datetime) -> list[dict[str, str]]:
    """Which of the offered providers have failed again and again, each with a sentence; whoever wants may still try."""
    return [
        {"provider": one.provider, "detail": gettext(TROUBLES[one.detail], provider=providers()[one.provider].title)}
        for one in failures.marked(store, now)
        if one.provider in providers() and one.detail in TROUBLES
    ]


def _held(store: Store, actor: Actor) -> list[Identity]:
    if actor.session is None:
        return []
    return [held.identity for held in held_identities(store, actor.session, _oldest_sign_in())]


def _oldest_sign_in() -> datetime:
    """Nobody is held longer than a session may last."""
    return clock.now() - settings().sessions.absolute


def _identity(identity: Identity, site: Site) -> dict[str, Any]:
    return {
        "id": identity.public_id,
        "name": identity.name,
        "handle": identity.handle,
        "provider": identity.provider,
        "provider_title": title_of(provider_titles(), identity.provider, identity.issuer),
        "mark": mark_of(identity.provider),
        "picture": f"/pictures/{identity.picture}" if site.show_avatars else None,
    }
