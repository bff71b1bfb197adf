"""What is forgotten in time: circumstances of comments, what was rejected, what has ended. A little at a time.

Each step is for a transaction of its own and says how many it has found; several processes may take them at once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from widget.comments.actions import KEY_LIFE, delete_comment, lock_thread_of
from widget.comments.joining import KEPT
from widget.comments.models import REJECTED as REJECTED_ONES
from widget.comments.models import Comment, Idempotency, LikePace, ThreadChange
from widget.config.retention import Retention
from widget.core.statuses import Status
from widget.extensions import Store, forget
from widget.moderation.models import AuditEntry, Report
from widget.people.actions.transactions import LIFE
from widget.people.models import MeSession, Session, Transaction
from widget.people.provider_models import SpentLogout
from widget.screening.models import FilterWord, Screening
from widget.screening.queries import COMMENTS

MANY = 500  # rows that one transaction changes
FEW = 50  # comments that it takes back: each locks its thread
REJECTED = (Status.SPAM, Status.TRASH)
PACE_KEPT = timedelta(days=1)
MOST_WORDS = 20_000  # of a site: docs/screening.md has what the filter is worth with fewer
Step = Callable[[Store, Retention, datetime], int]


def forget_addresses(store: Store, kept: Retention, now: datetime) -> int:
    """Forget from where comments came, and by what browser."""
    before = kept.before(kept.addresses_days, now)
    sent = or_(Screening.address.is_not(None), Screening.user_agent.is_not(None), Screening.referrer.is_not(None))
    nothing = update(Screening).values(address=None, user_agent=None, referrer=None)
    return _some(store, nothing, Screening.id, Screening.created < before, sent) if before else 0


def forget_networks(store: Store, kept: Retention, now: datetime) -> int:
    """Forget by which networks comments were counted."""
    before = kept.before(kept.addresses_days, now)
    nothing = update(Comment).values(network=None)
    return _some(store, nothing, Comment.id, Comment.created < before, Comment.network.is_not(None)) if before else 0


def forget_reporters(store: Store, kept: Retention, now: datetime) -> int:
    """Forget from which networks comments were reported."""
    before = kept.before(kept.addresses_days, now)
    nothing = update(Report).values(network=None)
    return _some(store, nothing, Report.id, Report.created < before, Report.network.is_not(None)) if before else 0


def forget_rejected(store: Store, kept: Retention, now: datetime) -> int:
    """Take back for good what was rejected, and has stayed so since; not what its author is about to erase."""
    before = kept.before(kept.rejected_days, now)
    if before is None:
        return 0
    since = func.coalesce(Comment.decided, Comment.created)
    wanted = select(Comment.id).where(REJECTED_ONES["sqlite_where"], Comment.created < before, since < before)
    found = list(store.scalars(wanted.order_by(Comment.created, Comment.id).limit(FEW)))
    if not found:
        return 0
    theirs = select(Comment).where(Comment.id.in_(found)).order_by(Comment.thread_id, Comment.id)
    gone = 0
    for comment in store.scalars(theirs).all():  # in the order in which threads are locked
        lock_thread_of(store, comment)
        if comment.status in REJECTED and not comment.erased and (comment.decided or comment.created) < before:
            gone += delete_comment(store, comment, now)
    return gone


def forget_audit(store: Store, kept: Retention, now: datetime) -> int:
    """Forget who did what."""
    before = kept.before(kept.audit_days, now)
    if before is None:
        return 0
    old = select(AuditEntry.id).where(AuditEntry.created < before).limit(MANY).with_for_update(skip_locked=True)
    found = list(store.scalars(old))
    store.execute(delete(AuditEntry).where(AuditEntry.id.in_(found)))
    return len(found)


def forget_words(store: Store, _: Retention, __: datetime) -> int:
    """Forget what the local filter has counted least, the oldest first, where a site has more than `MOST_WORDS`."""
    counted, number = FilterWord.word != COMMENTS, func.count()
    many = select(FilterWord.site_id, number).where(counted).group_by(FilterWord.site_id).having(number > MOST_WORDS)
    crowded = store.execute(many.limit(1)).first()
    if crowded is None:
        return 0
    site, words = crowded
    theirs = select(FilterWord.id).where(FilterWord.site_id == site, counted)
    rarest = theirs.order_by(FilterWord.spam + FilterWord.ham, FilterWord.id).limit(min(words - MOST_WORDS, MANY))
    found = list(store.scalars(rarest.with_for_update(skip_locked=True)))
    store.execute(delete(FilterWord).where(FilterWord.id.in_(found)))
    return len(found)


def forget_ended(store: Store, _: Retention, now: datetime) -> int:
    """Forget what has ended by itself, where nobody else has come by who would have."""
    forget(store, Session.id, Session.ends <= now)
    forget(store, MeSession.id, MeSession.ends <= now)
    forget(store, Transaction.id, Transaction.expires < now - LIFE)
    forget(store, SpentLogout.id, SpentLogout.ends <= now)
    forget(store, Idempotency.id, Idempotency.created < now - KEY_LIFE)
    forget(store, LikePace.id, LikePace.began < now - PACE_KEPT)
    forget(store, ThreadChange.id, ThreadChange.created <= now - KEPT)
    return 0


STEPS: tuple[Step, ...] = (forget_addresses, forget_networks, forget_reporters)
STEPS += (forget_rejected, forget_audit, forget_words, forget_ended)


def _some(store: Store, change: Update, key: InstrumentedAttribute[int], *which: ColumnElement[bool]) -> int:
    found = list(store.scalars(select(key).where(*which).limit(MANY).with_for_update(skip_locked=True)))
    if found:
        store.execute(change.where(key.in_(found)), execution_options={"synchronize_session": False})
    return len(found)
