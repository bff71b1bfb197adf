"""Comments with their revisions, the keys that make posting happen once, and likes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from widget.core.statuses import Status
from widget.extensions import Base, partial, state
from widget.people.models import Identity
from widget.threads.models import Thread

SHOWN = partial("shown = 1")
ONE_THING = " OR ".join(
    " AND ".join(f"{name}_id IS {'NOT ' if name == one else ''}NULL" for name in ("comment", "identity", "alias"))
    for one in ("comment", "identity", "alias")
)
PINNED = partial("pinned IS NOT NULL")
REJECTED = partial("status IN ('spam', 'trash') AND erased IS NULL")
SENT = partial("network IS NOT NULL")
SHOWN_ROOTS = partial("root_id IS NULL AND shown = 1")


class AuthorKind(StrEnum):
    """Whether the author was signed in."""

    IDENTITY = "identity"
    GUEST = "guest"


class Comment(Base):
    """One comment. When it is deleted its text and everything personal leave the row; the row keeps its place.

    In the trash with `erased` set it waits for its author's erasure to become final, and can still come back.
    `shown`: readers see it, as published or as a tombstone that something shown hangs below. `replies`: how many
    shown ones a root has below it, at any depth. `changed`: the thread's activity when readers last saw it change,
    0 for never.
    `pinned`: since when it stands above all others, one in a thread at most.
    `decided`: when it was last given another status than published, or was published after all.
    `hidden`: its guest is not named any more, since that is about to be erased.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("import_system", "import_id"),
        CheckConstraint("author_kind = 'identity' OR identity_id IS NULL", name="guest_has_no_identity"),
        Index("ix_comments_keyset", "thread_id", "created", "id"),
        Index("ix_comments_roots", "thread_id", "created", "id", **SHOWN_ROOTS),
        Index("ix_comments_liked", "thread_id", "likes", "created", "id", **SHOWN_ROOTS),
        Index("ix_comments_below", "root_id", "created", "id", **SHOWN),
        Index("ix_comments_children", "parent_id", **SHOWN),
        Index("ix_comments_pinned", "thread_id", unique=True, **PINNED),
        Index("ix_comments_changed", "thread_id", "changed", "id"),
        Index("ix_comments_fingerprint", "thread_id", "fingerprint", "created"),
        Index("ix_comments_identity_created", "identity_id", "created"),
        Index("ix_comments_network_created", "network", "created"),
        Index("ix_comments_renderer", "renderer"),
        Index("ix_comments_rejected", "created", **REJECTED),
        Index("ix_comments_sent", "created", **SENT),
        Index("ix_comments_status", "status", "created", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    depth: Mapped[int] = mapped_column(default=0)
    status: Mapped[Status] = mapped_column(state(Status, "status"))
    author_kind: Mapped[AuthorKind] = mapped_column(state(AuthorKind, "author_kind"))
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id", ondelete="SET NULL"))
    guest_name: Mapped[str | None] = mapped_column(String(245))
    guest_email: Mapped[str | None] = mapped_column(String(254))
    guest_website: Mapped[str | None] = mapped_column(String(2000))
    guest_address: Mapped[str | None] = mapped_column(String(254), Computed("lower(guest_email)"), index=True)
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    network: Mapped[str | None] = mapped_column(String(64))  # keyed hash of the sender's network
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[str | None] = mapped_column(String(64))  # keyed hash of thread, parent, author and text
    likes: Mapped[int] = mapped_column(default=0)
    shown: Mapped[bool] = mapped_column(default=True, server_default=true())
    replies: Mapped[int] = mapped_column(default=0, server_default="0")
    changed: Mapped[int] = mapped_column(default=0, server_default="0")
    created: Mapped[datetime]
    edited: Mapped[datetime | None]
    decided: Mapped[datetime | None]
    pinned: Mapped[datetime | None]
    deleted: Mapped[datetime | None]
    erased: Mapped[datetime | None]
    import_system: Mapped[str | None] = mapped_column(String(100))
    import_id: Mapped[str | None] = mapped_column(String(100))

    thread: Mapped[Thread] = relationship()
    identity: Mapped[Identity | None] = relationship(lazy="joined")
    parent: Mapped["Comment | None"] = relationship(remote_side="Comment.id", foreign_keys="Comment.parent_id")


class Revision(Base):
    """What a comment said before an edit."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("comment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]


class Idempotency(Base):
    """The result that a random key of a form has had; kept for 48 hours. The fingerprint is of all that was sent.

    `author` is a keyed hash of who has sent it: so the limits know also of what was deleted since.
    """

    __tablename__ = "idempotency"
    __table_args__ = (UniqueConstraint("thread_id", "key"), Index("ix_idempotency_author_created", "author", "created"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    author: Mapped[str | None] = mapped_column(String(64))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(index=True)

    comment: Mapped[Comment] = relationship()


class Like(Base):
    """One identity likes one target: a comment or a thread."""

    __tablename__ = "likes"
    __table_args__ = (
        UniqueConstraint("identity_id", "comment_id"),
        UniqueConstraint("identity_id", "thread_id"),
        CheckConstraint("(comment_id IS NULL) <> (thread_id IS NULL)", name="one_target"),
        Index("ix_likes_comment_id_id", "comment_id", "id"),
        Index("ix_likes_thread_id_id", "thread_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]

    identity: Mapped[Identity] = relationship()
    comment: Mapped[Comment | None] = relationship()
    thread: Mapped[Thread | None] = relationship()


class LikePace(Base):
    """How often somebody has liked, or taken a like back, since `began`."""

    __tablename__ = "like_paces"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), unique=True)
    began: Mapped[datetime]
    changes: Mapped[int]


class ChangeKind(StrEnum):
    """What was done to a thread as a whole."""

    MERGE = "merge"
    MOVE = "move"
    SPLIT = "split"


class ThreadChange(Base):
    """What went from one thread to another at once, to be taken back within 30 days. `page`: where a moved one was.

    `activity`: what both threads had come to when it went, or last when it went back.
    """

    __tablename__ = "thread_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(state(ChangeKind, "kind"))
    from_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    page: Mapped[str | None] = mapped_column(String(2000))
    activity: Mapped[int | None]
    created: Mapped[datetime]
    undone: Mapped[datetime | None]

    source: Mapped[Thread] = relationship(foreign_keys=from_id)
    target: Mapped[Thread] = relationship(foreign_keys=into_id)


class Moved(Base):
    """One thing that went along: a conversation by its root, an identity's like of the page, a key.

    `pinned`: since when a comment was, that is not any more, since another one is pinned there.
    """

    __tablename__ = "moved"
    __table_args__ = (CheckConstraint(ONE_THING, name="one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("thread_changes.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id", ondelete="CASCADE"), index=True)
    alias_id: Mapped[int | None] = mapped_column(ForeignKey("aliases.id", ondelete="CASCADE"), index=True)
    pinned: Mapped[datetime | None]
