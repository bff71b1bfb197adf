"""Finding what screening knows: of comments, of similar ones, of features, and what is still to be asked."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Label, exists, extract, func, literal_column, or_, select

from widget.core.statuses import Status
from widget.extensions import Store
from widget.screening.bayes import Counts
from widget.screening.models import Errand, FilterWord, Notice, Screening, Task

LATEST = 500  # screenings that a new text is compared with
A_DAY = literal_column("86400", Integer)  # seconds; no parameter, since what is grouped by must be what is shown
COMMENTS = 0  # the word that counts the comments themselves


class Sketched(NamedTuple):
    """What is compared of a comment: its sketch, the sender's address, and since when it has had nearly these words."""

    sketch: str
    address: str | None
    comment: int
    said: datetime


def screening_of(store: Store, comment_id: int) -> Screening | None:
    """Return how a comment was screened, if it was."""
    return store.scalar(select(Screening).where(Screening.comment_id == comment_id))


def came_by_day(store: Store, site_id: int, since: datetime) -> dict[tuple[date, Status], int]:
    """Count what came to a site since then by the day (UTC) and by what screening has made of it."""
    day = day_of(Screening.created)
    counted = select(day, Screening.status, func.count(Screening.id)).group_by(day, Screening.status)
    counted = counted.where(Screening.site_id == site_id, Screening.created >= since)
    return {(date_of(of), status): n for of, status, n in store.execute(counted)}


def day_of(moment: Any) -> Label[Any]:
    """Return the day (UTC) of a column's moments, to group by: `date_of` reads it."""
    second = extract("epoch", moment)
    return (second - second % A_DAY).label("day")


def date_of(day: Any) -> date:
    """Return what the store gives for a day as a date."""
    return datetime.fromtimestamp(int(day), UTC).date()


def latest_sketches(store: Store, site_id: int, after: datetime) -> list[Sketched]:
    """Return what was screened on a site since then and is long enough to be compared, the newest first."""
    said = func.coalesce(Screening.sketched, Screening.created)
    latest = select(Screening.sketch, Screening.address, Screening.comment_id, said)
    latest = latest.where(Screening.site_id == site_id, Screening.created > after)
    latest = latest.order_by(Screening.created.desc()).limit(LATEST)
    rows = store.execute(latest)
    return [Sketched(sketch, address, comment, since) for sketch, address, comment, since in rows if sketch]


def counts_of(store: Store, site_id: int, words: Collection[int]) -> dict[int, Counts]:
    """Return what was counted on a site of these features."""
    wanted = FilterWord.site_id == site_id, FilterWord.word.in_(words)
    found = select(FilterWord.word, FilterWord.spam, FilterWord.ham).where(*wanted)
    return {word: Counts(spam, ham) for word, spam, ham in store.execute(found)}


def _due(now: datetime, asked: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """What is due of these checks, and what is over of all: for that nobody needs to be asked any more."""
    return Errand.due <= now, or_(Errand.asked.in_(asked), Errand.until <= now)


def errand_is_due(store: Store, now: datetime, asked: Collection[str]) -> bool:
    """Whether there is anything to do with these checks now; asks without locking anything."""
    return bool(store.scalar(select(exists().where(*_due(now, asked)))))


def next_errand(store: Store, now: datetime, asked: Collection[str]) -> Errand | None:
    """Return the errand that has waited longest, locked; one that another worker is just taking is left to it."""
    due = select(Errand).where(*_due(now, asked)).order_by(Errand.due, Errand.id)
    return store.scalar(due.limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True))


def taken_errand(store: Store, errand_id: int, attempts: int) -> Errand | None:
    """Return an errand, locked, as whoever took it left it; None where it is nobody's or somebody else's now."""
    found = select(Errand).where(Errand.id == errand_id, Errand.attempts == attempts).with_for_update()
    return store.scalar(found.execution_options(populate_existing=True))


def questions_about(store: Store, comment_id: int) -> list[Errand]:
    """Return what is still to be asked about a comment."""
    return list(store.scalars(select(Errand).where(Errand.comment_id == comment_id, Errand.task == Task.ASK)))


def notices(store: Store) -> Iterable[Notice]:
    """Return what the checks outside want the owner to know."""
    return store.scalars(select(Notice).order_by(Notice.asked)).all()
