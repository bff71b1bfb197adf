"""Changing what one has said: every version is kept for readers, and what two have open at once is not lost."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from markupsafe import Markup

from widget.comments.actions import REPETITION, lock_thread_of, note_change
from widget.comments.deciding import change_status
from widget.comments.drafts import Guest, said
from widget.comments.models import Comment, Revision
from widget.comments.queries import last_revision, repeats, revisions_of
from widget.core import markup
from widget.core.signing import read_edit_stamp
from widget.core.statuses import GONE, worst
from widget.core.text import marked
from widget.errors import Conflict, NotAllowed, NotFound
from widget.events import CommentEdited, happened
from widget.extensions import Store
from widget.screening.actions import ask_later, screen_again
from widget.screening.queries import screening_of
from widget.screening.verdicts import Submission, Verdict

LONGEST_OPEN = timedelta(hours=1)  # in which an edit that was opened in time may be finished
STAFF_OPEN = timedelta(days=1)  # the same for who looks after the site, whom nobody hurries
MOST_EDITS = 20  # of one comment: each is kept, and shown
OVER = marked("The time for editing this comment is over.")
CHANGED = marked("This comment has been changed meanwhile. Your text is still here.")


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text with the people whom it may mention, and the version of the comment that it was made from.

    `sent` and `verdict` are what screening saw and makes of it; without them, as in a test, its status stays.
    """

    body: str
    number: int
    signature_key: str
    people: Collection[str] = ()
    sent: Submission | None = None
    verdict: Verdict = field(default_factory=Verdict)
    html: Markup = markup.NOT_RENDERED  # rendered at once: nothing slow happens inside the transaction

    def __post_init__(self) -> None:
        if not self.html:
            object.__setattr__(self, "html", markup.render(self.body, self.people))


def opened_version(
    secret_key: str, comment: Comment, stamp: str, now: datetime, *, longest: timedelta = LONGEST_OPEN
) -> int:
    """Return the version on which an edit was opened; raise NotAllowed when that was too long ago, or never."""
    read = read_edit_stamp(secret_key, comment.public_id, stamp)
    if read is None or read[1] + longest < now:
        raise NotAllowed(OVER, "edit-over")
    return read[0]


def edit_comment(store: Store, comment: Comment, edit: Edit, now: datetime, *, by: int | None = None) -> None:
    """Let a comment say something else; the same once more changes nothing. `by`: an account of the staff.

    Raise NotFound when it is gone, Conflict when somebody has edited it meanwhile (`edit-conflict`) or its author has
    just said the same elsewhere here (`duplicate`), NotAllowed after the last edit that it may have.
    """
    thread = lock_thread_of(store, comment)
    if comment.status in GONE:
        raise NotFound("There is no such comment.")
    if _lines(comment.source) == _lines(edit.body):
        return
    number = last_revision(store, comment)
    if number != edit.number:
        raise Conflict(CHANGED, "edit-conflict")
    if number >= MOST_EDITS:
        raise NotAllowed("This comment has been edited too often.")
    fingerprint = _fingerprint(comment, edit)
    if fingerprint != comment.fingerprint and repeats(store, thread, fingerprint, now - REPETITION):
        raise Conflict("Duplicate comment detected; it looks as though you've already said that!", "duplicate")
    _keep(store, comment, number + 1)
    comment.source, comment.html, comment.renderer = edit.body, str(edit.html), markup.RENDERER
    comment.fingerprint, comment.edited = fingerprint, now
    note_change(store, comment, thread)
    store.flush()
    happened(store, CommentEdited(comment.id, number + 1, by))
    if edit.sent:
        _take_verdict(store, comment, edit.sent, edit.verdict, now)


def _take_verdict(store: Store, comment: Comment, sent: Submission, verdict: Verdict, now: datetime) -> None:
    """Let screening make it worse for a comment that says something else; better makes it a person alone."""
    if screening := screening_of(store, comment.id):
        screen_again(store, screening, sent, verdict)
    ask_later(store, comment.id, verdict, now)
    change_status(store, comment, worst((comment.status, verdict.status)), now)


def take_back_edit(store: Store, comment: Comment, number: int) -> bool:
    """Let a comment be as it was before its last edit, if that is the one which kept version `number`."""
    thread = lock_thread_of(store, comment)
    kept = revisions_of(store, comment)
    if comment.status in GONE or not kept or kept[-1].number != number:
        return False
    before = kept[-1]
    comment.source, comment.html, comment.renderer = before.source, before.html, before.renderer
    comment.edited = before.created if len(kept) > 1 else None
    comment.fingerprint = None  # of the text that is gone again
    store.delete(before)
    note_change(store, comment, thread)
    store.flush()
    return True


def _lines(text: str) -> str:
    """Return a text with line breaks as scripts send them; plain forms send others."""
    return text.replace("\r\n", "\n")


def _keep(store: Store, comment: Comment, number: int) -> None:
    """Keep what a comment says now, since it is about to say something else."""
    revision = Revision(comment_id=comment.id, number=number, source=comment.source, html=comment.html)
    revision.renderer, revision.created = comment.renderer, comment.edited or comment.created
    store.add(revision)


def _fingerprint(comment: Comment, edit: Edit) -> str:
    guest = Guest(comment.guest_name or "", comment.guest_email, comment.guest_website)
    where = (comment.thread.public_id, comment.parent.public_id if comment.parent else "")
    return said(edit.signature_key, where, comment.identity or guest, edit.body)
