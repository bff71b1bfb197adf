"""The worker's step: take a due message, send it outside of any transaction, and note how that went."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from importlib import import_module
from threading import Event
from typing import Any, cast

from flask import Flask, current_app

from widget.core import clock
from widget.extensions import db
from widget.notifications.actions import KEPT, forget_done, note_end, put_off, take_due
from widget.notifications.kinds import KINDS
from widget.notifications.letters import written
from widget.notifications.queries import has_done, is_due
from widget.people.actions.mailed import forget_addresses
from widget.people.queries import has_old_address
from widget.web.running import settings
from widget.web.transactions import forget_freed_pages, transaction

CARRIER, BELL = "rejoinder-carrier", "rejoinder-bell"
UNWANTED = "It was not needed any more."
FAULT = "It could not be written: "
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is this worker's until its lease is over."""

    id: int
    attempts: int
    event: str
    kind: str
    subject: str


def ring() -> None:
    """Tell the worker of this process that there may be something to send: nobody waits for its next look."""
    current_app.extensions.setdefault(BELL, Event()).set()


def bell_of(app: Flask) -> Event:
    """What a worker waits for."""
    return cast(Event, app.extensions.setdefault(BELL, Event()))


def send_due() -> int:
    """Send what is due, one after the other; return how many were tried."""
    tried = 0
    while send_next():
        tried += 1
    return tried


def send_next() -> bool:
    """Send the message that has waited longest; False when there is none.

    Killed between the server's yes and our note, it is sent once more when the lease is over, under the same
    Message-ID; what is noted is never sent again.
    """
    now = clock.now()
    due = is_due(db.session(), now)
    db.session.rollback()
    taken = _take(now) if due else None
    if taken is None:
        return False
    message, fault = _written(taken, now)
    db.session.rollback()  # nothing is held open while the server is spoken to
    if message is None:
        _end(taken, fault or UNWANTED, sent=False)
    else:
        _send(taken, message)
    return True


def forget_old(now: datetime) -> None:
    """Forget what mails leave behind: whom an abandoned sign-in was for, and what was sent two days ago."""
    old = has_old_address(db.session(), now) or has_done(db.session(), now - KEPT)
    db.session.rollback()
    if old:
        with transaction() as store:
            forget_addresses(store, now)
            forget_done(store, now)
        forget_freed_pages()


def _take(now: datetime) -> Taken | None:
    with transaction() as store:
        row = take_due(store, now)
        return Taken(row.id, row.attempts, row.event, row.kind, row.subject) if row else None


def _written(taken: Taken, now: datetime) -> tuple[EmailMessage | None, str]:
    """Return the message, None where there is none to send (any more); a fault of ours holds up no other message."""
    try:
        letter = KINDS[taken.kind](db.session(), taken.subject, now)
        return (written(letter, taken.event, now) if letter else None), ""
    except Exception as error:  # the outbox goes on, and the log has the fault
        log.exception("a mail of the kind %s could not be written", taken.kind)
        return None, FAULT + type(error).__name__


def _send(taken: Taken, message: EmailMessage) -> None:
    smtp: Any = import_module("widget.notifications.smtp")  # loaded with the first mail
    try:
        answer = _carrier(smtp)(message)
    except smtp.NotSent as refused:
        log.warning("a mail was not sent: %s", refused.answer)
        if refused.final:
            _end(taken, refused.answer, sent=False)
            return
        with transaction() as store:
            put_off(store, taken.id, taken.attempts, refused.answer, clock.now())
        return
    _end(taken, answer, sent=True)


def _end(taken: Taken, answer: str, *, sent: bool) -> None:
    with transaction() as store:
        note_end(store, taken.id, taken.attempts, answer, clock.now(), sent=sent)


def _carrier(smtp: Any) -> Callable[[EmailMessage], str]:
    """Who carries messages: the configured server, or what stands in its place."""
    standing = current_app.extensions.get(CARRIER)
    return cast(Callable[[EmailMessage], str], standing or smtp.Carrier(settings().mail, settings().outgoing))
