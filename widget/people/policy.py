"""Who may link accounts on their own page: whoever has just proved both of them."""

from datetime import datetime, timedelta

from widget.people.models import MeSession

FRESH = timedelta(minutes=10)


def is_fresh(session: MeSession, now: datetime) -> bool:
    """Whether this person has signed in on their page so lately that they are surely still there.

    Another account that they bring is proved after that, so this one look is enough for both.
    """
    return now - session.created <= FRESH
