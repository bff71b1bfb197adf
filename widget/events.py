"""What has happened, told to whoever listens inside the transaction in which it did.

An action says `happened(store, CommentPosted(…))`; `transaction()` gives that to the listeners before it commits, so
that what they write (a mail that is to go out) is there exactly if its cause is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from widget.core.statuses import Status
from widget.extensions import Store

WAITING = "happened"


@dataclass(frozen=True, slots=True)
class CommentPosted:
    """A comment was accepted, with the status that screening gave it."""

    comment_id: int
    status: Status


@dataclass(frozen=True, slots=True)
class CommentDecided:
    """A comment's status was changed: by somebody of the staff, or by a later check (no account).

    `again`: it is what it was before, since a decision was taken back.
    """

    comment_id: int
    was: Status
    status: Status
    account_id: int | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class CommentLiked:
    """An identity has begun to like a comment."""

    comment_id: int
    identity_id: int


@dataclass(frozen=True, slots=True)
class ThreadLiked:
    """An identity has begun to like a page."""

    thread_id: int
    identity_id: int


@dataclass(frozen=True, slots=True)
class CommentEdited:
    """A comment says something else; version `number` is what it said before.

    `account_id` is of somebody of the staff who has edited what is another's; None for the author.
    """

    comment_id: int
    number: int
    account_id: int | None


@dataclass(frozen=True, slots=True)
class CommentDeleted:
    """A comment was deleted for good."""

    comment_id: int
    was: Status


@dataclass(frozen=True, slots=True)
class SubscriptionAsked:
    """Whoever wrote a comment wants mail about its thread; `address` is as it is compared, typed or proved."""

    comment_id: int
    address: str
    lang: str


@dataclass(frozen=True, slots=True)
class CommentClaimed:
    """What a guest wrote is somebody's own now."""

    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentReported:
    """A reader has reported a comment; `held`: that was one report too many, and it waits now."""

    comment_id: int
    held: bool


Listener = Callable[[Store, Any], None]
Listeners = Mapping[type, Listener]


def happened(store: Store, event: object) -> None:
    """Tell what has happened, once the transaction is about to commit."""
    store.info.setdefault(WAITING, []).append(event)


def forget_events(store: Store) -> None:
    """Let nobody hear of what did not happen after all."""
    store.info.pop(WAITING, None)


def tell(store: Store, listeners: tuple[Listeners, ...]) -> None:
    """Give out what has happened, also what happens meanwhile, until nothing is left to tell."""
    while events := store.info.pop(WAITING, None):
        for event in events:
            for table in listeners:
                if type(event) in table:
                    table[type(event)](store, event)
