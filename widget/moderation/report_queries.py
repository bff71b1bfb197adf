"""Finding what readers have reported, and by how many."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from widget.comments.models import Comment
from widget.core.statuses import Status
from widget.extensions import Store
from widget.moderation.models import Decision, Report
from widget.people.models import Identity
from widget.screening.queries import date_of, day_of
from widget.sites.models import Site
from widget.threads.models import Thread


def open_report() -> ColumnElement[bool]:
    """Whether a report of a comment is still to be decided about."""
    return exists().where(Report.comment_id == Comment.id, Report.settled.is_(None))


def is_reported(store: Store, comment: Comment) -> bool:
    """Whether that is so of this comment."""
    return bool(store.scalar(select(exists().where(Report.comment_id == comment.id, Report.settled.is_(None)))))


def own_report(store: Store, comment: Comment, identity: Identity | None, network: str) -> Report | None:
    """Return what this identity, or a guest of this network, has reported of a comment."""
    return store.scalar(select(Report).where(Report.comment_id == comment.id, _by(identity, network)))


def nth_report(store: Store, identity: Identity | None, network: str, since: datetime, number: int) -> datetime | None:
    """Return when the nth latest report of an identity, or of the guests of a network, came since then."""
    latest = select(Report.created).where(_by(identity, network), Report.created > since)
    return store.scalar(latest.order_by(Report.created.desc()).limit(1).offset(number - 1))


def networks_against(store: Store, comment: Comment) -> int:
    """Count the networks from which a comment was reported, as far as nobody has decided about it."""
    theirs = select(func.count(Report.network.distinct()))
    return store.scalar(theirs.where(Report.comment_id == comment.id, Report.settled.is_(None))) or 0


def reports_by_day(store: Store, site_id: int, since: datetime) -> dict[date, int]:
    """Count what readers of a site have reported since then by the day (UTC), decided about or not."""
    day = day_of(Report.created)
    theirs = select(day, func.count(Report.id)).join(Report.comment).join(Comment.thread).group_by(day)
    counted = theirs.where(Thread.site_id == site_id, Report.created >= since)
    return {date_of(of): n for of, n in store.execute(counted)}


def was_approved(store: Store, comment: Comment) -> bool:
    """Whether somebody of the staff has let a comment be published as it is now, also against reports.

    Once its author has changed it, that was about something else; what the staff itself has changed is as they want it.
    """
    stands = Decision.comment_id == comment.id, Decision.undone.is_(None), Decision.became == Status.PUBLISHED
    of_this = Decision.created >= comment.edited if comment.edited else Decision.revision.is_(None)
    return bool(store.scalar(select(exists().where(*stands, of_this))))


def reports_of(store: Store, comments: Collection[Comment]) -> dict[int, list[Report]]:
    """Return the reports of these comments that nobody has decided about, the first one first, by the comment's key."""
    found: dict[int, list[Report]] = {}
    if comments:
        theirs = select(Report).where(Report.comment_id.in_([one.id for one in comments]), Report.settled.is_(None))
        for one in store.scalars(theirs.order_by(Report.id)):
            found.setdefault(one.comment_id, []).append(one)
    return found


def reported_by(store: Store, identities: Collection[int]) -> list[Report]:
    """Return what these identities have reported, the first one first."""
    theirs = select(Report).where(Report.identity_id.in_(identities)).order_by(Report.id)
    return list(store.scalars(theirs.options(joinedload(Report.comment).joinedload(Comment.thread))))


def how_many_reported(store: Store, site: Site, most: int) -> int:
    """Count the published comments of a site that are reported, up to `most`."""
    there = select(Comment.id).join(Thread).where(Thread.site_id == site.id, Comment.status == Status.PUBLISHED)
    some = there.where(Comment.erased.is_(None), open_report()).limit(most)
    return store.scalar(select(func.count()).select_from(some.subquery())) or 0


def _by(identity: Identity | None, network: str) -> ColumnElement[bool]:
    if identity:
        return Report.identity_id == identity.id
    return Report.identity_id.is_(None) & (Report.network == network)
