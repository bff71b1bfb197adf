"""Finding what waits, what was decided, and what the author is told of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from widget.comments.models import AuthorKind, Comment
from widget.core.statuses import Status
from widget.core.urls import thread_key
from widget.extensions import Store
from widget.moderation.models import AuditEntry, Decision
from widget.moderation.report_queries import open_report
from widget.people.models import Account, Identity
from widget.screening.models import Screening
from widget.sites.models import Site
from widget.threads.models import Alias, Thread

MOST_COUNTED = 1000  # comments of one status; there are more than anybody wants to know
QUEUE, LOG = 25, 50  # rows on a page
READABLE = (Status.PUBLISHED, Status.HELD)
# By guests, and by whoever is not about to be erased with all that they have written.
OF_WHO_STAYS = Identity.account.has(or_(Account.erases.is_(None), Account.keeps_text))
STAYING = or_(Comment.identity_id.is_(None), Comment.identity.has(OF_WHO_STAYS))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which comments of a site somebody wants to see: of one status, and by whom, where, with which words, reported."""

    status: Status
    author: Comment | None = None
    thread: Thread | None = None
    words: str = ""
    reported: bool = False


def waiting(store: Store, site: Site, wanted: Wanted, after: Comment | None = None) -> list[Comment]:
    """Return one comment more than a page holds, the latest first, those that came before `after`."""
    there = select(Comment).outerjoin(Comment.identity).options(contains_eager(Comment.identity))
    there = there.where(Comment.status == wanted.status, STAYING, *_of_site(site), *_matching(wanted))
    if after:
        there = there.where(tuple_(Comment.created, Comment.id) < (after.created, after.id))
    shown = there.order_by(Comment.created.desc(), Comment.id.desc()).limit(QUEUE + 1)
    return list(store.scalars(shown.options(joinedload(Comment.thread))))


def held_in(store: Store, thread: Thread, limit: int) -> list[Comment]:
    """Return what waits in a thread, the oldest first."""
    waits = Comment.thread_id == thread.id, Comment.status == Status.HELD, Comment.erased.is_(None), STAYING
    return list(store.scalars(select(Comment).where(*waits).order_by(Comment.created, Comment.id).limit(limit)))


def reported_in(store: Store, thread: Thread, limit: int) -> list[Comment]:
    """Return what everybody sees in a thread and readers have reported, the oldest first."""
    public = Comment.thread_id == thread.id, Comment.status == Status.PUBLISHED, open_report()
    return list(store.scalars(select(Comment).where(*public).order_by(Comment.created, Comment.id).limit(limit)))


def how_many(store: Store, site: Site, status: Status) -> int:
    """Count the comments of a status; of those that nobody has to look at no more than a thousand and one."""
    if status is Status.PUBLISHED:
        return store.scalar(select(func.sum(Thread.count)).where(Thread.site_id == site.id)) or 0
    some = select(Comment.id).where(Comment.status == status, *_of_site(site)).limit(MOST_COUNTED + 1)
    return store.scalar(select(func.count()).select_from(some.subquery())) or 0


def comment_of(store: Store, public_id: str) -> Comment | None:
    """Return a comment that is not deleted, nor about to be erased; its site says who may see it."""
    alive = Comment.status != Status.DELETED, Comment.erased.is_(None)
    found = select(Comment).where(Comment.public_id == public_id, *alive)
    return store.scalar(found.options(joinedload(Comment.thread)))


def comment_on(store: Store, site: Site, public_id: str) -> Comment | None:
    """Return the same if it is of this site."""
    comment = comment_of(store, public_id)
    return comment if comment and comment.thread.site_id == site.id else None


def comments_on(store: Store, site: Site, public_ids: Collection[str]) -> list[Comment]:
    """Return those of these comments that are of this site, in the order in which threads are locked."""
    if not public_ids:
        return []
    found = select(Comment).join(Thread).where(Comment.public_id.in_(public_ids), Thread.site_id == site.id)
    return list(store.scalars(found.order_by(Comment.thread_id, Comment.id)))


def conversations(store: Store, thread: Thread, after: Comment | None = None) -> list[Comment]:
    """Return one comment more than a page holds of those that begin a conversation, the latest first."""
    begun = Comment.thread_id == thread.id, Comment.root_id.is_(None), Comment.status.in_(READABLE)
    there = select(Comment).where(*begun, Comment.erased.is_(None))
    if after:
        there = there.where(tuple_(Comment.created, Comment.id) < (after.created, after.id))
    return list(store.scalars(there.order_by(Comment.created.desc(), Comment.id.desc()).limit(QUEUE + 1)))


