"""What follows from somebody's decision about a comment: the filter learns it, and the checks outside are told."""

from widget.comments.models import Comment
from widget.comments.queries import first_text
from widget.core import clock
from widget.core.statuses import Status
from widget.events import CommentDecided, Listeners
from widget.extensions import Store
from widget.screening.actions import ask_anew, ask_no_more, count_as, tell_later
from widget.screening.local_filter import hashed_features
from widget.screening.models import Kind, Screening
from widget.screening.outside import asked_here
from widget.screening.queries import screening_of

LEARNED = {Status.SPAM: Kind.SPAM, Status.PUBLISHED: Kind.HAM, Status.HELD: None}


def learn(store: Store, event: CommentDecided) -> None:
    """Take somebody's decision as the truth; a check's own is none. The trash says nothing of what a comment is."""
    if event.account_id is None:
        return
    ask_no_more(store, event.comment_id)
    screening = screening_of(store, event.comment_id)
    comment = store.get_one(Comment, event.comment_id)
    if screening and event.again:
        ask_anew(store, screening, clock.now())
    if screening and event.status in LEARNED:
        _count(store, comment, screening, LEARNED[event.status])
    _tell(store, event)


def _count(store: Store, comment: Comment, screening: Screening, kind: Kind | None) -> None:
    site = comment.thread.site
    name = comment.identity.name if comment.identity else comment.guest_name
    words = hashed_features(site, first_text(store, comment), name or "", comment.guest_website or "")
    count_as(store, site, screening, words, kind)


def _tell(store: Store, event: CommentDecided) -> None:
    """Spam, or no spam after all: each real change once, in order."""
    if event.status is Status.SPAM:
        tell_later(store, event.comment_id, asked_here(), Kind.SPAM, clock.now())
    elif event.was is Status.SPAM and event.status is not Status.TRASH:
        tell_later(store, event.comment_id, asked_here(), Kind.HAM, clock.now())


LISTENERS: Listeners = {CommentDecided: learn}
