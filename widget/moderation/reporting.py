"""Readers report comments, each once; what enough of them report waits until somebody of the staff has looked at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from widget.comments.actions import lock_thread_of
from widget.comments.deciding import change_status
from widget.comments.models import Comment
from widget.comments.policy import is_author
from widget.core.statuses import Status
from widget.core.text import marked
from widget.errors import NotAllowed, NotFound, TooMany
from widget.events import CommentReported, happened
from widget.extensions import Store, one_at_a_time
from widget.moderation.actions import note
from widget.moderation.models import Complaint, Report
from widget.moderation.report_queries import networks_against, nth_report, own_report, was_approved
from widget.people.models import Identity
from widget.people.roles import role_of

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20  # by one identity, or by the guests of one network
LONGEST_TEXT = 500  # characters
TOO_MANY = marked("You have reported very many comments.")
OWN = marked("This comment is your own: you can delete it.")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: an identity or a guest; a guest may have receipts of what they wrote."""

    identity: Identity | None
    network: str
    receipts: frozenset[str] = frozenset()


def report_comment(
    store: Store, comment: Comment, reporter: Reporter, what: tuple[Complaint, str], now: datetime
) -> bool:
    """Keep what a reader finds wrong with a comment; False where the same reader has said so of the same text.

    What they say of an edited comment takes the place of what they have said before.
    Raise NotFound for what readers do not see, NotAllowed for one's own, TooMany.
    """
    lock_thread_of(store, comment)
    report = own_report(store, comment, reporter.identity, reporter.network)
    if report and report.created >= (comment.edited or comment.created):
        return False
    if comment.status is not Status.PUBLISHED:
        raise NotFound("There is no such comment.")
    if is_author(comment, reporter.identity, reporter.receipts):
        raise NotAllowed(OWN)
    _refuse_excess(store, reporter, now)
    _keep(store, report or Report(comment_id=comment.id), reporter, what, now)
    store.flush()
    happened(store, CommentReported(comment.id, _hold_if_many(store, comment, now)))
    return True


def _keep(store: Store, report: Report, reporter: Reporter, what: tuple[Complaint, str], now: datetime) -> None:
    report.identity_id = reporter.identity.id if reporter.identity else None
    report.network, report.created = reporter.network, now
    report.reason, report.text = what
    report.settled, report.batch = None, None
    store.add(report)


def _refuse_excess(store: Store, reporter: Reporter, now: datetime) -> None:
    """Until the transaction ends the same reader waits here."""
    who = f"identity {reporter.identity.id}" if reporter.identity else f"network {reporter.network}"
    one_at_a_time(store, "reports", who)
    first = nth_report(store, reporter.identity, reporter.network, now - HOUR, MOST_AN_HOUR)
    if first:
        raise TooMany(TOO_MANY, retry_after=ceil((first + HOUR - now).total_seconds()))


def _hold_if_many(store: Store, comment: Comment, now: datetime) -> bool:
    """Hold it, unless somebody of the staff has written or approved it: readers do not overrule them."""
    site = comment.thread.site
    if not site.hold_reports or networks_against(store, comment) < site.hold_reports:
        return False
    if role_of(store, site, comment.identity) or was_approved(store, comment):
        return False
    change_status(store, comment, Status.HELD, now)
    note(store, site.id, "held-by-reports", comment.public_id, now)
    return True
