"""Finding what is to be sent, and counting what was."""

from datetime import datetime

from sqlalchemy import exists, func, select

from widget.extensions import Store
from widget.notifications.models import DIGEST, NEWS, WEBHOOK, OutboxRow, RefusedAddress

MOST_REFUSALS = 3


def is_due(store: Store, now: datetime) -> bool:
    """Whether anything is to be sent now; asks without locking anything."""
    return bool(store.scalar(select(exists().where(OutboxRow.done.is_(None), OutboxRow.due <= now))))


def next_due(store: Store, now: datetime) -> OutboxRow | None:
    """Return the row that has waited longest, locked; one that another worker is just taking is left to it."""
    due = select(OutboxRow).where(OutboxRow.done.is_(None), OutboxRow.due <= now).order_by(OutboxRow.due, OutboxRow.id)
    return store.scalar(due.limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True))


def taken_row(store: Store, row_id: int, attempts: int) -> OutboxRow | None:
    """Return a row, locked, as whoever took it for this attempt left it; None where somebody else has it now."""
    wanted = OutboxRow.id == row_id, OutboxRow.attempts == attempts, OutboxRow.done.is_(None)
    found = select(OutboxRow).where(*wanted).with_for_update()
    return store.scalar(found.execution_options(populate_existing=True))


def has_done(store: Store, before: datetime) -> bool:
    """Whether there is something that was done before then."""
    return bool(store.scalar(select(exists().where(OutboxRow.done < before))))


def count_to(store: Store, recipient: str, since: datetime, *, asked: bool = True) -> int:
    """Count the messages to one recipient since then: those that somebody has asked for, or the others."""
    from_somewhere = OutboxRow.network.is_not(None) if asked else OutboxRow.network.is_(None)
    wanted = OutboxRow.recipient == recipient, OutboxRow.created > since, from_somewhere
    return store.scalar(select(func.count(OutboxRow.id)).where(*wanted)) or 0


def count_from(store: Store, network: str, since: datetime) -> int:
    """Count the messages that one network has asked for since then."""
    wanted = OutboxRow.network == network, OutboxRow.created > since
    return store.scalar(select(func.count(OutboxRow.id)).where(*wanted)) or 0


def last_sends(store: Store, limit: int = 50, *, site_id: int | None = None) -> list[OutboxRow]:
    """Return what was tried last, for one site or at all, the newest first, with what became of it."""
    tried = select(OutboxRow).where(OutboxRow.attempts > 0, OutboxRow.kind != NEWS).order_by(OutboxRow.id.desc())
    if site_id is not None:
        tried = tried.where(OutboxRow.site_id == site_id)
    return list(store.scalars(tried.limit(limit)))


def last_calls(store: Store, hook_id: str, limit: int = 20) -> list[OutboxRow]:
    """Return what a webhook was called for last, the newest first, with what it has answered."""
    tried = OutboxRow.addressee == hook_id, OutboxRow.kind == WEBHOOK, OutboxRow.attempts > 0
    return list(store.scalars(select(OutboxRow).where(*tried).order_by(OutboxRow.id.desc()).limit(limit)))


def is_put(store: Store, event: str) -> bool:
    """Whether there is a row for this event already."""
    return bool(store.scalar(select(exists().where(OutboxRow.event == event))))


def digest_for(store: Store, recipient: str, subject: str) -> OutboxRow | None:
    """Return the digest that waits for a recipient, and that nobody has begun to write."""
    wanted = OutboxRow.recipient == recipient, OutboxRow.kind == DIGEST, OutboxRow.subject == subject
    waiting = select(OutboxRow).where(*wanted, OutboxRow.done.is_(None), OutboxRow.attempts == 0)
    return store.scalar(waiting.limit(1).with_for_update().execution_options(populate_existing=True))


def is_refused(store: Store, recipient: str, since: datetime) -> bool:
    """Whether a server has refused an address so often, and so lately, that it gets no notifications."""
    wanted = RefusedAddress.recipient == recipient, RefusedAddress.times >= MOST_REFUSALS, RefusedAddress.last > since
    return bool(store.scalar(select(exists().where(*wanted))))


def row_by_id(store: Store, row_id: int) -> OutboxRow | None:
    """Return a row, locked, for whoever wants to have it tried again."""
    return store.scalar(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update())
