"""Finding comments: one by its id, one's own, and what would be a repetition. Pages of them are in paging.py."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from widget.comments.models import AuthorKind, Comment, Idempotency, Revision
from widget.core.statuses import GONE, Status
from widget.extensions import Store
from widget.people.models import Identity
from widget.people.queries import addresses_of
from widget.screening.models import Screening
from widget.sites.models import Site
from widget.threads.models import Thread

MANY = 100  # comments that are held in memory, or changed in one transaction
RECENT = 1000  # comments whose authors can be mentioned
# What every post asks is put together once: for SQLAlchemy that is most of the work.
OF_KEY = Idempotency.thread_id == bindparam("thread"), Idempotency.key == bindparam("key")
POSTED_WITH = select(Idempotency).where(*OF_KEY, Idempotency.created >= bindparam("since"))
SAME = exists().where(
    Comment.thread_id == bindparam("thread"),
    Comment.fingerprint == bindparam("fingerprint"),
    Comment.created > bindparam("since"),
    Comment.status != Status.DELETED,
)
REPEATS = select(SAME)
STANDING = select(select(Idempotency.created).where(*OF_KEY).scalar_subquery().label("used"), SAME.label("repeats"))


def begin_of(store: Store, thread: Thread) -> datetime | None:
    """Return when the first of a thread's comments came that are published."""
    published = Comment.thread_id == thread.id, Comment.status == Status.PUBLISHED
    return store.scalar(select(func.min(Comment.created)).where(*published))


def comment_by_id(store: Store, public_id: str) -> Comment | None:
    """Return the comment with this id."""
    found = select(Comment).where(Comment.public_id == public_id).options(joinedload(Comment.thread))
    return store.scalar(found)


def own_comments(store: Store, thread: Thread, identity: Identity | None, receipts: Collection[str]) -> list[Comment]:
    """Return the comments of a thread that this identity, or the guest with these receipts, has written.

    What is in the trash is among them, but for what its author is about to erase.
    """
    mine: list[ColumnElement[bool]] = []
    if identity:
        mine.append(Comment.identity_id == identity.id)
    if receipts:
        mine.append(and_(Comment.author_kind == AuthorKind.GUEST, Comment.public_id.in_(receipts)))
    if not mine:
        return []
    there = Comment.thread_id == thread.id, Comment.status != Status.DELETED, Comment.erased.is_(None)
    own = select(Comment).where(*there, or_(*mine))
    return list(store.scalars(own.order_by(Comment.created, Comment.id)))


def written_by(
    store: Store, identities: Collection[int], *, before: Comment | None = None, limit: int | None = None
) -> Iterable[Comment]:
    """Return what these identities have written on all sites and not deleted, the newest first, `before` one of it."""
    return _newest(store, Comment.identity_id.in_(identities), before, limit)


def _newest(store: Store, which: ColumnElement[bool], before: Comment | None, limit: int | None) -> Iterable[Comment]:
    there = select(Comment).where(which, Comment.status != Status.DELETED)
    if before:
        there = there.where(tuple_(Comment.created, Comment.id) < tuple_(before.created, before.id))
    there = there.order_by(Comment.created.desc(), Comment.id.desc()).limit(limit)
    return store.scalars(there.options(joinedload(Comment.thread)).execution_options(yield_per=MANY))


def count_written(store: Store, identities: Collection[int]) -> int:
    """Count what these identities have written and not deleted."""
    wanted = Comment.identity_id.in_(identities), Comment.status != Status.DELETED
    return store.scalar(select(func.count(Comment.id)).where(*wanted)) or 0


@dataclass(frozen=True, slots=True)
class Authorship:
    """What somebody has written: under these identities, and as a guest who gave one of these addresses."""

    identities: tuple[int, ...]
    addresses: tuple[str, ...]

    @property
    def theirs(self) -> ColumnElement[bool]:
        """The comments, as a condition."""
        by_identity = Comment.identity_id.in_(self.identities)
        return or_(by_identity, carrying(self.addresses)) if self.addresses else by_identity


def authorship(identities: Iterable[Identity]) -> Authorship:
    """Return what the identities of one person stand for; an address counts where it was proved."""
    mine = list(identities)
    return Authorship(tuple(identity.id for identity in mine), addresses_of(mine))


def carrying(addresses: Collection[str]) -> ColumnElement[bool]:
    """The comments of guests who gave one of these addresses, as a condition."""
    return and_(Comment.guest_address.in_(addresses), Comment.author_kind == AuthorKind.GUEST)


def guests_with(
    store: Store, addresses: Collection[str], *, before: Comment | None = None, limit: int | None = None
) -> Iterable[Comment]:
    """Return what guests with these addresses have written on all sites and not deleted, the newest first."""
    if not addresses:
        return ()
    return _newest(store, carrying(addresses), before, limit)


def count_guests(store: Store, addresses: Collection[str]) -> int:
    """Count the same."""
    wanted = carrying(addresses), Comment.status != Status.DELETED
    return (store.scalar(select(func.count(Comment.id)).where(*wanted)) or 0) if addresses else 0


