"""A comment as who decides about it sees it: with its author, how it was sent, and what the checks have found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from widget.comments.models import Comment
from widget.comments.tree import Author, author_of
from widget.core.statuses import Status
from widget.core.text import marked
from widget.extensions import Store
from widget.moderation.policy import Choice, seen_as
from widget.moderation.queries import last_decision, screenings_of
from widget.moderation.reasons import told_reports
from widget.moderation.report_queries import reports_of
from widget.people.roles import names_of
from widget.screening.reasons import reasons_of
from widget.web.running import provider_titles

DONE = {
    Status.PUBLISHED: marked("%(name)s has approved it already."),
    Status.SPAM: marked("%(name)s has marked it as spam already."),
    Status.TRASH: marked("%(name)s has put it in the trash already."),
    Status.HELD: marked("It is held again meanwhile."),
    Status.DELETED: marked("Its author has deleted it meanwhile."),
}
CHANGED = marked("It was changed by somebody else meanwhile.")


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the queue; `address` and `user_agent` while they are kept. Reports are among the reasons."""

    comment: Comment
    author: Author
    reasons: list[str]
    reported: bool
    address: str | None
    user_agent: str | None

    @property
    def seen(self) -> str:
        """What tells the text that is shown from one that comes later."""
        return seen_as(self.comment)


def cases_of(store: Store, comments: Sequence[Comment]) -> list[Case]:
    """Return comments with all that helps to decide."""
    screenings, titles, reports = screenings_of(store, comments), provider_titles(), reports_of(store, comments)
    cases = []
    for comment in comments:
        how = screenings.get(comment.id)
        sent = (how.address, how.user_agent) if how else (None, None)
        reasons = [*told_reports(reports.get(comment.id, ())), *reasons_of(how)]
        cases.append(Case(comment, author_of(comment, titles), reasons, comment.id in reports, *sent))
    return cases


def whose_was_first(store: Store, comment: Comment) -> str:
    """Return in a sentence what somebody else has made of a comment meanwhile."""
    last = last_decision(store, comment)
    if comment.edited and comment.status is not Status.DELETED and (last is None or last.created < comment.edited):
        return str(gettext(CHANGED))
    if comment.status in {Status.DELETED, Status.HELD}:
        return str(gettext(DONE[comment.status]))
    if last is None or last.account_id is None or last.became is not comment.status:
        return str(gettext(CHANGED))
    return str(gettext(DONE[comment.status], name=names_of(store, [last.account_id]).get(last.account_id, "")))


def told_missed(store: Store, comments: Iterable[Comment]) -> list[dict[str, str]]:
    """Return what a page says of comments that somebody else has decided about first."""
    return [{"id": one.public_id, "said": whose_was_first(store, one)} for one in comments]


def sentence_of(done: int, choice: Choice | None) -> str:
    """Return what was done to so many comments; None: it was taken back."""
    if choice is None:
        return str(ngettext("Undone.", "%(num)d decisions undone.", done))
    if choice is Choice.DISMISS:
        return str(ngettext("Nothing is wrong with it.", "Nothing is wrong with %(num)d comments.", done))
    if choice is Choice.APPROVE:
        return str(ngettext("Approved.", "%(num)d comments approved.", done))
    if choice is Choice.SPAM:
        return str(ngettext("Marked as spam.", "%(num)d comments marked as spam.", done))
    return str(ngettext("Moved to the trash.", "%(num)d comments moved to the trash.", done))
