"""How much may be written in which time: by one author, from one network, and on a whole site.

All is counted in the database, so that every process and host knows of it. What is refused was not counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, exists, select

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
# The nth latest of some time: while there is one, nothing more may come until it is older than that. By the keys of the
# forms: they are there for each comment, also once it is deleted, and by time in an index.
NTH_OF_SITE = (
    select(Idempotency.created)
    .join(Thread, Thread.id == Idempotency.thread_id)
    .where(Thread.site_id == bindparam("site"), Idempotency.created > bindparam("since"))
    .order_by(Idempotency.created.desc())
    .limit(1)
    .offset(bindparam("before"))
)
NTH_OF_AUTHOR = NTH_OF_SITE.where(Idempotency.author == bindparam("author"))
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


def refuse_flood(store: Store, site: Site, writer: Writer, now: datetime) -> None:
    """Let some seconds pass between two comments of a person, or of the guests of a network. Raise TooMany.

    Until the transaction ends the same author waits here.
    """
    one_at_a_time(store, "flood", str(site.id), writer.code)  # also of who writes to several threads at once
    refuse_haste(store, site, writer, now)


def refuse_haste(store: Store, site: Site, writer: Writer, now: datetime) -> None:
    """Refuse the same, without a lock: what is refused here is worth no more work."""
    pause = timedelta(seconds=site.flood_seconds)
    _refuse(TOO_FAST, _wait(store, writer, site, 1, pause, now=now) if pause else None)


def refuse_excess(store: Store, site: Site, writer: Writer, now: datetime) -> None:
    """Refuse who has written too much within an hour; and in a wave of comments whom nobody knows. Raise TooMany.

    Whoever is signed in and has a comment here that readers see goes on through a wave.
    """
    if site.hourly_limit:
        _refuse(TOO_MUCH, _wait(store, writer, site, site.hourly_limit, HOUR, now=now))
    if site.minute_limit:
        wait, identity = _wait(store, None, site, site.minute_limit, MINUTE, now=now), writer.identity
        known = wait and identity and store.scalar(APPROVED, {"account": identity.account_id, "site": site.id})
        _refuse(WAVE, None if known else wait)


def _wait(
    store: Store, writer: Writer | None, site: Site, most: int, time: timedelta, *, now: datetime
) -> timedelta | None:
    """Return how long to wait for the oldest of so many comments to be older than a time; None where there is room."""
    which = {"site": site.id, "since": now - time, "before": most - 1}
    if writer is None:
        nth = store.scalar(NTH_OF_SITE, which)
    else:
        nth = store.scalar(NTH_OF_AUTHOR, {**which, "author": writer.code})
    return min(time, nth + time - now) if nth else None


def _refuse(sentence: str, wait: timedelta | None) -> None:
    if wait and wait > timedelta():
        raise TooMany(sentence, retry_after=ceil(wait.total_seconds()))