def some_of(store: Store, whose: Authorship, *which: ColumnElement[bool]) -> list[Comment]:
    """Return at most a hundred comments of somebody, in the order in which threads are locked."""
    there = select(Comment).where(whose.theirs, *which)
    return list(store.scalars(there.order_by(Comment.thread_id, Comment.id).limit(MANY)))


def people_of(store: Store, thread: Thread) -> set[str]:
    """Return the names of who has written in a thread lately, as everybody may read them."""
    latest = select(Comment.guest_name, Comment.identity_id, Comment.author_kind, Comment.hidden).where(
        Comment.thread_id == thread.id, Comment.status == Status.PUBLISHED
    )
    lately = latest.order_by(Comment.created.desc(), Comment.id.desc()).limit(RECENT).subquery()
    of_guests = select(lately.c.guest_name).where(lately.c.author_kind == AuthorKind.GUEST, ~lately.c.hidden)
    of_others = select(Identity.name).join(lately, lately.c.identity_id == Identity.id).where(~Identity.hidden)
    return {name for name in store.scalars(of_guests.union(of_others)) if name}


def mentionable(store: Store, thread: Thread | None, text: str) -> set[str]:
    """Return whom a text may mention: the people of its thread; nothing is asked for one that names nobody."""
    return people_of(store, thread) if thread and "@" in text else set()


def claimable(store: Store, site: Site, receipts: Collection[str]) -> list[Comment]:
    """Return what the guest with these receipts has written on a site, in the order in which threads are locked."""
    if not receipts:
        return []
    guests = Comment.public_id.in_(receipts), Comment.author_kind == AuthorKind.GUEST, Comment.status.not_in(GONE)
    there = select(Comment).join(Thread).where(Thread.site_id == site.id, *guests)
    return list(store.scalars(there.order_by(Comment.thread_id, Comment.id)))


def has_approved(store: Store, site: Site, identity: Identity | None, receipts: Collection[str]) -> bool:
    """Whether somebody has proved to have a published comment on a site.

    By any identity of the account, by an address that was proved, or by a receipt; what is typed proves nothing.
    """
    mine: list[ColumnElement[bool]] = []
    if identity:
        account = select(Identity.id).where(Identity.account_id == identity.account_id)
        mine.append(Comment.identity_id.in_(account))
        mine += [carrying(addresses)] if (addresses := addresses_of([identity])) else []
    if receipts:
        mine.append(and_(Comment.author_kind == AuthorKind.GUEST, Comment.public_id.in_(receipts)))
    if not mine:
        return False
    there = select(Comment.id).join(Thread).where(or_(*mine), Comment.status == Status.PUBLISHED)
    return store.scalar(there.where(Thread.site_id == site.id).limit(1)) is not None


def has_shown_replies(store: Store, comment: Comment) -> bool:
    """Whether something that readers see hangs right below this comment."""
    return bool(store.scalar(select(exists().where(Comment.parent_id == comment.id, Comment.shown))))


def first_text(store: Store, comment: Comment) -> str:
    """Return what a comment said when it was first sent."""
    first = select(Revision.source).where(Revision.comment_id == comment.id).order_by(Revision.number).limit(1)
    kept = store.scalar(first)
    return comment.source if kept is None else kept


def last_revision(store: Store, comment: Comment) -> int:
    """Return how often a comment has been edited."""
    return store.scalar(select(func.max(Revision.number)).where(Revision.comment_id == comment.id)) or 0


def revisions_of(store: Store, comment: Comment) -> list[Revision]:
    """Return what a comment has said before, oldest first."""
    return list(store.scalars(select(Revision).where(Revision.comment_id == comment.id).order_by(Revision.number)))


def sent_with(store: Store, comment: Comment) -> Screening | None:
    """Return how a comment was sent and screened, as long as that is known."""
    return store.scalar(select(Screening).where(Screening.comment_id == comment.id))


def posted_with(store: Store, thread: Thread, key: str, since: datetime) -> Idempotency | None:
    """Return what this key of a form has led to since then."""
    return store.scalar(POSTED_WITH, {"thread": thread.id, "key": key, "since": since})


class Standing(NamedTuple):
    """What stands against a draft: since when its key is `used`, and whether its author has just said the same."""

    used: datetime | None
    repeats: bool


def standing(store: Store, thread: Thread, key: str, fingerprint: str, since: datetime) -> Standing:
    """Return what stands against a draft in a thread, the same words since then."""
    asked = {"thread": thread.id, "key": key, "fingerprint": fingerprint, "since": since}
    return Standing(*store.connection().execute(STANDING, asked).one())


def repeats(store: Store, thread: Thread, fingerprint: str, since: datetime) -> bool:
    """Whether the same author has said the same thing at the same place since then."""
    return bool(store.scalar(REPEATS, {"thread": thread.id, "fingerprint": fingerprint, "since": since}))


def was_published_before(store: Store, site: Site, identity: Identity, moment: datetime) -> bool:
    """Whether something by this identity was sent before that moment and is published on a site."""
    theirs = Comment.identity_id == identity.id, Comment.created < moment, Comment.status == Status.PUBLISHED
    there = select(Comment.id).join(Thread).where(*theirs, Thread.site_id == site.id)
    return store.scalar(there.limit(1)) is not None
