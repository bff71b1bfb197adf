"""The checks outside that are configured: each is asked in time or not at all, and an error holds the comment."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from flask import current_app

from widget.config import Outgoing
from widget.core import clock
from widget.core.late import late
from widget.core.statuses import Status
from widget.core.text import marked
from widget.extensions import db
from widget.screening.actions import note, note_nothing
from widget.screening.answers import Answer, Unanswered
from widget.screening.circuit import Circuit
from widget.screening.models import Kind
from widget.screening.queries import notice_of
from widget.screening.verdicts import Finding, Submission
from widget.web.running import settings
from widget.web.transactions import transaction

CIRCUITS = "rejoinder-circuits"
AKISMET, HOOK = "akismet", "webhook"
NO_ANSWER = {
    AKISMET: marked("Akismet did not answer; it will be asked again."),
    HOOK: marked("The check at screening.url did not answer; it will be asked again."),
}
log = logging.getLogger(__name__)


def asked_here() -> tuple[str, ...]:
    """Return which checks outside are configured."""
    screening = settings().screening
    return (*([AKISMET] if screening.asks_akismet else []), *([HOOK] if screening.url else []))


def awake() -> tuple[str, ...]:
    """Return which of them may be asked at the moment."""
    return tuple(name for name in asked_here() if not _circuit(name).open)


def checks() -> list[Callable[[Submission], Iterable[Finding]]]:
    """Return the configured checks as whoever posts waits for them: not for long."""
    return [partial(_ask_in_time, name) for name in asked_here()]


def _ask_in_time(name: str, submission: Submission) -> tuple[Finding, ...]:
    try:
        return ask(name, submission, settings().screening.deadline)
    except Unanswered as failed:
        return (failed.finding or Finding(name, Status.HELD, NO_ANSWER[name], wait=failed.wait),)


def ask(name: str, submission: Submission, seconds: float) -> tuple[Finding, ...]:
    """Return what a check finds; raise Unanswered."""
    return _exchange(name, partial(service(name).ask, submission, settings()), seconds)


def tell(name: str, submission: Submission, kind: Kind, seconds: float) -> None:
    """Tell a check how somebody has decided; raise Unanswered."""
    _exchange(name, partial(service(name).tell, submission, kind, settings()), seconds)


def _exchange(name: str, say: Callable[[Outgoing], Answer], seconds: float) -> tuple[Finding, ...]:
    circuit = _circuit(name)
    with circuit.question() as may:
        if not may:
            raise Unanswered("not asked, since it has not answered before")
        outgoing = replace(settings().outgoing, timeout=seconds, deadline=seconds)
        try:
            answer = say(outgoing)
        except Unanswered as failed:
            log.warning("%s was asked in vain: %s", name, failed)
            if failed.down:
                circuit.failed()
            if failed.notice:
                _note(name, failed.notice)
            raise
    _note(name, answer.notice)
    return answer.findings


def _note(name: str, notice: tuple[str, str] | None) -> None:
    """Keep what the owner is to know, or that it is over; what is known already is not written once more."""
    if notice_of(db.session(), name) == notice:
        return
    with transaction() as store:
        if notice:
            log.warning("%s says: %s %s", name, *notice)
            note(store, name, *notice, clock.now())
        else:
            note_nothing(store, name)


def _circuit(name: str) -> Circuit:
    return cast(Circuit, current_app.extensions.setdefault(CIRCUITS, {}).setdefault(name, Circuit()))


def akismet_account(blog: str) -> Any:
    """Return what Akismet says of its key and plan (widget.screening.akismet.Account); raise Unanswered.

    An owner wants to know now: so it is asked even if nobody else asks at the moment. Where all is well, what it has
    complained of before is over.
    """
    account = service(AKISMET).account(settings(), settings().outgoing, blog)
    if account.valid and not account.throttled:
        _note(AKISMET, None)
    return account


def service(name: str) -> Any:
    """Return the file of a check; it is loaded when it is asked first, and with it what speaks HTTP."""
    return late(f"widget.screening.{name}")
