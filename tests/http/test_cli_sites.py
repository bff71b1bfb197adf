"""What an owner sets of a site by the command."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from commands import Run, sentence
from records import Records

SITE = "https://blog.example"
WRONG = ["edit_minutes", "edit_minutes=", "edit_minutes=-1", "edit_minutes=x", "max_depth=11", "max_depth=0"]
WRONG += [
    "first_order=best",
    "page_size=0",
    "page_size=101",
    "hourly_limit=x",
    "comments_open=maybe",
    "unheard=of",
    f"heading={'x' * 201}",
    "flood_seconds=99999999999",
]


@pytest.fixture
def kept(ready: Run, empty: str) -> Iterator[Records]:
    """What the command has left in a database with a site."""
    assert ready("site", "add", SITE).exit_code == 0
    with closing(Records(empty)) as records:
        yield records


def test_a_setting_is_set_and_readers_get_it_afresh(ready: Run, kept: Records) -> None:
    ((revision,),) = kept.query("SELECT revision FROM sites")
    done = ready("site", "set", SITE, "edit_minutes=30", "comments_open=no", "heading=Say something")
    assert done.exit_code == 0
    assert "edit_minutes, comments_open, heading" in done.stdout
    rows = kept.query("SELECT edit_minutes, heading, revision FROM sites WHERE NOT comments_open")
    assert rows == [(30, "Say something", revision + 1)]


def test_a_site_is_named_by_its_id_too(ready: Run, kept: Records) -> None:
    ((site,),) = kept.query("SELECT public_id FROM sites")
    assert ready("site", "set", site, "edit_minutes=0", "heading=").exit_code == 0
    assert kept.query("SELECT edit_minutes, heading FROM sites") == [(0, None)]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_set_is_told_and_nothing_is_set(ready: Run, kept: Records, wrong: str) -> None:
    with kept.unchanged(but=()):
        assert sentence(ready("site", "set", SITE, "flood_seconds=1", wrong))


def test_a_site_that_is_not_there_is_told(ready: Run, kept: Records) -> None:
    with kept.unchanged(but=()):
        assert "https://new.example" in sentence(ready("site", "set", "https://new.example", "edit_minutes=1"))


def test_every_setting_is_shown_as_it_can_be_set_again(ready: Run, kept: Records) -> None:
    given = ["moderation_words=casino,cheap pills", "details_required=no", "first_order=newest", "page_size=10"]
    assert ready("site", "set", SITE, *given).exit_code == 0
    shown = ready("site", "show", SITE).stdout.splitlines()
    assert {*given, "close_days=0", "hold_links=2", "hourly_limit=30"} <= set(shown)
    before = kept.everything(but=("sites",))
    assert ready("site", "set", SITE, *shown).exit_code == 0
    assert (ready("site", "show", SITE).stdout.splitlines(), kept.everything(but=("sites",))) == (shown, before)
