"""Writing what screening has found, what is to be asked again, and what the local filter learns."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, update
from sqlalchemy.orm import InstrumentedAttribute

from widget.core.late import late
from widget.core.statuses import Status, worst
from widget.core.text import marked
from widget.extensions import Store, one_at_a_time
from widget.screening.models import Errand, FilterWord, Kind, Notice, Screening, Task
from widget.screening.queries import COMMENTS, questions_about
from widget.screening.sketch import alike
from widget.screening.verdicts import Finding, Submission, Verdict
from widget.sites.models import Site

GIVING_UP = timedelta(days=15)
LEASE = timedelta(minutes=2)  # in which whoever took an errand must have noted how it went
BEFORE = marked("It was stopped before it was edited.")
TELLING = {Kind.SPAM: Task.TELL_SPAM, Kind.HAM: Task.TELL_HAM}


def kept_columns(comment_id: int, sent: Submission, verdict: Verdict, now: datetime) -> dict[str, Any]:
    """Return the row that is kept of a screening, with what a check outside would need once more."""
    return {
        "comment_id": comment_id,
        "status": verdict.status,
        "findings": [finding.kept for finding in verdict.findings],
        "site_id": sent.site.id,
        "sketch": sent.sketch,
        "address": sent.address[:45] or None,
        "user_agent": sent.user_agent[:500] or None,
        "referrer": sent.referrer[:2000] or None,
        "created": now,
    }


def ask_later(store: Store, comment_id: int, verdict: Verdict, now: datetime) -> None:
    """Let the worker ask those checks again that have given no final answer."""
    for finding in verdict.waiting:
        _forget(store, comment_id, finding.check)
        wait = timedelta(seconds=finding.wait)
        errand = Errand(comment_id=comment_id, asked=finding.check, task=Task.ASK, passed=finding.passed)
        errand.due, errand.until = now + wait, now + (2 * wait if finding.passed else GIVING_UP)
        store.add(errand)


def ask_anew(store: Store, screening: Screening, now: datetime) -> None:
    """A decision was taken back: what it has left unasked is asked after all."""
    waiting = [one for one in screening.findings if one.get("wait")]
    kept = (Finding(one["check"], Status(one["status"]), "", wait=one["wait"], passed=one["passed"]) for one in waiting)
    ask_later(store, screening.comment_id, Verdict(tuple(kept)), now)


def ask_no_more(store: Store, comment_id: int) -> None:
    """Somebody has decided: whatever a check would say now counts no more."""
    store.execute(delete(Errand).where(Errand.comment_id == comment_id, Errand.task == Task.ASK))


def tell_later(store: Store, comment_id: int, asked: Collection[str], kind: Kind, now: datetime) -> None:
    """Let the worker tell these checks what somebody has decided."""
    for name in asked:
        errand = Errand(comment_id=comment_id, asked=name, task=TELLING[kind], due=now, until=now + GIVING_UP)
        store.add(errand)


def screen_again(store: Store, screening: Screening, sent: Submission, verdict: Verdict) -> None:
    """Keep what was found in an edited text; it cannot make its status better, nor can an answer that comes later.

    What a check would have said of the former text nobody needs to know any more.
    """
    open_ = {errand.asked for errand in questions_about(store, screening.comment_id)}
    former = worst(Status(kept["status"]) for kept in screening.findings if kept["check"] not in open_)
    ask_no_more(store, screening.comment_id)
    findings = verdict.findings
    if worst((former, now := worst(one.status for one in findings if not one.wait))) is not now:
        findings += (Finding("before", former, BEFORE),)
    screening.status = worst((screening.status, verdict.status))
    screening.findings = [finding.kept for finding in findings]
    if not alike(screening.sketch, sent.sketch):
        screening.sketch, screening.sketched = sent.sketch, sent.sent


def answer_again(screening: Screening, check: str, findings: Collection[Finding]) -> Status:
    """Put a check's new answer in place of its former one; return the status that all findings come to now."""
    others = [kept for kept in screening.findings if kept["check"] != check]
    screening.findings = [*others, *(finding.kept for finding in findings)]
    screening.status = worst(Status(kept["status"]) for kept in screening.findings)
    return screening.status


def count_as(store: Store, site: Site, screening: Screening, words: Collection[int], kind: Kind | None) -> None:
    """Count a comment for the local filter as what somebody has decided it to be, once and no more; None: as nothing.

    `words` are the features of its text as it was first sent, so that what was counted can be taken back.
    """
    if screening.counted is kind:
        return
    changes = {Kind.SPAM: 0, Kind.HAM: 0}
    if screening.counted:
        changes[screening.counted] -= 1
    if kind:
        changes[kind] += 1
    screening.counted = kind
    _count(store, site.id, [COMMENTS, *sorted(words)], changes)


def forget_origin(store: Store, comments: Collection[int]) -> None:
    """Forget from where comments came, and by what browser."""
    sent = Screening.comment_id.in_(comments)
    store.execute(update(Screening).where(sent).values(address=None, user_agent=None, referrer=None))


def note(store: Store, asked: str, code: str, message: str, now: datetime) -> None:
    """Keep what a check outside wants its owner to know: the newest alone."""
    one_at_a_time(store, "notice", asked)
    note_nothing(store, asked)
    store.add(Notice(asked=asked, code=code, message=message, noted=now))


def note_nothing(store: Store, asked: str) -> None:
    """What a check has wanted its owner to know is over."""
    store.execute(delete(Notice).where(Notice.asked == asked))


def _forget(store: Store, comment_id: int, asked: str) -> None:
    store.execute(delete(Errand).where(Errand.comment_id == comment_id, Errand.asked == asked, Errand.task == Task.ASK))


def _count(store: Store, site_id: int, words: list[int], changes: dict[Kind, int]) -> None:
    """Add to the counts of these words: all in one statement, in one order, so that no two wait for each other.

    No count falls below nothing: a word that is taken back may have been forgotten meanwhile.
    """
    dialect = late(f"sqlalchemy.dialects.{store.get_bind().dialect.name}")
    new = {kind.value: max(change, 0) for kind, change in changes.items()}
    rows = [{"site_id": site_id, "word": word, **new} for word in words]
    adding = dialect.insert(FilterWord).values(rows)
    grown = {kind.value: _grown(getattr(FilterWord, kind.value), changes[kind]) for kind in Kind}
    store.execute(adding.on_conflict_do_update(index_elements=["site_id", "word"], set_=grown))
    nothing = FilterWord.spam <= 0, FilterWord.ham <= 0, FilterWord.word.in_(words)
    store.execute(delete(FilterWord).where(FilterWord.site_id == site_id, *nothing))


def _grown(count: InstrumentedAttribute[int], change: int) -> ColumnElement[int]:
    return case((count + change > 0, count + change), else_=0)
