"""The rules of a site: each looks at a submission alone, and says why in words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

from widget.core.statuses import Status
from widget.core.text import marked
from widget.screening.verdicts import Finding, Submission
from widget.screening.words import words_found

LINK = re.compile(r"<a\s[^>]*\bhref=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")
OLDEST_STAMP = timedelta(days=1)
BY_HAND = marked("Every comment is approved by hand here.")
LINKS = marked("Links in it: %(number)s. Held from %(most)s on.")
IMITATES = marked("The name looks like that of somebody who looks after this site.")
WORD = marked("It contains a word to be looked at: %(words)s")
DISALLOWED = marked("It contains a disallowed word: %(words)s")
FIRST = marked("Its author has no approved comment here yet.")
TRAP = marked("A field was filled in that people do not see.")
NO_STAMP = marked("It came without the stamp of our form.")
OLD_STAMP = marked("Its form was opened more than a day before.")
FAST = marked("Its form was open for less than %(seconds)s s.")


def approval(submission: Submission) -> Iterator[Finding]:
    """Hold everything where the owner approves by hand."""
    if submission.settings.approve_all:
        yield Finding("approval", Status.HELD, BY_HAND)


def links(submission: Submission) -> Iterator[Finding]:
    """Hold what has too many links, as readers would see them."""
    most, number = submission.settings.hold_links, len(LINK.findall(submission.html))
    if most and number >= most:
        yield Finding("links", Status.HELD, LINKS, {"number": str(number), "most": str(most)})


def moderation_words(submission: Submission) -> Iterator[Finding]:
    """Hold what contains a word of the owner's list."""
    if found := words_found(submission.settings.moderation_words, searched(submission)):
        yield Finding("words", Status.HELD, WORD, {"words": ", ".join(found[:10])})


def first_comment(submission: Submission) -> Iterator[Finding]:
    """Hold the first comment of an author, where the owner wants that."""
    if submission.settings.approved_before and not submission.approved:
        yield Finding("first", Status.HELD, FIRST)


def imitation(submission: Submission) -> Iterator[Finding]:
    """Hold what comes under a name that readers could take for that of the staff, until somebody knows better."""
    if submission.imitates and not submission.approved:
        yield Finding("imitation", Status.HELD, IMITATES)


def trap(submission: Submission) -> Iterator[Finding]:
    """Whoever fills in what people do not see is no person."""
    if submission.trap:
        yield Finding("trap", Status.SPAM, TRAP)


def stamp(submission: Submission) -> Iterator[Finding]:
    """Hold what was sent faster than people type, or from no form of ours."""
    least = submission.settings.min_seconds
    if not least or submission.again:
        return
    if submission.stamped is None:
        yield Finding("stamp", Status.HELD, NO_STAMP)
    elif submission.sent - submission.stamped > OLDEST_STAMP:
        yield Finding("stamp", Status.HELD, OLD_STAMP)
    elif submission.sent - submission.stamped < timedelta(seconds=least):
        yield Finding("stamp", Status.HELD, FAST, {"seconds": str(least)})


def disallowed_words(submission: Submission) -> Iterator[Finding]:
    """Throw away what contains a word of the owner's other list."""
    if found := words_found(submission.settings.disallowed_words, searched(submission)):
        yield Finding("disallowed", Status.TRASH, DISALLOWED, {"words": ", ".join(found[:10])})


def searched(submission: Submission) -> tuple[str, ...]:
    """Return where words are looked for: everything that came, the text also as readers see it."""
    return (
        submission.name,
        submission.email or "",
        submission.website or "",
        submission.body,
        unescape(TAG.sub("", submission.html)),
        *(unescape(address) for address in LINK.findall(submission.html)),
        submission.address,
        submission.user_agent,
    )
