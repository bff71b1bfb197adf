"""Who may do what, on one screen: what the form draws and what the server accepts come from here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from widget.comments.models import AuthorKind, Comment
from widget.core.statuses import GONE
from widget.core.text import marked
from widget.people.ban_models import Ban
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.sites.models import Site
from widget.threads.models import Thread
from widget.threads.policy import is_open, settings_of

CLOSED = marked("Comments are closed.")
SIGN_IN = marked("You must be logged in to post a comment.")
BANNED = marked("You cannot comment here any more.")
BANNED_UNTIL = marked("You cannot comment here until %(until)s.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a `type` of the contract and a sentence (a msgid), with the place `until` where it has an end."""

    type: str
    detail: str
    until: datetime | None = None


def allowed(
    site: Site,
    thread: Thread | None,
    identity: Identity | None,
    now: datetime,
    *,
    ban: Ban | None = None,
    role: Role | None = None,
) -> dict[str, Refusal | None]:
    """Return for `post, reply, like, guest` None (yes) or why not, for this identity (None: a guest) and its ban.

    `moderate` is there for who looks after the site (`role`), and for nobody else.
    """
    banned = ban_refusal(ban) if ban else None
    closed = banned or (None if is_open(site, thread, now) else Refusal("closed", CLOSED))
    guest = closed or (None if settings_of(site, thread).guests_allowed else Refusal("sign-in-required", SIGN_IN))
    write = closed if identity else guest
    like = banned if identity else Refusal("sign-in-required", "You must be logged in to like this.")
    staff: dict[str, Refusal | None] = {"moderate": None} if identity and moderates(identity, role) else {}
    return {"post": write, "reply": write, "like": like, "guest": guest, **staff}


def moderates(identity: Identity, role: Role | None) -> bool:
    """Whether somebody decides about what others write: by a role, unless they are about to be erased."""
    return role is not None and identity.account.erases is None


def ban_refusal(ban: Ban) -> Refusal:
    """Return why somebody who is banned may not write."""
    return Refusal("not-allowed", BANNED_UNTIL if ban.until else BANNED, ban.until)


def is_author(comment: Comment, identity: Identity | None, receipts: Collection[str]) -> bool:
    """Whether this identity, or the guest with these receipts, wrote the comment."""
    if comment.author_kind is AuthorKind.GUEST:
        return comment.public_id in receipts
    return identity is not None and comment.identity_id == identity.id


def can_delete(comment: Comment, identity: Identity | None, receipts: Collection[str]) -> bool:
    """An author may delete an own comment at any time."""
    return is_author(comment, identity, receipts)


def edits_end(site: Site, comment: Comment) -> datetime:
    """Return until when its author may begin to edit a comment; that it was answered does not shorten the time."""
    return comment.created + timedelta(minutes=settings_of(site, comment.thread).edit_minutes)


def can_edit(
    comment: Comment, identity: Identity | None, receipts: Collection[str], now: datetime, *, role: Role | None = None
) -> bool:
    """An author may begin to edit an own comment for as long as the site allows; who looks after the site, any."""
    if comment.status in GONE:
        return False
    return bool(role) or (now < edits_end(comment.thread.site, comment) and is_author(comment, identity, receipts))
