"""Who may link accounts on their own page, which sign-in waits for what was mailed, and which makes a passkey."""

from datetime import datetime, timedelta

from widget.people.models import MeSession, Progress, Transaction

FRESH = timedelta(minutes=10)


def is_fresh(session: MeSession, now: datetime) -> bool:
    """Whether this person has signed in on their page so lately that they are surely still there.

    Another account that they bring is proved after that, so this one look is enough for both.
    """
    return now - session.created <= FRESH


def may_make_passkey(transaction: Transaction, now: datetime) -> bool:
    """Whether a window's sign-in has just succeeded: as fresh a proof as a log-in to one's own page.

    Not any more once its session has ended: whoever comes next to this browser finds the window's address in it.
    """
    ended = transaction.progress is Progress.CLAIMED and transaction.session_id is None
    signed_in = transaction.progress in {Progress.DONE, Progress.CLAIMED} and transaction.identity_id is not None
    return (
        signed_in
        and not ended
        and transaction.site_id is not None
        and transaction.page is None
        and now <= transaction.expires
    )


def awaits_code(transaction: Transaction, now: datetime) -> bool:
    """Whether a sign-in by mail can still be ended by what was mailed."""
    return transaction.progress is Progress.STARTED and bool(transaction.address) and now <= transaction.expires
