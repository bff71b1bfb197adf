"""A browser that is missing is said where somebody develops, and fails where CI runs."""

import engines
import pytest


@pytest.fixture
def without_firefox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has WebKitGTK alone."""
    monkeypatch.setattr(engines, "PROGRAMS", {"Firefox": [None], "WebKitGTK": ["driver", "display", "browser"]})


def test_on_a_laptop_what_is_missing_is_left_out_and_said(
    without_firefox: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Firefox is not installed"):
        engines.need("Firefox")
    assert engines.left_out() == "Left out: the stories in Firefox, not installed here."


def test_where_ci_runs_nothing_may_be_missing(without_firefox: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="Firefox is not installed"):
        engines.need("Firefox")


def test_what_is_there_is_neither_left_out_nor_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PROGRAMS", {"Firefox": ["firefox"], "WebKitGTK": ["driver", "display", "browser"]})
    engines.need("Firefox")
    assert engines.left_out() == ""
