"""docs/settings.md has every setting of a site, its default, and whether a thread may have it of its own."""

import pytest
from source import ROOT

from widget.sites.discussion import NAMES, OVERRIDABLE
from widget.sites.models import Site
from widget.sites.settings import SETTINGS, parsed, told


def rows() -> dict[str, list[str]]:
    """Return the cells of each row of the table, by the setting's name."""
    lines = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells}


def default_of(name: str) -> str:
    """Return what a new site has, as the command tells it."""
    default = Site.__table__.columns[name].default
    return told(default.arg if default is not None else None)


def test_the_page_has_every_setting_and_no_other() -> None:
    assert list(rows().keys() - SETTINGS.keys()) == list(SETTINGS.keys() - rows().keys()) == []
    assert set(NAMES) <= SETTINGS.keys()


@pytest.mark.parametrize("name", SETTINGS)
def test_a_row_says_the_default_and_whether_a_thread_may_differ(name: str) -> None:
    _, default, own, told_of_it = rows()[name]
    assert default == (default_of(name) or "empty")
    assert own == ("yes" if name in OVERRIDABLE else "no")
    assert told_of_it


@pytest.mark.parametrize("name", SETTINGS)
def test_a_default_can_be_set(name: str) -> None:
    assert told(parsed(name, default_of(name))) == default_of(name)
