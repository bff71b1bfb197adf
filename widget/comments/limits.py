"""How much may be written in which time: by one author, from one network, and on a whole site.

All is counted in the database, so that every process and host knows of it. What is refused was not counted.
"""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, exists, select

from widget.comments.models import AuthorKind, Comment, Idempotency
from widget.comments.queries import LAST_OF_IDENTITY, LAST_OF_NETWORK
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
# The nth latest of some time: while there is one, nothing more may come until it is older than that.
NTH = select(Comment.created).join(Thread).order_by(Comment.created.desc()).limit(1).offset(bindparam("before"))
NTH = NTH.where(Thread.site_id == bindparam("site"), Comment.created > bindparam("since"))
NTH_OF_IDENTITY = NTH.where(Comment.identity_id == bindparam("identity"))
NTH_OF_NETWORK = NTH.where(Comment.author_kind == AuthorKind.GUEST, Comment.network == bindparam("network"))
# By the keys of the forms: they are there for each comment, and by time in an index.
NTH_OF_SITE = (
    select(Idempotency.created)
    .join(Thread, Thread.id == Idempotency.thread_id)
    .where(Thread.site_id == bindparam("site"), Idempotency.created > bindparam("since"))
    .order_by(Idempotency.created.desc())
    .limit(1)
    .offset(bindparam("before"))
)
APPROVED = select(
    exists().where(
        Comment.identity_id == bindparam("identity"),
        Comment.status == Status.PUBLISHED,
        Comment.thread_id == Thread.id,
        Thread.site_id == bindparam("site"),
    )
)


def refuse_flood(store: Store, site: Site, identity: Identity | None, network: str, now: datetime) -> None:
    """Let some seconds pass between two comments of an identity, or of the guests of a network. Raise TooMany.

    Until the transaction ends the same author waits here.
    """
    who = f"identity {identity.id}" if identity else f"network {network}"
    one_at_a_time(store, "flood", str(site.id), who)  # also of who writes to several threads at once
    refuse_haste(store, site, identity, network, now)


def refuse_haste(store: Store, site: Site, identity: Identity | None, network: str, now: datetime) -> None:
    """Refuse the same, without a lock: what is refused here is worth no more work."""
    pause = timedelta(seconds=site.flood_seconds)
    statement = LAST_OF_IDENTITY if identity else LAST_OF_NETWORK
    last = store.scalar(statement, _author(site, identity, network)) if pause else None
    _refuse(TOO_FAST, min(pause, last + pause - now) if last else None)


def refuse_excess(store: Store, site: Site, identity: Identity | None, network: str, now: datetime) -> None:
    """Refuse who has written too much within an hour; and in a wave of comments whom nobody knows. Raise TooMany.

    Whoever is signed in and has a comment here that readers see goes on through a wave.
    """
    if site.hourly_limit:
        nth = NTH_OF_IDENTITY if identity else NTH_OF_NETWORK
        which = {**_author(site, identity, network), "since": now - HOUR, "before": site.hourly_limit - 1}
        _refuse(TOO_MUCH, _until(store.scalar(nth, which), HOUR, now))
    if site.minute_limit:
        which = {"site": site.id, "since": now - MINUTE, "before": site.minute_limit - 1}
        wait = _until(store.scalar(NTH_OF_SITE, which), MINUTE, now)
        known = wait and identity and store.scalar(APPROVED, {"identity": identity.id, "site": site.id})
        _refuse(WAVE, None if known else wait)


def _author(site: Site, identity: Identity | None, network: str) -> dict[str, object]:
    return {"site": site.id} | ({"identity": identity.id} if identity else {"network": network})


def _until(nth: datetime | None, time: timedelta, now: datetime) -> timedelta | None:
    return nth + time - now if nth else None


def _refuse(sentence: str, wait: timedelta | None) -> None:
    if wait and wait > timedelta():
        raise TooMany(sentence, retry_after=ceil(wait.total_seconds()))
