"""What can become of a comment, from the best for its author to the worst."""

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """What has become of a comment."""

    PUBLISHED = "published"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"
    DELETED = "deleted"


GONE = frozenset({Status.DELETED, Status.TRASH})  # of which readers see a tombstone at most
ORDER = tuple(Status)


def worst(statuses: Iterable[Status]) -> Status:
    """Return the one that is worst for the author: a later check may only worsen what an earlier one said."""
    return max(statuses, key=ORDER.index, default=Status.PUBLISHED)
