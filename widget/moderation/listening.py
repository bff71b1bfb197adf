"""What is noted of what happens elsewhere: edits by the staff, and what leaves with a deleted comment."""

from sqlalchemy import delete, update

from widget.comments.models import Comment
from widget.events import CommentDeleted, CommentEdited, Listeners
from widget.extensions import Store
from widget.moderation.actions import note_edit
from widget.moderation.models import Decision, Report


def keep_edit(store: Store, event: CommentEdited) -> None:
    """Note an edit in the audit log, with the way to take it back."""
    if event.account_id is None:
        return
    comment = store.get_one(Comment, event.comment_id)
    note_edit(store, comment, event.number, event.account_id, comment.edited or comment.created)


def forget_words(store: Store, event: CommentDeleted) -> None:
    """Let what the author was told, and what readers have reported, go with what it was about."""
    store.execute(delete(Report).where(Report.comment_id == event.comment_id))
    store.execute(update(Decision).where(Decision.comment_id == event.comment_id).values(words=None))


LISTENERS: Listeners = {CommentEdited: keep_edit, CommentDeleted: forget_words}
