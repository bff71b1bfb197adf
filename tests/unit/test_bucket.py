"""How often somebody may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from widget.core import bucket
from widget.core.bucket import Bucket

START = datetime(2026, 3, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    """Return the moment that many seconds later."""
    return START + timedelta(seconds=seconds)


def test_some_may_be_asked_for_at_once_and_then_one_after_the_other() -> None:
    three = Bucket(3, 60)
    assert [three.wait("ada", START) for _ in range(4)] == [0, 0, 0, 20]
    assert three.wait("ada", after(5)) == pytest.approx(15)
    assert three.wait("ada", after(20)) == 0
    assert three.wait("ada", after(20)) == pytest.approx(20)


def test_who_has_waited_long_enough_begins_anew() -> None:
    three = Bucket(3, 60)
    assert [three.wait("ada", START) for _ in range(3)] == [0, 0, 0]
    assert [three.wait("ada", after(600)) for _ in range(3)] == [0, 0, 0]
    assert three.wait("ada", after(600)) > 0


def test_each_is_counted_alone_and_the_longest_silent_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "MOST", 2)
    one = Bucket(1, 60)
    assert [one.wait(who, START) for who in ("ada", "bob", "cy")] == [0, 0, 0]
    assert one.wait("cy", START) == 60
    assert one.wait("ada", START) == 0
