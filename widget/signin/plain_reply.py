"""Posting and replying on a first-party page, for browsers without scripts: one plain form, and the way to log in."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, make_response, redirect, request
from flask_babel import gettext

from widget.comments import policy
from widget.comments.banned import ban_on, told_until
from widget.comments.models import Comment
from widget.comments.pages import Page, page_of_roots
from widget.comments.paging import Cut
from widget.comments.posting import accept, address_of, sent_draft
from widget.comments.queries import comment_by_id
from widget.comments.tree import author_of
from widget.core import clock, ids, signing
from widget.core.statuses import Status
from widget.core.urls import reply_path
from widget.errors import Conflict, Invalid, NotAllowed, NotFound, Problem, TooMany
from widget.extensions import db
from widget.people.addresses import known_address
from widget.people.models import Identity
from widget.providers import passkey
from widget.reading.document import look_of
from widget.signin.guest_details import keep_details, kept_details
from widget.signin.me import shown
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.policy import settings_of
from widget.threads.queries import thread_by_id
from widget.web.actor import GUEST
from widget.web.body import body
from widget.web.errors import page, sentence_of
from widget.web.headers import leaving_policy, private
from widget.web.me import of_me, present_me
from widget.web.running import provider_titles, providers, settings

blueprint = Blueprint("plain_reply", __name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is about to write: a thread by its address, and the comment that is answered, if any."""

    address: ThreadAddress
    thread: Thread | None
    parent: Comment | None

    @property
    def way(self) -> str:
        """The address of the page that asks for the text."""
        parent = self.parent.public_id if self.parent else None
        return reply_path(self.thread_id, self.address.page, self.address.key, parent)

    def way_to(self, comment_id: str) -> str:
        """The address of the page on which a comment of this thread is answered."""
        return reply_path(self.thread_id, self.address.page, self.address.key, comment_id)

    @property
    def thread_id(self) -> str:
        """The thread's public id, which it has before its first comment."""
        return self.thread.public_id if self.thread else self.address.fresh_id


@blueprint.get("/threads/<thread_id>/reply")
@page
@of_me
def ask(thread_id: str) -> Response:
    """Show the form, and to whom nobody knows yet the ways to log in."""
    return _form(_place(thread_id, request.args if "page" in request.args else _named_by_the_way_here(thread_id)))


@blueprint.post("/threads/<thread_id>/reply")
@page
@of_me
def post(thread_id: str) -> Response:
    """Post what was written, exactly once; what cannot be taken comes back whole, with the sentence that says why."""
    place, identity = _place(thread_id, body()), _identity()
    try:
        posted = accept(sent_draft(place.address, place.thread, identity))
    except Invalid as problem:
        return _form(place, problem=problem, errors={name: found[0] for name, found in problem.errors.items()})
    except (Conflict, NotAllowed, TooMany) as problem:
        return _form(place, problem=problem)
    response: Response = make_response(redirect(f"/comments/{posted.comment.public_id}", 303))
    if posted.comment.status is not Status.PUBLISHED:
        response = shown("waits", page=place.address.page, said=posted.comment.html)
    if identity is None:
        keep_details(response, place.address.site, body())
    return private(response)


def _named_by_the_way_here(thread_id: str) -> Mapping[str, str]:
    """Return page and key as the frame has them from which somebody comes; else the page that the thread has kept.

    The frame's document is the same for everybody, so it repeats nothing of the address by which somebody asked for it.
    """
    came = urlsplit(request.referrer or "")
    if (f"{came.scheme}://{came.netloc}", came.path) == (settings().base_url, "/thread"):
        return dict(parse_qsl(came.query))
    thread = thread_by_id(db.session(), thread_id)
    return {"page": thread.page} if thread else {}


def _place(thread_id: str, values: Mapping[str, str]) -> Place:
    address, thread = address_of(thread_id, values.get("page", ""), values.get("key") or None)
    name = values.get("parent", "")
    parent = comment_by_id(db.session(), name) if name else None
    if name and (parent is None or thread is None or parent.thread_id != thread.id):
        raise NotFound("The comment you are replying to is not here.")
    if parent and parent.status is not Status.PUBLISHED:
        raise NotFound("The comment you are replying to was deleted.")
    return Place(address, thread, parent)


def _answerable(place: Place) -> Page | None:
    """Return a page of what can be answered here; none where somebody is about to answer or to mend what they typed."""
    if place.thread is None or place.parent or request.method == "POST":
        return None
    last = comment_by_id(db.session(), request.args.get("after", ""))
    cut = Cut(last) if last and last.thread_id == place.thread.id else None
    look = look_of(db.session(), place.address.site, place.thread, "oldest")
    return page_of_roots(db.session(), place.thread, look, limit=place.address.site.page_size, cut=cut)


def _identity() -> Identity | None:
    me = present_me()
    return me.identity if me and not me.identity.account.erases else None


def _form(place: Place, *, problem: Problem | None = None, errors: dict[str, str] | None = None) -> Response:
    identity, site, now = _identity(), place.address.site, clock.now()
    kept = kept_details(site)
    typed = body() if request.method == "POST" else kept | {"remember": "on" if kept else ""}
    refusal = policy.allowed(site, place.thread, identity, now, ban=ban_on(db.session(), site, identity, now))
    shut = refusal["post"] if refusal["post"] and refusal["post"].type in {"closed", "not-allowed"} else None
    response = shown(
        "reply",
        problem.status if problem else 200,
        place=place,
        answerable=_answerable(place),
        author=author_of(place.parent, provider_titles()) if place.parent else None,
        details=settings_of(place.address.site, place.thread).details_required,
        identity=identity,
        knows_mail=bool(identity and known_address(db.session(), identity.account_id)),
        who=identity.public_id if identity else GUEST,
        providers=[] if identity else [one for one in providers().values() if one.id != passkey.ID],
        closed=shut,
        closed_until=told_until(shut.until) if shut else {},
        leaves=shut is None or (shut.type == "not-allowed" and identity is None),  # another way in may be open
        guests=not identity and refusal["guest"] is None,
        typed=typed,
        key=typed.get("idempotency_key") or ids.new_secret(),
        stamp=typed.get("stamp") or signing.stamp(settings().secret_key, clock.now()),
        problem=sentence_of(problem) or gettext(problem.title) if problem and not errors else "",
        errors=errors or {},
    )
    response.headers["Content-Security-Policy"] = leaving_policy([one.origin for one in site.origins])
    return response
