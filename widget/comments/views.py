"""Posting and deleting over HTTP."""

from typing import Any, cast

from flask import Blueprint, Response, g, jsonify, redirect
from sqlalchemy.orm.attributes import set_committed_value

from widget.comments import policy
from widget.comments.actions import Posted, delete_comment
from widget.comments.drafts import Draft
from widget.comments.models import AuthorKind, Comment
from widget.comments.posting import accept, address_of, sent_draft
from widget.comments.queries import comment_by_id
from widget.comments.rendering import render_comment
from widget.core import clock, signing
from widget.core.mailbox import plain_address
from widget.core.statuses import GONE, Status
from widget.errors import NotAllowed, NotFound
from widget.extensions import db
from widget.people.addresses import known_address
from widget.people.models import Identity
from widget.sites.models import Site
from widget.threads.actions import ThreadAddress
from widget.web.actor import current_actor, receipts
from widget.web.body import body
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import settings
from widget.web.tenancy import current_site, site_by
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("comments", __name__)


def find_thread(thread_id: str) -> ThreadAddress:
    """Return the address that the body describes, if it is that of the thread named in the path.

    Its row, if it has one, is kept as `g.thread`.
    """
    if "address" not in g:
        g.address, g.thread = address_of(thread_id, body().get("page", ""), body().get("key") or None)
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
    draft = sent_draft(address, g.thread, actor.identity)
    posted = accept(draft)
    response = answer(posted.comment, **_proofs(posted, draft.identity), **_offer(posted, draft))
    response.status_code = 200 if posted.repeated else 201
    return response


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


def _proofs(posted: Posted, identity: Identity | None) -> dict[str, str]:
    """Return what an author needs to change what was posted: a guest's receipt, and until when it may be edited."""
    until = policy.edits_end(current_site(), posted.comment)
    editable = until > clock.now() and posted.comment.status not in GONE
    proofs = {"edit_until": until.isoformat()} if editable else {}
    if identity or posted.comment.author_kind is not AuthorKind.GUEST:
        return proofs
    return proofs | {"receipt": signing.receipt(settings().secret_key, posted.comment.public_id)}


def _offer(posted: Posted, draft: Draft) -> dict[str, bool]:
    """Whether an author who has not asked for mail could have it by one click, at an address that is known."""
    if draft.mail_to or not settings().mail.configured or posted.comment.status in GONE:
        return {}
    guest = posted.comment.author_kind is AuthorKind.GUEST and plain_address(posted.comment.guest_email or "")
    known = draft.identity and known_address(db.session(), draft.identity.account_id)
    return {"offers_mail": True} if guest or known else {}


def told_status(status: Status) -> str:
    """Return what an author is told of a status: whoever is taken for a spammer reads the same as who has to wait."""
    return Status.HELD if status is Status.SPAM else status


def answer(comment: Comment, **more: str | bool) -> Response:
    """Answer with a comment as it is now; what screening has thrown away reads like what has to wait."""
    if comment.status is Status.TRASH and not comment.erased:
        set_committed_value(comment, "status", Status.HELD)
    told: dict[str, Any] = {"id": comment.public_id, "status": told_status(comment.status)}
    told["html"] = render_comment(comment)
    return private(jsonify(told | more))
