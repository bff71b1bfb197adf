"""Nearly the same text by others on the site: what a wave of spam looks like from within."""

from collections.abc import Iterator
from datetime import timedelta

from widget.core.statuses import Status
from widget.core.text import marked
from widget.extensions import Store
from widget.screening.queries import latest_sketches
from widget.screening.sketch import alike
from widget.screening.verdicts import Finding, Submission

WITHIN = timedelta(hours=6)
WAVE = 5  # others; from then on nobody needs to look at each: the queue of moderators stays short
SAME = marked("Others have sent nearly the same text: %(number)s within six hours.")


def near_duplicates(store: Store, submission: Submission) -> Iterator[Finding]:
    """Hold what others have sent nearly alike, and take a wave of it for spam."""
    mine = submission.sketch
    if mine is None:
        return
    latest = latest_sketches(store, submission.site.id, submission.sent - WITHIN)
    others = [
        address
        for kept, address, comment in latest
        if comment != submission.comment and address != submission.address and alike(kept, mine)
    ]
    if others:
        status = Status.SPAM if len(others) >= WAVE else Status.HELD
        yield Finding("repeats", status, SAME, {"number": str(len(others))})
