"""Deciding about comments and taking that back, each time with a note of who did it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update

from widget.comments.actions import lock_thread_of
from widget.comments.deciding import change_status, is_leaving
from widget.comments.editing import take_back_edit
from widget.comments.models import Comment
from widget.comments.paging import pinned_root
from widget.core import ids
from widget.core.statuses import Status
from widget.core.text import marked
from widget.errors import NotAllowed, NotFound
from widget.extensions import Store
from widget.moderation.models import AuditEntry, Decision, Reason, Report
from widget.moderation.policy import UNDO, Choice, seen_as
from widget.moderation.queries import comments_on, decisions_in, last_decision
from widget.moderation.report_queries import is_reported
from widget.sites.models import Site

TOO_LATE = marked("What was decided can be undone for 24 hours.")
NOTED = {Choice.APPROVE: "approved", Choice.SPAM: "marked-spam", Choice.TRASH: "trashed"}
NOTED[Choice.DISMISS] = "reports-dismissed"


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody of the staff wants; `seen` is the status in which they saw it, `words` go to the author."""

    site: Site
    account_id: int
    choice: Choice
    seen: Status
    reason: Reason | None = None
    words: str = ""


@dataclass(slots=True)
class Outcome:
    """What was done, and what was not, since it was another's first; a batch of nothing is None."""

    batch: str | None = None
    done: list[Comment] = field(default_factory=list)
    missed: list[Comment] = field(default_factory=list)


def note(
    store: Store,
    site_id: int,
    action: str,
    target: str,
    now: datetime,
    *,
    by: int | None = None,
    batch: str | None = None,
) -> None:
    """Note what an account, or an owner by a command, did to the thing with this public id."""
    entry = AuditEntry(site_id=site_id, action=action, target=target, account_id=by, batch=batch, created=now)
    store.add(entry)
    store.flush()


def decide(store: Store, order: Order, comments: Collection[str], now: datetime) -> Outcome:
    """Give comments, named as they were seen, another status at once; raise NotFound if one is not of the site.

    What is not any more as it was seen was decided by somebody else, says something else, or is deleted: that is told,
    and nothing done to it.
    """
    names = {one.partition(".")[0] for one in comments}
    found, outcome = comments_on(store, order.site, names), Outcome()
    if len(found) != len(names) or not found:
        raise NotFound("There is no such comment.")
    batch = ids.new_id()
    for comment in found:
        lock_thread_of(store, comment)
        is_as_seen = comment.status is order.seen and seen_as(comment) in comments
        if not is_as_seen or is_leaving(comment) or _is_moot(store, comment, order):
            outcome.missed.append(comment)
            continue
        _decide(store, comment, order, batch, now)
        outcome.done.append(comment)
    outcome.batch = batch if outcome.done else None
    return outcome


def undo(store: Store, site: Site, batch: str, now: datetime, *, by: int) -> Outcome:
    """Take back what one action has decided; what has changed since stays. Raise NotFound or NotAllowed (late)."""
    found, outcome = decisions_in(store, site, batch), Outcome(batch)
    if not found:
        raise NotFound("There is no such decision.")
    if found[0].created + UNDO < now:
        raise NotAllowed(TOO_LATE)
    for decision in found:
        lock_thread_of(store, decision.comment)
        store.refresh(decision)
        if not (_is_last(store, decision) and _take_back(store, decision, by, now)):
            outcome.missed.append(decision.comment)
            continue
        decision.undone = now
        settled = Report.comment_id == decision.comment_id, Report.batch == batch
        store.execute(update(Report).where(*settled).values(settled=None, batch=None))
        note(store, site.id, "undone", decision.comment.public_id, now, by=by)
        outcome.done.append(decision.comment)
    return outcome


def note_edit(store: Store, comment: Comment, number: int, by: int, now: datetime) -> None:
    """Keep that somebody of the staff has changed what a comment says, so that it can be taken back."""
    batch = ids.new_id()
    decision = Decision(batch=batch, comment_id=comment.id, account_id=by, revision=number, created=now)
    decision.was = decision.became = comment.status
    store.add(decision)
    note(store, comment.thread.site_id, "edited", comment.public_id, now, by=by, batch=batch)


def _is_moot(store: Store, comment: Comment, order: Order) -> bool:
    """Whether a decision would change nothing."""
    if order.choice is Choice.DISMISS:
        return order.seen is not Status.PUBLISHED or not is_reported(store, comment)
    return order.choice.status is order.seen


def _decide(store: Store, comment: Comment, order: Order, batch: str, now: datetime) -> None:
    pinned = comment.pinned
    was = change_status(store, comment, order.choice.status, now, by=order.account_id)
    decision = Decision(batch=batch, comment_id=comment.id, account_id=order.account_id, was=was, created=now)
    decision.became, decision.pinned = order.choice.status, pinned
    if order.choice.status is not Status.PUBLISHED:
        decision.reason, decision.words = order.reason, order.words or None
    store.add(decision)
    open_ = Report.comment_id == comment.id, Report.settled.is_(None)
    store.execute(update(Report).where(*open_).values(settled=now, batch=batch))
    noted = NOTED[order.choice]
    note(store, order.site.id, noted, comment.public_id, now, by=order.account_id, batch=batch)


def _is_last(store: Store, decision: Decision) -> bool:
    """Whether nothing has happened to the comment since."""
    last, comment = last_decision(store, decision.comment), decision.comment
    return last is decision and comment.status is decision.became and not is_leaving(comment)


def _take_back(store: Store, decision: Decision, by: int, now: datetime) -> bool:
    comment = decision.comment
    if decision.revision is not None:
        return take_back_edit(store, comment, decision.revision)
    change_status(store, comment, decision.was, now, by=by, again=True)
    if decision.pinned and pinned_root(store, comment.thread) is None:
        comment.pinned = decision.pinned
        store.flush()
    return True
