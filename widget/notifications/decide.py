"""Deciding by the link in a mail: one comment, one moderator, seven days, dead at the first decision."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from widget.comments.actions import lock_thread_of
from widget.comments.deciding import is_leaving
from widget.comments.models import Comment
from widget.comments.queries import comment_by_id
from widget.core.statuses import Status
from widget.extensions import Store
from widget.moderation import actions
from widget.moderation.actions import Order
from widget.moderation.policy import Choice, seen_as
from widget.notifications.links import DECIDING, named
from widget.notifications.models import Notice
from widget.people.addresses import account_by_id
from widget.people.models import Account
from widget.people.role_models import Staff

DECISIONS = {"approve": Status.PUBLISHED, "spam": Status.SPAM, "trash": Status.TRASH}


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a living link names: a comment, the account as which its button acts, and when its mail was written."""

    comment: Comment
    account: Account
    written: datetime

    @property
    def is_edited_since(self) -> bool:
        """Whether the comment says something else than in the mail."""
        return self.comment.edited is not None and self.comment.edited > self.written


def decide(store: Store, comment: Comment, status: Status, by: int, now: datetime) -> None:
    """Give a comment a status for an account, as its queue would."""
    choice = next(one for one in Choice if one.status is status)
    order = Order(site=comment.thread.site, account_id=by, choice=choice, seen=comment.status)
    actions.decide(store, order, [seen_as(comment)], now)


def read_link(store: Store, token: str, now: datetime) -> Deciding | None:
    """Return what a link names while it may be used; None once it is old, anybody has decided, or the role is gone."""
    parts = named("decide", token)
    if parts is None or len(parts) != 3:
        return None
    end = datetime.fromtimestamp(int(parts[2]), UTC)
    if end <= now:
        return None
    comment, account = comment_by_id(store, parts[0]), account_by_id(store, parts[1])
    if comment is None or account is None or is_leaving(comment):
        return None
    if comment.status not in {Status.HELD, Status.PUBLISHED}:
        return None
    role = select(Staff.id).where(Staff.site_id == comment.thread.site_id, Staff.account_id == account.id)
    decided = select(Notice.id).where(Notice.comment_id == comment.id, Notice.decided.is_not(None))
    living = store.scalar(role) and not account.erases and not store.scalar(decided)
    return Deciding(comment, account, end - DECIDING) if living else None


def follow_link(store: Store, token: str, status: Status, now: datetime, *, seen: str) -> bool:
    """Decide by a link about what was `seen`, if it lives once nobody else can decide meanwhile; return whether."""
    found = read_link(store, token, now)
    if found is None:
        return False
    lock_thread_of(store, found.comment)
    found = read_link(store, token, now)
    if found is None or found.comment.status is status or seen_as(found.comment) != seen:
        return False
    decide(store, found.comment, status, found.account.id, now)
    return True
