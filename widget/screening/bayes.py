"""What counted features say of a new comment: naive Bayes, as a sum of weights that can be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

from widget.core.statuses import Status

FEWEST = 15  # comments of each kind before the filter says anything
SMOOTHING = 0.5
SPAM_FROM, UNSURE_FROM = 1.5, 1.1  # of a score; docs/screening.md has what comes of it
STRONGEST = 5  # features that are shown


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many comments that were decided to be spam, and to be none, something was."""

    spam: int
    ham: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the filter thinks: a score (more is worse), and the weights of what speaks most for it."""

    score: float
    strongest: tuple[tuple[str, float], ...]

    @property
    def status(self) -> Status:
        """What that is: between spam and none the filter is unsure."""
        if self.score >= SPAM_FROM:
            return Status.SPAM
        return Status.HELD if self.score >= UNSURE_FROM else Status.PUBLISHED

    @property
    def words(self) -> str:
        """The strongest features with their weights, in words."""
        return ", ".join(f"{feature} {weight:+.1f}" for feature, weight in self.strongest)


def opinion(total: Counts, known: Mapping[str, Counts]) -> Opinion:
    """Return what the features that are known here come to.

    A feature weighs the logarithm of how much oftener it is in spam. The sum is divided by the root of their number,
    since neighbouring words are no independent witnesses: so long texts are not surer than short ones.
    """
    weights = {feature: _weight(counts, total) for feature, counts in known.items()}
    score = sum(weights.values()) / sqrt(len(weights) or 1)
    strongest = sorted((pair for pair in weights.items() if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))
    return Opinion(score, tuple(strongest[:STRONGEST]))


def _weight(counts: Counts, total: Counts) -> float:
    """Less is added to the rarer kind, or what was seen once would weigh more the rarer spam is among the decisions."""
    both = total.spam + total.ham
    to_spam, to_ham = (SMOOTHING * sqrt(2 * kind / both) for kind in (total.spam, total.ham))
    in_spam = (counts.spam + to_spam) / (total.spam + 2 * to_spam)
    in_ham = (counts.ham + to_ham) / (total.ham + 2 * to_ham)
    return log(in_spam / in_ham)
