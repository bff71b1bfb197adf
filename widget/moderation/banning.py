"""Banning whoever has written a comment, each time with a note of who did it."""

from datetime import datetime

from widget.comments.models import AuthorKind, Comment
from widget.core.text import marked
from widget.errors import Conflict, NotAllowed, NotFound
from widget.extensions import Store
from widget.moderation.actions import note
from widget.people.ban_models import Ban, BanKind
from widget.people.bans import KEPT, Subject, account_subject, address_subject, network_subject, set_ban
from widget.people.roles import role_of

OF_STAFF = marked("The moderators of a site cannot be banned from it.")
OVER = marked("This ban is over, or was lifted more than a day ago.")


def kinds_of(store: Store, comment: Comment) -> list[BanKind]:
    """Return by what the author of a comment can be known again; of the site's own staff by nothing."""
    if role_of(store, comment.thread.site, comment.identity):
        return []
    guest = comment.author_kind is AuthorKind.GUEST
    known = {BanKind.ACCOUNT: comment.identity, BanKind.ADDRESS: guest and not comment.hidden and comment.guest_email}
    known[BanKind.NETWORK] = comment.network
    return [kind for kind, value in known.items() if value]


def ban_author(
    store: Store, comment: Comment, kind: BanKind, until: datetime | None, now: datetime, *, by: int, signature_key: str
) -> Ban:
    """Ban the author of a comment until then; raise NotAllowed for the staff, NotFound for what is not known."""
    site = comment.thread.site
    if role_of(store, site, comment.identity):
        raise NotAllowed(OF_STAFF)
    if kind not in kinds_of(store, comment):
        raise NotFound("That is not known of who wrote this comment.")
    ban = set_ban(store, site, _subject(comment, kind, signature_key), until, now)
    ban.comment, ban.by_id = comment.public_id, by
    note(store, site.id, f"banned-{kind}", comment.public_id, now, by=by)
    return ban


def lift_ban(store: Store, ban: Ban, now: datetime, *, by: int | None = None) -> None:
    """Let somebody write again; doing it twice changes nothing."""
    if ban.lifted is None:
        ban.lifted = now
        note(store, ban.site_id, "ban-lifted", ban.public_id, now, by=by)


def restore_ban(store: Store, ban: Ban, now: datetime, *, by: int) -> None:
    """Put a ban back that was lifted within a day; raise Conflict for one that is over."""
    if ban.lifted is None:
        return
    if ban.lifted + KEPT < now or (ban.until and ban.until <= now):
        raise Conflict(OVER, "over")
    ban.lifted = None
    note(store, ban.site_id, "ban-restored", ban.public_id, now, by=by)


def _subject(comment: Comment, kind: BanKind, signature_key: str) -> Subject:
    if kind is BanKind.ACCOUNT and comment.identity:
        return account_subject(comment.identity.account_id)
    if kind is BanKind.ADDRESS:
        return address_subject(signature_key, comment.guest_email or "")
    return network_subject(comment.network or "")