def screenings_of(store: Store, comments: Sequence[Comment]) -> dict[int, Screening]:
    """Return how each of these comments was screened, where that is still known, by the comment's key."""
    if not comments:
        return {}
    found = select(Screening).where(Screening.comment_id.in_([one.id for one in comments]))
    return {one.comment_id: one for one in store.scalars(found)}


def decisions_in(store: Store, site: Site, batch: str) -> list[Decision]:
    """Return what one action has decided, in the order in which threads are locked; none of another site."""
    found = select(Decision).join(Comment).join(Thread).where(Decision.batch == batch, Thread.site_id == site.id)
    return list(store.scalars(found.order_by(Comment.thread_id, Comment.id)))


def last_decision(store: Store, comment: Comment) -> Decision | None:
    """Return what was decided last of a comment, and not taken back."""
    found = select(Decision).where(Decision.comment_id == comment.id, Decision.undone.is_(None))
    return store.scalar(found.order_by(Decision.id.desc()).limit(1))


def reasons_for(store: Store, comments: Collection[Comment]) -> dict[int, Decision]:
    """Return the decisions by which these comments are not published, where their authors are told why."""
    hidden = {one.id: one for one in comments if one.status not in {Status.PUBLISHED, Status.DELETED}}
    if not hidden:
        return {}
    found = select(Decision).where(Decision.comment_id.in_(hidden), Decision.undone.is_(None))
    last = {one.comment_id: one for one in store.scalars(found.order_by(Decision.id)) if one.revision is None}
    return {key: one for key, one in last.items() if one.reason and one.became is hidden[key].status}


def reason_for(store: Store, comment: Comment) -> Decision | None:
    """Return the decision by which a comment is not published, if its author is told why."""
    return reasons_for(store, [comment]).get(comment.id)


def undoable(store: Store, batches: Collection[str], since: datetime) -> set[str]:
    """Return those of these batches that are no older, and in which something was not taken back."""
    if not batches:
        return set()
    fresh = Decision.batch.in_(batches), Decision.undone.is_(None), Decision.created >= since
    return set(store.scalars(select(Decision.batch).where(*fresh).distinct()))


def entries(
    store: Store,
    site: Site,
    *,
    by: int | None = None,
    actions: Collection[str] = (),
    day: datetime | None = None,
    before: int = 0,
) -> list[AuditEntry]:
    """Return one entry more than a page of the log holds, the latest first; of the `day` that begins then."""
    there = select(AuditEntry).where(AuditEntry.site_id == site.id)
    if day:
        there = there.where(AuditEntry.created >= day, AuditEntry.created < day + timedelta(days=1))
    if by:
        there = there.where(AuditEntry.account_id == by)
    if actions:
        there = there.where(AuditEntry.action.in_(actions))
    last = store.get(AuditEntry, before) if before else None
    if last and last.site_id == site.id:
        there = there.where(tuple_(AuditEntry.created, AuditEntry.id) < (last.created, last.id))
    return list(store.scalars(there.order_by(AuditEntry.created.desc(), AuditEntry.id.desc()).limit(LOG + 1)))


def alias_of(store: Store, thread: Thread) -> str:
    """Return a key that leads to a thread: the page's own where that does."""
    keys = list(store.scalars(select(Alias.key).where(Alias.thread_id == thread.id).order_by(Alias.id)))
    return next((key for key in keys if key == thread_key(thread.page, None)), keys[0] if keys else "")


def _of_site(site: Site) -> tuple[ColumnElement[bool], ...]:
    """As a question about each comment, so that they are read in the order of the index on their status."""
    own = exists().where(Thread.id == Comment.thread_id, Thread.site_id == site.id)
    return own, Comment.erased.is_(None)


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.author:
        asked.append(_same_author(wanted.author))
    if wanted.thread:
        asked.append(Comment.thread_id == wanted.thread.id)
    if wanted.reported:
        asked.append(open_report())
    for word in wanted.words.split():
        said = Comment.source, Comment.guest_name, Comment.guest_email, Identity.name, Identity.handle
        asked.append(or_(*(func.lower(column).contains(word.lower(), autoescape=True) for column in said)))
    return asked


def _same_author(comment: Comment) -> ColumnElement[bool]:
    if comment.identity:
        own = select(Identity.id).where(Identity.account_id == comment.identity.account_id)
        return Comment.identity_id.in_(own)
    if comment.guest_address:
        return (Comment.author_kind == AuthorKind.GUEST) & (Comment.guest_address == comment.guest_address)
    if comment.network:
        return (Comment.author_kind == AuthorKind.GUEST) & (Comment.network == comment.network)
    return Comment.id == comment.id  # nothing else is known of its author
