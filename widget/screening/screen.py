"""The order of the checks: all run, and a later one may only worsen what an earlier one said."""

from collections.abc import Callable, Iterable, Iterator

from widget.core.statuses import Status
from widget.core.text import marked
from widget.screening.verdicts import Finding, Submission, Verdict

Check = Callable[[Submission], Iterable[Finding]]
LOOKS_LIKE_STAFF = marked("The name looks like that of somebody who looks after this site.")
BY_HAND = marked("Every comment is approved by hand here.")


def screen(submission: Submission) -> Verdict:
    """Return what becomes of a text, and why; whoever looks after the site is published without a question."""
    if submission.role:
        return Verdict()
    return Verdict(tuple(finding for check in CHECKS for finding in check(submission)))


def approval(submission: Submission) -> Iterator[Finding]:
    """Hold everything where the owner approves by hand."""
    if submission.settings.approve_all:
        yield Finding("approval", Status.HELD, BY_HAND)


def imitation(submission: Submission) -> Iterator[Finding]:
    """Hold what comes under a name that readers could take for that of the staff."""
    if submission.imitates:
        yield Finding("imitation", Status.HELD, LOOKS_LIKE_STAFF)


CHECKS: tuple[Check, ...] = (approval, imitation)
