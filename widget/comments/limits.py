"""How much may be written in which time: by one author, from one network, and on a whole site.

All is counted in the database, so that every process and host knows of it. What is refused was not counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Label, bindparam, exists, select

from widget.comments.models import Comment, Idempotency
from widget.core.statuses import Status
from widget.core.text import marked
from widget.errors import TooMany
from widget.extensions import Store, one_at_a_time
from widget.people.models import Identity
from widget.sites.models import Site
from widget.threads.models import Thread

TOO_FAST = marked("You are posting comments too quickly. Slow down.")
TOO_MUCH = marked("You have posted very many comments.")
WAVE = marked("Very many comments are coming in at the moment.")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _nth(name: str, *whose: ColumnElement[bool]) -> Label[datetime]:
    """Return when the nth latest comment of some time came, as a column; its parameters begin with its name.

    While there is one, nothing more may come until it is older than that. By the keys of the forms: they are there for
    each comment, also once it is deleted, and by time in an index.
    """
    there = select(Idempotency.created).join(Thread, Thread.id == Idempotency.thread_id)
    there = there.where(Thread.site_id == bindparam("site"), Idempotency.created > bindparam(f"{name}_since"), *whose)
    latest = there.order_by(Idempotency.created.desc()).limit(1).offset(bindparam(f"{name}_before"))
    return latest.scalar_subquery().label(name)


OWN = Idempotency.author == bindparam("author")
WINDOWS = {"pause": (OWN,), "hour": (OWN,), "minute": ()}  # by an author, by an author, by everybody
LATEST = select(*(_nth(name, *whose) for name, whose in WINDOWS.items()))
APPROVED = select(
    exists().where(
        Comment.identity_id == Identity.id,
        Identity.account_id == bindparam("account"),
        Comment.status == Status.PUBLISHED,
        Comment.thread_id == Thread.id,
        Thread.site_id == bindparam("site"),
    )
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who is about to write: somebody signed in, or a guest of a network; `code` is the keyed hash that is counted."""

    identity: Identity | None
    code: str


def wait_in_line(store: Store, site: Site, writer: Writer) -> None:
    """Let the same author wait here until the transaction ends, also one who writes to several threads at once."""
    one_at_a_time(store, "flood", str(site.id), writer.code)


def refuse_excess(store: Store, site: Site, writer: Writer, now: datetime, *, freely: bool) -> None:
    """Refuse who writes too fast: a person with all their accounts, or the guests of a network. Raise TooMany.

    Some seconds lie between two comments; within an hour there are no more than so many; and in a wave of comments
    nobody is taken whom nobody knows: whoever is signed in and has a comment here that readers see goes on through it.
    Who looks after the site answers as much as it takes (`freely`), but for the seconds.
    """
    pause = timedelta(seconds=site.flood_seconds)
    of_hour, of_minute = (0, 0) if freely else (site.hourly_limit, site.minute_limit)
    limits = {"pause": (1 if pause else 0, pause), "hour": (of_hour, HOUR), "minute": (of_minute, MINUTE)}
    waits = _waits(store, site, writer, {name: limit for name, limit in limits.items() if limit[0]}, now)
    _refuse(TOO_FAST, waits.get("pause"))
    _refuse(TOO_MUCH, waits.get("hour"))
    wait, identity = waits.get("minute"), writer.identity
    known = wait and identity and store.scalar(APPROVED, {"account": identity.account_id, "site": site.id})
    _refuse(WAVE, None if known else wait)


def _waits(
    store: Store, site: Site, writer: Writer, limits: dict[str, tuple[int, timedelta]], now: datetime
) -> dict[str, timedelta]:
    """Return how long to wait for the oldest of so many comments to be older than a time; nothing where is room."""
    if not limits:
        return {}
    asked: dict[str, Any] = {"site": site.id, "author": writer.code}
    for name in WINDOWS:
        most, time = limits.get(name, (1, timedelta()))
        asked |= {f"{name}_since": now - time, f"{name}_before": most - 1}
    found = store.execute(LATEST, asked).one()._mapping
    nths = {name: found[name] for name in limits if found[name]}
    return {name: min(limits[name][1], nth + limits[name][1] - now) for name, nth in nths.items()}


def _refuse(sentence: str, wait: timedelta | None) -> None:
    if wait and wait > timedelta():
        raise TooMany(sentence, retry_after=ceil(wait.total_seconds()))
