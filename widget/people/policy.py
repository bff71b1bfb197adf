"""Who may link what on their own page: only what was proved just now, on both sides."""

from datetime import datetime, timedelta

from widget.people.models import MeSession, Mode, Progress, Transaction

FRESH = timedelta(minutes=10)


def is_fresh(session: MeSession, now: datetime) -> bool:
    """Whether this person has signed in on their page so lately that they are surely still there."""
    return now - session.created <= FRESH


def can_join(transaction: Transaction, session: MeSession, now: datetime) -> bool:
    """Whether `session` may join the identity that `transaction` has brought: it has begun it, and both are fresh."""
    own = transaction.mode is Mode.LINK and transaction.me_session_id == session.id
    return own and transaction.progress is Progress.DONE and now <= transaction.expires and is_fresh(session, now)
