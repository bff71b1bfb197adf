"""What readers see of a comment that comes or goes: itself, or a tombstone while something shown hangs below."""

from sqlalchemy import select, update

from widget.comments import queries
from widget.comments.models import Comment
from widget.core.statuses import Status
from widget.extensions import Store


def take_out_of_sight(store: Store, comment: Comment) -> None:
    """Take a comment that is gone out of sight, and the tombstones above it that stood for it alone."""
    hidden = 0
    one: Comment | None = comment
    while one and one.shown and one.status is not Status.PUBLISHED and not queries.has_shown_replies(store, one):
        one.shown, one.changed = False, comment.changed
        hidden += one.root_id is not None
        store.flush()
        one = one.parent
    _count_replies(store, comment, -hidden)


def bring_into_sight(store: Store, comment: Comment) -> None:
    """Show a comment that is published now, with the tombstones above it that it needs."""
    back = 0
    one: Comment | None = comment
    while one and not one.shown and (one is comment or one.status is not Status.PUBLISHED):
        one.shown, one.changed = True, comment.changed
        back += one.root_id is not None
        one = one.parent
    store.flush()
    _count_replies(store, comment, back)


def _count_replies(store: Store, comment: Comment, change: int) -> None:
    if change:
        root = select(Comment.root_id).where(Comment.id == comment.id).scalar_subquery()
        store.execute(update(Comment).where(Comment.id == root).values(replies=Comment.replies + change))
