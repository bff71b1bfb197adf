"""Posting and deleting over HTTP."""

from typing import Any, cast

from flask import Blueprint, Response, g, jsonify, redirect
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from widget.comments import policy
from widget.comments.actions import KEY_LIFE, Draft, Guest, Posted, delete_comment, post_comment
from widget.comments.forms import CommentForm, GuestForm
from widget.comments.models import GONE, AuthorKind, Comment, Status
from widget.comments.queries import comment_by_id, mentionable, posted_with
from widget.comments.rendering import render_comment
from widget.core import clock, signing
from widget.errors import Conflict, Invalid, Malformed, NotAllowed, NotFound
from widget.extensions import db
from widget.people.models import Identity
from widget.sites.models import Site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.queries import thread_by_key
from widget.web.actor import GUEST, Actor, current_actor, receipts
from widget.web.address import network
from widget.web.body import body
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import settings
from widget.web.tenancy import current_site, site_by
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("comments", __name__)
KEY_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def find_thread(thread_id: str) -> ThreadAddress:
    """Return the address that the body describes, if it is that of the thread named in the path.

    Its row, if it has one, is kept as `g.thread`.
    """
    if "address" not in g:
        page, key = body().get("page", ""), body().get("key") or None
        site = site_of_page(db.session(), page)
        if site is None:
            raise NotFound("This page belongs to no site that is registered here.")
        address = ThreadAddress(site, page, key)
        thread = thread_by_key(db.session(), site, address.thread_key)
        if thread_id != (thread.public_id if thread else address.fresh_id):
            raise NotFound("The page and the thread do not belong together.")
        g.address, g.thread = address, thread
    return cast(ThreadAddress, g.address)


def site_of_thread(thread_id: str) -> Site:
    """Return the site of the thread in the path."""
    return find_thread(thread_id).site


def find_comment(comment_id: str) -> Comment:
    """Return the comment in the path."""
    comment = comment_by_id(db.session(), comment_id)
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment


def site_of_comment(comment_id: str) -> Site:
    """Return the site of the comment in the path."""
    return find_comment(comment_id).thread.site


@blueprint.post("/threads/<thread_id>/comments")
@site_by(site_of_thread)
def post(thread_id: str) -> Response:
    """Post a comment or a reply, exactly once per idempotency key."""
    address, actor = find_thread(thread_id), current_actor()
    _check_identity(actor, body().get("as", ""))
    _check_policy(address, g.thread, actor, _key())
    draft = _draft(address, actor)
    try:
        return _accept(draft)
    except IntegrityError:  # another request made the thread or used the key at the same moment: now both are there
        return _accept(draft)


@blueprint.delete("/comments/<comment_id>")
@site_by(site_of_comment)
def delete(comment_id: str) -> Response:
    """Take an own comment back for good; doing it again answers the same."""
    comment, actor = find_comment(comment_id), current_actor()
    if comment.status is Status.DELETED:
        return answer(comment)
    if not policy.can_delete(comment, actor.identity, receipts()):
        raise NotAllowed("Only who wrote a comment can delete it.")
    with transaction() as store:
        delete_comment(store, find_comment(comment_id), clock.now())
    forget_freed_pages()
    return answer(find_comment(comment_id))


@blueprint.get("/comments/<comment_id>")
@page
def permalink(comment_id: str) -> Response:
    """Lead to the page that the comment is on, at that comment."""
    comment = find_comment(comment_id)
    if comment.status not in {Status.PUBLISHED, *GONE}:
        raise NotFound("There is no such comment.")
    response = redirect(f"{comment.thread.page.partition('#')[0]}#rejoinder-{comment.public_id}", 303)
    return private(response)  # type: ignore[arg-type]  # Flask's redirect is Werkzeug's to the type checker


def _check_identity(actor: Actor, shown: str) -> None:
    """Refuse to post under another name than the form shows."""
    actual = actor.identity.public_id if actor.identity else GUEST
    if not shown:
        raise Malformed("`as` must name the identity that the form shows, or be guest.")
    if shown != actual:
        raise Conflict("You are signed in as somebody else now. Your text is still here.", "identity-changed")


def _key() -> str:
    key = body().get("idempotency_key", "")
    if not (8 <= len(key) <= 64 and KEY_CHARACTERS.issuperset(key)):
        raise Malformed("idempotency_key must have 8 to 64 characters of A-Z, a-z, 0-9, _ and -.")
    return key


def _check_policy(address: ThreadAddress, thread: Thread | None, actor: Actor, key: str) -> None:
    """Refuse what the form would not have drawn; the retry of what was accepted gets its answer all the same."""
    action = "reply" if body().get("parent") else "post"
    refusal = policy.allowed(address.site, thread, actor.identity, clock.now())[action]
    if refusal and not (thread and posted_with(db.session(), thread, key, clock.now() - KEY_LIFE)):
        raise NotAllowed(refusal.detail, refusal.type)


def _draft(address: ThreadAddress, actor: Actor) -> Draft:
    sent = body()
    form = (CommentForm if actor.identity else GuestForm)(MultiDict(sent), meta={"csrf": False})
    if not form.validate():
        raise Invalid(form.errors)
    return Draft(
        address=address,
        author=actor.identity or _guest(form),
        body=form.body.data,
        people=mentionable(db.session(), g.thread, form.body.data),
        parent=sent.get("parent") or None,
        idempotency_key=_key(),
        network=network(),
        signature_key=settings().secret_key,
    )


def _guest(form: GuestForm) -> Guest:
    return Guest(name=form.shown_name, email=form.email.data or None, website=form.website_address)


def _accept(draft: Draft) -> Response:
    with transaction() as store:
        posted = post_comment(store, draft, now=clock.now())
    response = answer(posted.comment, **_proofs(posted, draft.identity))
    response.status_code = 200 if posted.repeated else 201
    return response


def _proofs(posted: Posted, identity: Identity | None) -> dict[str, str]:
    """Return what an author needs to change what was posted: a guest's receipt, and until when it may be edited."""
    until = policy.edits_end(current_site(), posted.comment)
    editable = until > clock.now() and posted.comment.status not in GONE
    proofs = {"edit_until": until.isoformat()} if editable else {}
    if identity or posted.comment.author_kind is not AuthorKind.GUEST:
        return proofs
    return proofs | {"receipt": signing.receipt(settings().secret_key, posted.comment.public_id)}


def answer(comment: Comment, **more: str) -> Response:
    """Answer with a comment as it is now."""
    told: dict[str, Any] = {"id": comment.public_id, "status": comment.status.value}
    told["html"] = render_comment(comment, current_site().max_depth)
    return private(jsonify(told | more))
