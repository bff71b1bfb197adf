"""The worker's step: take what is due, do it outside of any transaction, and note how that went."""

import logging
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from threading import Event
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from widget.core import clock
from widget.core.late import late
from widget.extensions import Store, db
from widget.notifications.actions import KEPT, forget_done, hold_back, note_refusal, put_off
from widget.notifications.kinds import KINDS
from widget.notifications.letters import Letter, written
from widget.notifications.messages import Taken, end, take
from widget.notifications.models import NEWS, WEBHOOK, OutboxRow
from widget.notifications.queries import has_done, is_due
from widget.notifications.spreading import spread
from widget.notifications.subscribing import forget_unanswered, has_unanswered
from widget.people.actions.mailed import forget_addresses
from widget.people.queries import has_old_address
from widget.web.running import settings
from widget.web.transactions import forget_freed_pages, transaction

CARRIER, BELL = "rejoinder-carrier", "rejoinder-bell"
UNWANTED = "It was not needed any more."
FAULT = "It could not be written: "
log = logging.getLogger(__name__)


def ring() -> None:
    """Tell the worker of this process that there may be something to send: nobody waits for its next look."""
    current_app.extensions.setdefault(BELL, Event()).set()


def bell_of(app: Flask) -> Event:
    """What a worker waits for."""
    return cast(Event, app.extensions.setdefault(BELL, Event()))


def send_due() -> int:
    """Send what is due, one after the other; return how many messages were tried."""
    tried = 0
    while kind := send_next():
        tried += kind != NEWS
    return tried


def send_next() -> str:
    """Do what has waited longest, and return of what kind it was; empty when there is nothing.

    Killed between a server's yes and our note, it is sent once more when the lease is over, under the same name; what
    is noted is never sent again.
    """
    now = clock.now()
    due = is_due(db.session(), now)
    db.session.rollback()
    taken = take(now) if due else None
    if taken is None:
        return ""
    try:
        DOERS.get(taken.kind, send_letter)(taken, now)
    except DBAPIError:
        raise  # nothing is lost: its lease ends, and it is done again
    except Exception as error:  # the outbox goes on, and the log has the fault
        log.exception("a message of the kind %s could not be written", taken.kind)
        db.session.rollback()
        end(taken, FAULT + type(error).__name__, sent=False)
    return taken.kind


def forget_old(now: datetime) -> None:
    """Forget what mails leave behind: addresses that nobody has confirmed, and what was sent two days ago."""
    reading: Store = db.session()
    old = has_old_address(reading, now) or has_done(reading, now - KEPT) or has_unanswered(reading, now)
    db.session.rollback()
    if old:
        with transaction() as store:
            forget_addresses(store, now)
            forget_done(store, now)
            forget_unanswered(store, now)
        forget_freed_pages()


def send_letter(taken: Taken, now: datetime) -> None:
    """Write a letter from what is true now, and hand it over; one that is not wanted any more is not sent."""
    letter = KINDS[taken.kind](db.session(), taken, now)
    message = written(letter, taken.event, now) if letter else None
    db.session.rollback()  # nothing is held open while the server is spoken to
    if message is None:
        end(taken, UNWANTED, sent=False)
    else:
        _hand_over(taken, message)


def _hand_over(taken: Taken, message: EmailMessage) -> None:
    smtp: Any = late("widget.notifications.smtp")  # loaded with the first mail
    try:
        answer = carrier(smtp)(message)
    except smtp.NotSent as refused:
        log.warning("a mail was not sent: %s", refused.answer)
        _note_refused(taken, refused)
        return
    end(taken, answer, sent=True)


def _note_refused(taken: Taken, refused: Any) -> None:
    if refused.bounced and taken.recipient:
        with transaction() as store:
            note_refusal(store, taken.recipient, clock.now())
    if refused.final:
        end(taken, refused.answer, sent=False)
        return
    with transaction() as store:
        later = put_off(store, taken.id, taken.attempts, refused.answer, clock.now())
        if later and refused.unreachable:
            hold_back(store, later, OutboxRow.kind.not_in((NEWS, WEBHOOK)))


def try_mail(letter: Letter, event: str, now: datetime) -> tuple[bool, str]:
    """Send a letter right now; return whether that went well, and what the server has answered."""
    smtp: Any = late("widget.notifications.smtp")
    try:
        return True, carrier(smtp)(written(letter, event, now))
    except smtp.NotSent as refused:
        return False, refused.answer


def carrier(smtp: Any) -> Callable[[EmailMessage], str]:
    """Who carries messages: the configured server, or what stands in its place."""
    standing = current_app.extensions.get(CARRIER)
    return cast(Callable[[EmailMessage], str], standing or smtp.Carrier(settings().mail, settings().outgoing))


def call(taken: Taken, now: datetime) -> None:
    """Call a webhook; what that takes is loaded with the first one."""
    late("widget.notifications.calling").call(taken, now)


DOERS: dict[str, Callable[[Taken, datetime], None]] = {NEWS: spread, WEBHOOK: call}
