"""The outbox: a message is put in with its cause, taken by one worker at a time, and its end is noted."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from widget.core.text import marked
from widget.errors import TooMany
from widget.extensions import Store, forget, one_at_a_time
from widget.notifications.models import Notice, OutboxRow, RefusedAddress
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
    """Let a message that somebody has asked for go out, if what it belongs to is committed; once for each `event`."""
    put_row(store, OutboxRow(event=event, kind=kind, subject=subject, recipient=recipient, network=network), now)


def put_row(store: Store, row: OutboxRow, now: datetime, *, due: datetime | None = None) -> None:
    """Put a row in as it is, to be done now or later."""
    row.created, row.due = now, due or now
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


def put_off(
    store: Store, row_id: int, attempts: int, answer: str, now: datetime, *, failures: int = 0
) -> datetime | None:
    """Note that an attempt has failed: there will be another one later, or none when it took too long.

    Return when, None for never. `failures` in a row of whoever is spoken to, where that is more than this row knows.
    """
    row = taken_row(store, row_id, attempts)
    if row is None:
        return None
    row.answer, row.due = answer, now + PAUSES[min(failures or attempts, len(PAUSES)) - 1]
    if row.due > row.created + GIVING_UP:
        row.done = now
    store.flush()
    return row.due


def hold_back(store: Store, until: datetime, *which: ColumnElement[bool]) -> None:
    """Let no other of these rows go out before then: whoever would get them does not answer, and others wait."""
    store.execute(update(OutboxRow).where(OutboxRow.done.is_(None), OutboxRow.due < until, *which).values(due=until))


def try_again(store: Store, row: OutboxRow, now: datetime) -> None:
    """Let a message that is done go out once more, under the same name."""
    row.done, row.sent, row.answer, row.created, row.due = None, False, None, now, now
    store.flush()


def note_refusal(store: Store, recipient: str, now: datetime) -> None:
    """Count that a server has refused an address for good; the third in a row ends all notifications to it."""
    one_at_a_time(store, "mail to", recipient)
    known = store.scalar(select(RefusedAddress).where(RefusedAddress.recipient == recipient))
    if known is None:
        store.add(RefusedAddress(recipient=recipient, times=1, last=now))
    else:
        known.times, known.last = known.times + 1, now
    store.flush()


def forget_refusals(store: Store, recipient: str) -> None:
    """An address has taken a mail: what it has refused before does not count any more."""
    store.execute(delete(RefusedAddress).where(RefusedAddress.recipient == recipient))


def notice_of(store: Store, comment_id: int) -> Notice:
    """Return what has been said of a comment, for whoever is about to add to it."""
    one_at_a_time(store, "notice", str(comment_id))
    notice = store.scalar(select(Notice).where(Notice.comment_id == comment_id))
    if notice is None:
        notice = Notice(comment_id=comment_id)
        store.add(notice)
        store.flush()
    return notice
