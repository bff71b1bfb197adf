"""Nearly the same text by others on the site: what a wave of spam looks like from within."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from widget.core.statuses import Status
from widget.core.text import marked
from widget.extensions import Store
from widget.screening.queries import screening_of, sketched_by_others, sketches_of_others
from widget.screening.sketch import alike
from widget.screening.verdicts import Finding, Submission

WITHIN = timedelta(hours=6)
WAVE = 5  # others; from then on nobody needs to look at each: the queue of moderators stays short
SAME = marked("Others have sent nearly the same text: %(number)s within six hours.")


def near_duplicates(store: Store, submission: Submission) -> Iterator[Finding]:
    """Hold what others have sent nearly alike before, and take a wave of it for spam.

    An edit that leaves a comment nearly as it was makes no copy of what others have copied from it since.
    """
    mine = submission.sketch
    if mine is None:
        return
    asked = submission.site.id, submission.sent - WITHIN, submission.address
    if submission.comment:
        said = _said_before(store, submission.comment, mine)
        others = [one for one in sketched_by_others(store, *asked) if alike(one.sketch, mine)]
        number = sum(one.comment != submission.comment and (said is None or one.said < said) for one in others)
    else:
        number = sum(alike(one, mine) for one in sketches_of_others(store, *asked))
    if number:
        status = Status.SPAM if number >= WAVE else Status.HELD
        yield Finding("repeats", status, SAME, {"number": str(number)})


def _said_before(store: Store, comment: int, sketch: str) -> datetime | None:
    """Return since when a comment has had nearly the words of this sketch; None where it would have them now."""
    own = screening_of(store, comment)
    return own.sketched or own.created if own and alike(own.sketch, sketch) else None
