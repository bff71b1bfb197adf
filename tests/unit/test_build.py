"""The name of what documents are made of: another one after every change, wherever we are installed."""

from pathlib import Path

import pytest

from widget.web import assets


@pytest.fixture
def style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A style sheet of an installation below a folder that is called demo."""
    file = tmp_path / "demo" / "static" / "css" / "base.css"
    file.parent.mkdir(parents=True)
    file.write_text("p { margin: 0 }")
    monkeypatch.setattr(assets, "STATIC", tmp_path / "demo" / "static")
    return file


def test_a_change_gives_another_name(style: Path) -> None:
    before = assets.build.__wrapped__()
    assert assets.build.__wrapped__() == before
    style.write_text("p { margin: 1px }")
    assert assets.build.__wrapped__() != before


def test_what_only_the_demo_shows_gives_none(style: Path) -> None:
    before = assets.build.__wrapped__()
    shown = style.parents[1] / "demo" / "blog.css"
    shown.parent.mkdir()
    shown.write_text("p { margin: 2px }")
    assert assets.build.__wrapped__() == before
