"""Finding what screening knows: of comments, of similar ones, of features, and what is still to be asked."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Integer, Label, bindparam, exists, extract, func, literal_column, or_, select

from widget.core.statuses import Status
from widget.extensions import Store
from widget.screening.bayes import Counts
from widget.screening.models import Errand, FilterWord, Notice, Screening, Task

LATEST = 500  # screenings that a new text is compared with
A_DAY = literal_column("86400", Integer)  # seconds; no parameter, since what is grouped by must be what is shown
COMMENTS = 0  # the word that counts the comments themselves
# With these every post is compared: what was long enough on its site, but for what its sender's address has sent.
# That is left out of the newest, not looked past: what came from one address must not make the way to others long.
SKETCHES = select(
    Screening.sketch, Screening.address, Screening.comment_id, Screening.created, Screening.sketched
).where(Screening.site_id == bindparam("site"), Screening.created > bindparam("after"), Screening.sketch.is_not(None))
RECENT = SKETCHES.order_by(Screening.created.desc()).limit(LATEST).subquery().c
OF_OTHERS = select(RECENT.sketch).where(or_(RECENT.address.is_(None), RECENT.address != bindparam("address")))
WITH_MOMENTS = OF_OTHERS.add_columns(RECENT.comment_id, func.coalesce(RECENT.sketched, RECENT.created))
LEARNED = select(FilterWord.spam, FilterWord.ham).where(FilterWord.site_id == bindparam("site"))
LEARNED = LEARNED.where(FilterWord.word == COMMENTS)


class Sketched(NamedTuple):
    """What is compared of a comment: its sketch, and since when it has had nearly these words."""

    sketch: str
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


def sketches_of_others(store: Store, site_id: int, after: datetime, address: str) -> Iterable[str]:
    """Return the sketches of what other addresses have sent to a site since then, of the newest."""
    asked = {"site": site_id, "after": after, "address": address}
    return cast(Iterable[str], store.connection().execute(OF_OTHERS, asked).scalars())


def sketched_by_others(store: Store, site_id: int, after: datetime, address: str) -> list[Sketched]:
    """Return the same with whose they are, and since when."""
    asked = {"site": site_id, "after": after, "address": address}
    return [Sketched(*row) for row in store.execute(WITH_MOMENTS, asked)]


def learned(store: Store, site_id: int) -> Counts | None:
    """Return how many comments the filter of a site has learned from; None for not any."""
    row = store.connection().execute(LEARNED, {"site": site_id}).first()
    return Counts(*row) if row else None


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


def notice_of(store: Store, asked: str) -> tuple[str, str] | None:
    """Return what a check outside wants the owner to know: code and message."""
    said = store.execute(select(Notice.code, Notice.message).where(Notice.asked == asked)).first()
    return (said.code, said.message) if said else None


def notices(store: Store) -> Iterable[Notice]:
    """Return what the checks outside want the owner to know."""
    return store.scalars(select(Notice).order_by(Notice.asked)).all()
