"""The outbox: a message is put in with its cause, taken by one worker at a time, and its end is noted."""

from datetime import datetime, timedelta

from widget.core.text import marked
from widget.errors import TooMany
from widget.extensions import Store, forget, one_at_a_time
from widget.notifications.models import OutboxRow
from widget.notifications.queries import count_from, count_to, next_due, taken_row

LEASE = timedelta(minutes=2)  # in which whoever took a row must have noted how it went; longer than a send may take
PAUSES = [timedelta(seconds=pause) for pause in (10, 30, 60, 300, 900, 3600)]  # after each failure; the last again
GIVING_UP = timedelta(days=1)  # after so long
KEPT = timedelta(days=2)  # what is done, to be counted and looked at
CEILINGS = ((timedelta(hours=1), 5, 20), (timedelta(days=1), 12, 60))  # in which time, to one address, from one network
TOO_MANY = marked("Too many mails were asked for. Please wait a while, and look into your mailbox.")


def check_ceilings(store: Store, recipient: str, network: str, now: datetime) -> None:
    """Raise TooMany where one more mail would be one too many; who asks at the same time waits until this is done."""
    one_at_a_time(store, "mail to", recipient)
    one_at_a_time(store, "mail from", network)
    for time, to_one, from_one in CEILINGS:
        if count_to(store, recipient, now - time) >= to_one or count_from(store, network, now - time) >= from_one:
            raise TooMany(TOO_MANY, retry_after=int(time.total_seconds()) // 6)


def put_in_outbox(
    store: Store, *, event: str, kind: str, subject: str, recipient: str, network: str, now: datetime
) -> None:
    """Let a message go out, if what it belongs to is committed; once for each `event`."""
    row = OutboxRow(event=event, kind=kind, subject=subject, recipient=recipient, network=network)
    row.created = row.due = now
    store.add(row)
    store.flush()


def forget_done(store: Store, now: datetime) -> None:
    """Forget what was done two days ago."""
    forget(store, OutboxRow.id, OutboxRow.done < now - KEPT)


def take_due(store: Store, now: datetime) -> OutboxRow | None:
    """Take the next message for an attempt: nobody else does so before the lease is over."""
    row = next_due(store, now)
    if row is not None:
        row.attempts, row.due = row.attempts + 1, now + LEASE
        store.flush()
    return row


def note_end(store: Store, row_id: int, attempts: int, answer: str, now: datetime, *, sent: bool) -> None:
    """Note that a message was sent, or never will be."""
    row = taken_row(store, row_id, attempts)
    if row is not None:
        row.done, row.sent, row.answer = now, sent, answer


def put_off(store: Store, row_id: int, attempts: int, answer: str, now: datetime) -> None:
    """Note that an attempt has failed: there will be another one later, or none when it took too long."""
    row = taken_row(store, row_id, attempts)
    if row is None:
        return
    row.answer, row.due = answer, now + PAUSES[min(attempts, len(PAUSES)) - 1]
    if row.due > row.created + GIVING_UP:
        row.done = now
