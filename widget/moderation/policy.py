"""What may be decided and taken back, and until when."""

from datetime import datetime, timedelta
from enum import StrEnum

from widget.comments.models import Comment
from widget.core.statuses import Status
from widget.moderation.models import Decision

UNDO = timedelta(hours=24)
STATUSES = (Status.HELD, Status.SPAM, Status.TRASH, Status.PUBLISHED)  # in which there is something to decide
LONGEST_WORDS = 1000  # characters that an author is told
BAN_DAYS = (1, 7, 30)


class Choice(StrEnum):
    """What can be made of a comment at once."""

    APPROVE = "approve"
    SPAM = "spam"
    TRASH = "trash"
    DISMISS = "dismiss"  # the reports of what is published: nothing is wrong with it

    @property
    def status(self) -> Status:
        """The status that this gives."""
        return Status.PUBLISHED if self in {Choice.APPROVE, Choice.DISMISS} else Status(self.value)


def choice_of(decision: Decision) -> Choice:
    """Return what somebody has chosen; of an edit nothing was."""
    if decision.became is Status.PUBLISHED:
        return Choice.DISMISS if decision.was is Status.PUBLISHED else Choice.APPROVE
    return Choice(decision.became.value)


def seen_as(comment: Comment) -> str:
    """Return the name of a comment as it is now: another one once its text is."""
    return f"{comment.public_id}.{comment.edited:%Y%m%d%H%M%S%f}" if comment.edited else comment.public_id


def can_undo(decision: Decision, now: datetime) -> bool:
    """A decision can be taken back for a day, once."""
    return decision.undone is None and now <= decision.created + UNDO
