"""What checks outside answer, and what it means when they do not."""

from dataclasses import dataclass

from widget.screening.verdicts import Finding

LATER = 20 * 60  # seconds after which what had no answer is asked again


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check has found, and what it wants its owner to know: code and message, 50 and 500 characters at most."""

    findings: tuple[Finding, ...] = ()
    notice: tuple[str, str] | None = None


class Unanswered(Exception):
    """A check gave no answer that could be used; after `wait` seconds it may.

    `finding` says so in other words than usual. `down`: nobody else needs to try at the moment. The message is for the
    log: it names neither key nor address.
    """

    def __init__(
        self,
        why: str,
        *,
        wait: int = LATER,
        finding: Finding | None = None,
        notice: tuple[str, str] | None = None,
        down: bool = False,
    ) -> None:
        super().__init__(why)
        self.wait, self.finding, self.notice, self.down = wait, finding, notice, down
