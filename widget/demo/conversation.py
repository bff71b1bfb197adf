"""Reading what the demo's readers have said; the words are in conversation.toml."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from widget.comments.drafts import Guest
from widget.core.statuses import Status
from widget.screening.verdicts import Finding, Verdict

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
GUESTS = {key: Guest(guest["name"], guest["email"], guest.get("website")) for key, guest in WORDS["guests"].items()}


@dataclass(frozen=True, slots=True)
class Said:
    """`by` is a person's key or a guest, `likes` are people's; `to` is the key of the comment that this one answers.

    `held` and `spam` say why it waits in the queue.
    """

    key: str
    by: str | Guest
    when: datetime
    body: str
    to: str | None = None
    deleted: bool = False
    pinned: bool = False
    likes: list[str] = field(default_factory=list)
    held: str = ""
    spam: str = ""

    @property
    def verdict(self) -> Verdict:
        """What screening has made of it, where it says why."""
        said = ((Status.HELD, self.held), (Status.SPAM, self.spam))
        return Verdict(tuple(Finding("demo", status, reason) for status, reason in said if reason))


def conversations() -> dict[str, list[Said]]:
    """What was said under each post, by its slug, the earliest conversation first: nobody speaks before now."""
    found = {
        slug: [Said(**{**comment, "by": GUESTS.get(comment["by"], comment["by"])}) for comment in comments]
        for slug, comments in WORDS["said"].items()
    }
    return dict(sorted(found.items(), key=lambda item: item[1][0].when))
