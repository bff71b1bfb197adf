"""Posting and deleting a comment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from widget.comments import queries
from widget.comments.drafts import Draft, Guest
from widget.comments.limits import refuse_excess, wait_in_line
from widget.comments.models import AuthorKind, Comment, Idempotency, Like, Revision
from widget.comments.sight import take_out_of_sight
from widget.core import ids, markup
from widget.core.statuses import GONE, Status
from widget.errors import Conflict, KeyReused, NotFound
from widget.events import CommentDeleted, CommentPosted, SubscriptionAsked, happened
from widget.extensions import Store, table_of
from widget.people.models import Identity
from widget.people.roles import role_of
from widget.screening.actions import ask_later, kept_columns
from widget.screening.models import Screening
from widget.threads.actions import count_comments, ensure_thread, lock_thread
from widget.threads.models import Thread

COMMENTS, KEYS = table_of(Comment), table_of(Idempotency)
ADD_SCREENING = insert(table_of(Screening))
ADD_COMMENT, ADD_KEY = insert(COMMENTS).returning(COMMENTS.c.id), insert(KEYS)
COUNT_REPLY = update(COMMENTS).where(COMMENTS.c.id == bindparam("root")).values(replies=COMMENTS.c.replies + 1)
FORGET_KEY = delete(KEYS).where(KEYS.c.thread_id == bindparam("thread"), KEYS.c.key == bindparam("name"))
KEY_LIFE = timedelta(hours=48)
REPETITION = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Posted:
    """The comment that a draft has become, to be looked at, and whether an earlier sending of it already had."""

    comment: Comment
    repeated: bool


def post_comment(store: Store, draft: Draft, *, now: datetime) -> Posted:
    """Accept a draft exactly once; raise NotFound, KeyReused, Conflict (duplicate) or TooMany."""
    thread, writer = ensure_thread(store, draft.address, now), draft.writer
    stands = _standing(store, thread, draft, now)
    whole = draft.fingerprint("whole", draft.author.website or "" if isinstance(draft.author, Guest) else "")
    if stands.used:
        return _posted_before(store, thread, draft, whole, now)
    parent = _parent(store, thread, draft.parent)
    _refuse_repetition(stands)
    wait_in_line(store, thread.site, writer)
    role = draft.sent.role if draft.sent else role_of(store, thread.site, draft.identity)
    refuse_excess(store, thread.site, writer, now, freely=role is not None)
    comment = _comment(thread, parent, draft, now)
    published = comment.status is Status.PUBLISHED
    if published:
        comment.changed = count_comments(store, thread, +1, came=now, begins=not thread.begun)
    values = {column.name: value for column in COMMENTS.c if (value := getattr(comment, column.name)) is not None}
    core = store.connection()
    comment.id = core.execute(ADD_COMMENT, values).scalar_one()
    if comment.root_id and published:
        core.execute(COUNT_REPLY, {"root": comment.root_id})
    key = {"thread_id": thread.id, "key": draft.idempotency_key, "fingerprint": whole}
    core.execute(ADD_KEY, {"created": now, "comment_id": comment.id, "author": writer.code, **key})
    if draft.sent:
        core.execute(ADD_SCREENING, kept_columns(comment.id, draft.sent, draft.verdict, now))
        ask_later(store, comment.id, draft.verdict, now)
    if draft.mail_to:
        happened(store, SubscriptionAsked(comment.id, draft.mail_to, draft.lang))
    happened(store, CommentPosted(comment.id, comment.status))
    return Posted(comment, repeated=False)


def lock_thread_of(store: Store, comment: Comment) -> Thread:
    """Lock the thread that a comment is in, and read the comment as it is now: both may have moved meanwhile."""
    while True:
        thread = lock_thread(store, comment.thread)
        store.refresh(comment)
        if comment.thread_id == thread.id:
            return thread


def note_change(store: Store, comment: Comment, thread: Thread, change: int = 0) -> None:
    """Let readers hear of what became of a comment; what they have never seen is none of their business."""
    if comment.shown or comment.changed or change:
        comment.changed = count_comments(store, thread, change)


def delete_comment(store: Store, comment: Comment, now: datetime) -> bool:
    """Take a comment back for good: text and everything personal leave the row.

    Doing it again changes nothing; return whether it was there.
    """
    thread = lock_thread_of(store, comment)
    if comment.status is Status.DELETED:
        return False
    was = comment.status
    comment.status, comment.deleted, comment.erased = Status.DELETED, now, now
    comment.source = comment.html = ""
    comment.guest_name = comment.guest_email = comment.guest_website = None
    comment.identity = comment.network = comment.fingerprint = comment.edited = comment.pinned = None
    comment.likes = 0
    store.execute(delete(Like).where(Like.comment_id == comment.id))
    store.execute(delete(Screening).where(Screening.comment_id == comment.id))
    store.execute(delete(Revision).where(Revision.comment_id == comment.id))
    store.execute(update(Idempotency).where(Idempotency.comment_id == comment.id).values(fingerprint=""))
    note_change(store, comment, thread, -1 if was is Status.PUBLISHED else 0)
    take_out_of_sight(store, comment)
    store.flush()
    happened(store, CommentDeleted(comment.id, was))
    return True


def show_anew(store: Store, identity: Identity) -> None:
    """Move the versions of the threads that show somebody, whose name or picture has changed: by words or by likes."""
    here = (
        select(Comment.thread_id)
        .where(Comment.identity_id == identity.id)
        .union_all(
            select(Like.thread_id).where(Like.identity_id == identity.id, Like.thread_id.is_not(None)),
            select(Comment.thread_id).join(Like, Like.comment_id == Comment.id).where(Like.identity_id == identity.id),
        )
    )
    store.execute(select(Thread.id).where(Thread.id.in_(here)).order_by(Thread.id).with_for_update())
    store.execute(update(Thread).where(Thread.id.in_(here)).values(version=Thread.version + 1))


def _parent(store: Store, thread: Thread, public_id: str | None) -> Comment | None:
    if not public_id:
        return None
    parent = queries.comment_by_id(store, public_id)
    if parent is None or parent.thread_id != thread.id or parent.status not in {Status.PUBLISHED, *GONE}:
        raise NotFound("The comment you are replying to is not here.")
    if parent.status in GONE:
        raise NotFound("The comment you are replying to was deleted.")
    return parent


def _standing(store: Store, thread: Thread, draft: Draft, now: datetime) -> queries.Standing:
    """Return what stands against a draft; a key that has had its time is forgotten, if nobody else has done that."""
    stands = queries.standing(store, thread, draft.idempotency_key, draft.fingerprint(), now - REPETITION)
    if stands.used and stands.used < now - KEY_LIFE:
        store.connection().execute(FORGET_KEY, {"thread": thread.id, "name": draft.idempotency_key})
        return stands._replace(used=None)
    return stands


def _posted_before(store: Store, thread: Thread, draft: Draft, whole: str, now: datetime) -> Posted:
    """Return what an earlier sending has become; raise KeyReused when it said something else."""
    earlier = queries.posted_with(store, thread, draft.idempotency_key, now - KEY_LIFE)
    if earlier is None or (earlier.fingerprint and earlier.fingerprint != whole):
        raise KeyReused("This key has already been used for another comment.")
    return Posted(earlier.comment, repeated=True)


def was_taken(store: Store, draft: Draft, thread: Thread | None, now: datetime) -> bool:
    """Whether an earlier sending of a draft was accepted; raise what would refuse it: then nobody is asked about it."""
    if thread:
        stands = queries.standing(store, thread, draft.idempotency_key, draft.fingerprint(), now - REPETITION)
        if stands.used and stands.used >= now - KEY_LIFE:
            return True
        _refuse_repetition(stands)
    site = draft.address.site
    refuse_excess(store, site, draft.writer, now, freely=role_of(store, site, draft.identity) is not None)
    return False


def _refuse_repetition(stands: queries.Standing) -> None:
    if stands.repeats:
        raise Conflict("Duplicate comment detected; it looks as though you've already said that!", "duplicate")


def _comment(thread: Thread, parent: Comment | None, draft: Draft, now: datetime) -> Comment:
    """Return a new comment, to be looked at: the session knows nothing of it."""
    guest = draft.author if isinstance(draft.author, Guest) else None
    return Comment(
        public_id=ids.new_id(),
        thread=thread,
        thread_id=thread.id,
        parent_id=parent.id if parent else None,
        root_id=parent.root_id or parent.id if parent else None,
        depth=parent.depth + 1 if parent else 0,
        status=draft.verdict.status,
        author_kind=AuthorKind.GUEST if guest else AuthorKind.IDENTITY,
        identity_id=draft.identity.id if draft.identity else None,
        guest_name=guest.name if guest else None,
        guest_email=guest.email if guest else None,
        guest_website=guest.website if guest else None,
        network=draft.network,
        source=draft.body,
        html=str(draft.html),
        renderer=markup.RENDERER,
        fingerprint=draft.fingerprint(),
        likes=0,
        changed=0,
        shown=draft.verdict.status is Status.PUBLISHED,
        replies=0,
        created=now,
        decided=None if draft.verdict.status is Status.PUBLISHED else now,
        identity=draft.identity,
        parent=parent,
    )
