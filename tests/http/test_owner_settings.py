"""What an owner sets of a site by its page: all of it or nothing, at once, and noted."""

from collections.abc import Callable
from html import unescape

import pytest
from desk import Desk
from flask import Flask
from frames import Frame
from owning import NUMBERS, owning
from records import Records
from stage import BLOG
from windows import FakeProvider

from widget.admin.setting_fields import SENTENCES
from widget.sites.settings import SETTINGS

AS_IT_WAS = {"comments_open": "yes", "guests_allowed": "yes", "details_required": "yes", "show_avatars": "yes"}
AS_IT_WAS |= {"mail_posted": "yes", "mail_held": "yes", "mail_liked": "yes", "edit_minutes": "15", **NUMBERS}


@pytest.fixture
def desk(app: Flask, fakes: dict[str, FakeProvider]) -> Desk:
    """Ada, an owner of the blog."""
    return owning(app)


def send(desk: Desk, **changed: str) -> int:
    """Send the form with some fields changed; an empty text for a box takes its tick away."""
    sent = {name: text for name, text in (AS_IT_WAS | changed).items() if text or name not in AS_IT_WAS}
    return desk.press(f"{desk.path}/settings", on=f"{desk.path}/settings", **sent).status_code


@pytest.mark.either_store
def test_the_page_has_every_setting_in_a_group() -> None:
    assert SENTENCES.keys() == SETTINGS.keys()


def test_what_is_set_holds_at_once_and_is_noted_by_its_name(desk: Desk, guest: Frame, records: Records) -> None:
    guest.post("First")
    before = guest.document()
    assert send(desk, comments_open="", edit_minutes="30", moderation_words="casino\r\n two words ") == 303
    after = guest.document(**{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "data-form" in after.text) == (200, False)
    words = "casino\ntwo words"
    assert records.query("SELECT edit_minutes, moderation_words FROM sites WHERE NOT comments_open") == [(30, words)]
    noted = records.query("SELECT action, target, account_id FROM audit ORDER BY action")
    assert [action for action, *_ in noted] == ["set-comments_open", "set-edit_minutes", "set-moderation_words"]
    assert {target for _, target, _ in noted} == {desk.site}
    assert None not in {account for *_, account in noted}
    audit = desk.words(f"{desk.path}/audit?what=settings")
    assert "Ada changed the setting “Allow people to submit comments”" in audit


def test_what_did_not_change_is_no_news(desk: Desk, records: Records) -> None:
    with records.unchanged(but=()):
        assert send(desk) == 303
    assert "Saved." in desk.words(f"{desk.path}/settings?saved=yes")


def test_one_wrong_field_keeps_all_from_being_set_and_what_was_typed_stays(desk: Desk, records: Records) -> None:
    place, sent = f"{desk.path}/settings", AS_IT_WAS | {"edit_minutes": "soon", "heading": "Say <something>"}
    with records.unchanged(but=()):
        answer = desk.press(place, on=place, **sent)
    assert answer.status_code == 422
    assert 'name="edit_minutes" inputmode="numeric" dir="ltr" value="soon" aria-invalid="true"' in answer.text
    assert 'aria-describedby="wrong-edit_minutes note-edit_minutes"' in answer.text
    assert "Please enter a number from 0 to 1,000,000" in answer.text
    assert 'value="Say &lt;something&gt;"' in answer.text


@pytest.mark.parametrize(
    "wrong", ["max_depth=11", "first_order=best", "heading=" + "x" * 201, "page_size=", "hold_links=x"]
)
def test_what_cannot_be_set_is_told_at_its_field(desk: Desk, records: Records, wrong: str) -> None:
    name, _, text = wrong.partition("=")
    with records.unchanged(but=()):
        assert send(desk, **{name: text or " "}) == 422


def test_what_another_owner_has_set_meanwhile_is_not_overwritten_unseen(
    app: Flask, desk: Desk, records: Records
) -> None:
    place = f"{desk.path}/settings"
    shown = desk.field("shown", on=place)
    assert send(owning(app, "x"), edit_minutes="30", comments_open="", moderation_words="casino\r\npoker") == 303
    mine = AS_IT_WAS | {"edit_minutes": "45", "heading": "Mine"}
    with records.unchanged():
        refused = desk.press(place, on=place, shown=shown, **mine)
    page = unescape(refused.text)
    assert (refused.status_code, "somebody else has changed some of it meanwhile" in page) == (409, True)
    assert page.count("Somebody else has set this meanwhile: ") == 3
    assert "set this meanwhile: 30" in page
    for kept in ('value="45"', 'value="Mine"', "\ncasino\npoker</textarea>", 'name="comments_open" value="yes" aria'):
        assert kept in page, kept
    again = page.partition('name="shown" value="')[2].partition('"')[0]
    assert desk.press(place, on=place, shown=again, **mine).status_code == 303
    assert records.query("SELECT edit_minutes, heading FROM sites WHERE heading <> ''") == [(45, "Mine")]


def test_what_both_owners_want_and_what_is_sent_without_a_page_is_saved(app: Flask, desk: Desk) -> None:
    place = f"{desk.path}/settings"
    shown = desk.field("shown", on=place)
    assert send(owning(app, "x"), edit_minutes="30") == 303
    for sent in ({"shown": shown}, {"shown": ""}, {"shown": "nonsense=1 ="}, {}):
        assert desk.press(place, on=place, **AS_IT_WAS | {"edit_minutes": "30"} | sent).status_code == 303, sent


def test_what_was_mistyped_is_no_way_past_another_owners_change(app: Flask, desk: Desk) -> None:
    place, mine = f"{desk.path}/settings", AS_IT_WAS | {"heading": "Mine"}
    shown = desk.field("shown", on=place)
    assert send(owning(app, "x"), edit_minutes="30") == 303
    page = desk.press(place, on=place, shown=shown, **mine | {"max_depth": "x"}).text
    kept = page.partition('name="shown" value="')[2].partition('"')[0]
    assert kept == shown
    assert desk.press(place, on=place, shown=kept, **mine).status_code == 409


def test_the_page_has_the_origins_and_the_lines_for_a_site(desk: Desk) -> None:
    words = desk.words(f"{desk.path}/settings")
    assert BLOG.rpartition("/")[0] in words
    assert "https://comments.rejoinder.test/rejoinder.js" in words


def test_a_site_and_a_thread_set_by_a_command_are_in_the_log(
    command: Callable[..., object], desk: Desk, guest: Frame
) -> None:
    guest.post("First")
    command("site", "set", BLOG, "edit_minutes=3", "hold_links=2")
    command("thread", "set", BLOG, "comments_open=no")
    words = desk.words(f"{desk.path}/audit")
    assert "The system changed the setting “Minutes in which an author may edit a comment” " in words
    assert "changed the setting “Allow people to submit comments” of a thread" in words
    assert "Hold a comment" not in words
