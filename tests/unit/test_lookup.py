"""Looking names up: bounded in time and in number, whatever the name server does."""

import socket
import threading
from collections.abc import Iterator

import pytest
from loopback import Outgoing

from widget.core.fetch import FetchFailed, TooSlow, fetch, guarded_session
from widget.core.lookup import MOST, in_time

LONG = 10  # seconds; nobody waits for them where all is well


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """What a silent name server waits for: the end of the test."""
    over = threading.Event()
    yield over
    over.set()


def test_a_silent_name_server_is_left_at_the_deadline(over: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(LONG) and [])
    with guarded_session(Outgoing()) as session, pytest.raises(TooSlow):
        fetch(session, "https://silent.test/", limit=1000, deadline=0.05)


def test_a_request_of_its_own_is_bounded_too(over: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(LONG) and [])
    with guarded_session(Outgoing(timeout=0.05)) as session, pytest.raises(TooSlow):
        session.get("https://silent.test/")


def test_a_name_that_is_none_fails_and_does_not_wait() -> None:
    with guarded_session(Outgoing()) as session, pytest.raises(FetchFailed):
        fetch(session, f"https://{'a' * 300}.test/", limit=1000, deadline=LONG)


def test_an_answer_and_an_error_come_back_as_they_are() -> None:
    assert in_time(lambda: 5, LONG) == 5
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 / 0, LONG)


def test_those_left_behind_do_not_pile_up(over: threading.Event) -> None:
    begun: list[bool] = []

    def wait() -> None:
        begun.append(True)
        over.wait(LONG)

    for _ in range(MOST + 3):
        with pytest.raises(TimeoutError):
            in_time(wait, 0.01)
    assert len(begun) <= MOST
