"""One exchange with a check outside: no transaction is open meanwhile, and whatever fails is Unanswered."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from widget.config import Outgoing
from widget.core import clock
from widget.core.fetch import Answered, FetchFailed, post
from widget.extensions import db
from widget.screening.answers import LATER, Unanswered

LIMIT = 64 * 1024  # bytes of an answer
SHORTEST, LONGEST = 10, 24 * 3600  # seconds that somebody may ask us to wait
OURSELVES = "Rejoinder"


def exchange(outgoing: Outgoing, url: str, body: bytes, headers: Mapping[str, str]) -> Answered:
    """Return a whole answer with a status below 300; raise Unanswered."""
    db.session.rollback()
    try:
        answer = post(outgoing, url, body=body, headers={"User-Agent": OURSELVES, **headers}, limit=LIMIT)
    except FetchFailed as error:
        raise Unanswered(str(error), down=True) from error
    if answer.status == 429:
        raise Unanswered("too many questions", wait=_pause(answer.headers.get("retry-after", "")), down=True)
    if answer.status >= 300:
        raise Unanswered(f"answered {answer.status}")
    return answer


def bounded(seconds: str) -> int | None:
    """Return a number of seconds to wait as somebody else has named it, within reason; None for what is none."""
    return min(max(int(seconds), SHORTEST), LONGEST) if seconds.isascii() and seconds.isdigit() else None


def _pause(named: str) -> int:
    """Return the seconds that a Retry-After asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if named.strip().isdigit():
        return bounded(named.strip()[:9]) or LATER
    try:
        left = parsedate_to_datetime(named) - clock.now()
    except (ValueError, TypeError):
        return LATER
    return bounded(str(max(0, int(left.total_seconds())))) or LATER
