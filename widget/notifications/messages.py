"""A row of the outbox in a worker's hands, and the note of how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from widget.core import clock
from widget.core.signing import mac
from widget.extensions import Store
from widget.notifications.actions import forget_refusals, note_end, take_due
from widget.web.running import settings
from widget.web.transactions import transaction


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is this worker's until its lease is over."""

    id: int
    attempts: int
    event: str
    kind: str
    subject: str
    addressee: str
    recipient: str
    details: Mapping[str, Any]
    created: datetime


def take(now: datetime) -> Taken | None:
    """Take what has waited longest, None where nothing is due."""
    with transaction() as store:
        return _taken(store, now)


def _taken(store: Store, now: datetime) -> Taken | None:
    row = take_due(store, now)
    if row is None:
        return None
    shared = {name: getattr(row, name) for name in ("id", "attempts", "event", "kind", "subject", "created")}
    return Taken(
        **shared, addressee=row.addressee or "", recipient=row.recipient or "", details=dict(row.details or {})
    )


def end(taken: Taken, answer: str, *, sent: bool) -> None:
    """Note that a message was sent, or never will be."""
    with transaction() as store:
        note_end(store, taken.id, taken.attempts, answer, clock.now(), sent=sent)
        if sent and taken.recipient:
            forget_refusals(store, taken.recipient)


def counted_as(address: str) -> str:
    """Return the keyed hash by which mails to an address are counted."""
    return mac(settings().secret_key, "mail to", address).hex()
