"""The order of the checks: all run, and a later one may only worsen what an earlier one said."""

from collections.abc import Callable, Iterable

from widget.core.statuses import Status
from widget.extensions import Store
from widget.screening import rules
from widget.screening.local_filter import local_filter
from widget.screening.repeats import near_duplicates
from widget.screening.verdicts import Finding, Submission, Verdict

Rule = Callable[[Submission], Iterable[Finding]]
Check = Callable[[Store, Submission], Iterable[Finding]]
Outside = Callable[[Submission], Iterable[Finding]]

RULES: tuple[Rule, ...] = (rules.approval, rules.links, rules.moderation_words, rules.first_comment)
RULES += (rules.imitation, rules.trap, rules.stamp, rules.disallowed_words)
CHECKS: tuple[Check, ...] = (near_duplicates, local_filter)


def screen(store: Store, submission: Submission, outside: Iterable[Outside] = ()) -> Verdict:
    """Return what becomes of a text, and why; whoever looks after the site is published without a question.

    Nobody outside is asked about what goes to the trash. Before somebody is, the reading transaction ends.
    """
    if submission.role:
        return Verdict()
    findings = [finding for rule in RULES for finding in rule(submission)]
    findings += [finding for check in CHECKS for finding in check(store, submission)]
    if Verdict(tuple(findings)).status is not Status.TRASH:
        findings += [finding for ask in outside for finding in ask(submission)]
    return Verdict(tuple(findings))
