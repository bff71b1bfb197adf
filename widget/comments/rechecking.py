"""The worker's step with the checks outside: what had no answer is asked again, and decisions are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from widget.comments.actions import lock_thread_of
from widget.comments.deciding import change_status, is_leaving
from widget.comments.models import Comment
from widget.comments.queries import first_text
from widget.comments.submissions import submission_about
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import Store, db
from widget.screening.actions import LEASE, answer_again
from widget.screening.answers import Unanswered
from widget.screening.models import Kind, Task
from widget.screening.outside import ask, awake, tell
from widget.screening.queries import errand_is_due, next_errand, screening_of, taken_errand
from widget.screening.verdicts import Finding, Submission
from widget.web.transactions import transaction

MOST = 50  # errands at a time: mails wait meanwhile
SECONDS = 5.0  # for each
KINDS = {Task.TELL_SPAM: Kind.SPAM, Task.TELL_HAM: Kind.HAM}
AGAIN = "recheck"


@dataclass(frozen=True, slots=True)
class Taken:
    """An errand that is this worker's until its lease is over."""

    id: int
    attempts: int
    comment_id: int
    asked: str
    task: Task
    over: bool


def recheck_due() -> int:
    """Do what is due, one after the other; return how many were tried. Who does not answer is left alone at once."""
    tried = 0
    while tried < MOST and _next():
        tried += 1
    return tried


def _next() -> bool:
    now, names = clock.now(), awake()
    due = errand_is_due(db.session(), now, names)
    db.session.rollback()
    taken = _take(now, names) if due else None
    if taken is None:
        return False
    about = None if taken.over else _submission(taken, now)
    db.session.rollback()  # nothing is held open while somebody outside is asked
    try:
        findings = _said(taken, about) if about else ()
    except Unanswered as failed:
        _put_off(taken, failed.wait, clock.now())
        return True
    if waits := next((finding.wait for finding in findings if finding.wait), 0):
        _wait_on(taken, waits, clock.now())
    else:
        _finish(taken, findings, clock.now())
    return True


def _take(now: datetime, names: tuple[str, ...]) -> Taken | None:
    with transaction() as store:
        errand = next_errand(store, now, names)
        if errand is None:
            return None
        over = errand.until <= now
        errand.attempts, errand.due = errand.attempts + 1, now + LEASE
        return Taken(errand.id, errand.attempts, errand.comment_id, errand.asked, errand.task, over)


def _submission(taken: Taken, now: datetime) -> Submission | None:
    """Return what to ask or tell about: a decision goes out with the text as it was first sent."""
    store = db.session()
    comment = store.get(Comment, taken.comment_id)
    if comment is None or comment.status is Status.DELETED or is_leaving(comment):
        return None
    screening = screening_of(store, comment.id)
    body = comment.source if taken.task is Task.ASK else first_text(store, comment)
    again = AGAIN if taken.task is Task.ASK else ""
    return submission_about(store, comment, screening, body=body, html=comment.html, again=again, now=now)


def _said(taken: Taken, about: Submission) -> tuple[Finding, ...]:
    if taken.task is Task.ASK:
        return ask(taken.asked, about, SECONDS)
    tell(taken.asked, about, KINDS[taken.task], SECONDS)
    return ()


def _put_off(taken: Taken, seconds: int, now: datetime) -> None:
    with transaction() as store:
        if errand := taken_errand(store, taken.id, taken.attempts):
            errand.due = min(now + timedelta(seconds=seconds), errand.until)


def _wait_on(taken: Taken, seconds: int, now: datetime) -> None:
    """The check lets it pass for now, and wants to be asked once more before that counts."""
    with transaction() as store:
        if errand := taken_errand(store, taken.id, taken.attempts):
            if not errand.passed:
                errand.passed, errand.until = True, now + 2 * timedelta(seconds=seconds)
            errand.due = min(now + timedelta(seconds=seconds), errand.until)


def _finish(taken: Taken, findings: tuple[Finding, ...], now: datetime) -> None:
    """Let a check's answer count; the thread is locked first, as by whoever decides about a comment."""
    with transaction() as store:
        comment = store.get(Comment, taken.comment_id)
        if comment:
            lock_thread_of(store, comment)
        errand = taken_errand(store, taken.id, taken.attempts)
        if errand is None:  # somebody has decided meanwhile
            return
        if comment and errand.task is Task.ASK and (errand.passed or not taken.over):
            _apply(store, comment, (errand.asked, findings), now)
        store.delete(errand)


def _apply(store: Store, comment: Comment, said: tuple[str, tuple[Finding, ...]], now: datetime) -> None:
    """Change the status, if it still is what screening has made it."""
    screening = screening_of(store, comment.id)
    if screening is None or comment.status is Status.DELETED or is_leaving(comment):
        return
    before = screening.status
    status = answer_again(screening, *said)
    if comment.status is before:
        change_status(store, comment, status, now)
