"""The filter that learns from what a site's own people decide; it asks nobody and shows its reasons."""

from collections.abc import Iterator

from widget.core.statuses import Status
from widget.core.text import marked
from widget.extensions import Store
from widget.screening.bayes import FEWEST, opinion
from widget.screening.features import features, hashed
from widget.screening.queries import counts_of, learned
from widget.screening.verdicts import Finding, Submission
from widget.sites.models import Site

SPAM = marked("It is like what was marked as spam here: %(words)s (together %(score)s)")
UNSURE = marked("It is somewhat like what was marked as spam here: %(words)s (together %(score)s)")


def local_filter(store: Store, submission: Submission) -> Iterator[Finding]:
    """Say what the filter thinks, if it has learned enough and has anything to say."""
    total = learned(store, submission.site.id)
    if total is None or min(total.spam, total.ham) < FEWEST:
        return
    names = hashed_features(submission.site, submission.body, submission.name, submission.website or "")
    counted = counts_of(store, submission.site.id, names)
    thought = opinion(total, {names[word]: counts for word, counts in counted.items()})
    if thought.status is Status.PUBLISHED:
        return
    reason = SPAM if thought.status is Status.SPAM else UNSURE
    values = {"words": thought.words, "score": f"{thought.score:+.1f}"}
    yield Finding("filter", thought.status, reason, values)


def hashed_features(site: Site, text: str, name: str, website: str) -> dict[int, str]:
    """Return the features of a comment by the hashes under which the site counts them."""
    return {hashed(site.secret, feature): feature for feature in features(text, name, website)}
