"""The threads of a site on its owner's pages: found, closed, merged, moved, split, and each taken back."""

from datetime import timedelta

import pytest
from desk import Desk
from flask import Flask
from frames import Frame
from owning import SECOND, owning
from records import Records
from stage import BLOG, OTHER, Time
from windows import FakeProvider


@pytest.fixture
def desk(app: Flask, fakes: dict[str, FakeProvider]) -> Desk:
    """Ada, an owner of the blog."""
    return owning(app)


@pytest.fixture
def second(app: Flask) -> Frame:
    """Another page of the blog, with a comment."""
    frame = Frame(app, SECOND)
    assert frame.post("On the second page").status_code == 201
    return frame


def place(desk: Desk, frame: Frame) -> str:
    """The page of a thread."""
    return f"{desk.path}/threads/{frame.thread}"


def said_in(frame: Frame) -> list[str]:
    """What a reader of a page finds there."""
    return [one["id"] for one in frame.send("GET", f"/threads/{frame.thread}/comments").get_json()["comments"]]


def act(desk: Desk, frame: Frame, what: str, **fields: str) -> int:
    """Send one of the forms of a thread."""
    return desk.press(f"{place(desk, frame)}/{what}", on=place(desk, frame), **fields).status_code


def test_threads_are_listed_and_found_by_address(desk: Desk, app: Flask, guest: Frame, second: Frame) -> None:
    guest.post("First")
    Frame(app, OTHER).post("Elsewhere")
    words = desk.words(f"{desk.path}/threads")
    assert words.index("blog.test/a-post") < words.index("blog.test/second")
    assert "other.test" not in words
    for query in ("SECOND", SECOND, second.thread):
        found = desk.words(f"{desk.path}/threads?q={query}")
        assert ("blog.test/second" in found, "blog.test/a-post" in found) == (True, False), query
    assert "No page of this kind" in desk.words(f"{desk.path}/threads?q=100%25")


def test_many_threads_come_a_page_at_a_time(desk: Desk, app: Flask) -> None:
    for number in range(27):
        Frame(app, f"https://blog.test/p{number}").post("Hello")
    first = desk.see(f"{desk.path}/threads").text
    more = first.rpartition("/threads?q=&amp;after=")[2].partition('"')[0]
    words = desk.words(f"{desk.path}/threads?after={more}")
    assert "blog.test/p1 " in words
    assert "blog.test/p2 " not in words


def test_a_thread_is_closed_and_opened_again_and_that_is_noted(desk: Desk, guest: Frame, records: Records) -> None:
    guest.post("First")
    desk.press(place(desk, guest), on=place(desk, guest), comments_open="no")
    assert guest.post("Second").get_json()["type"] == "closed"
    assert "Open again" in desk.words(place(desk, guest))
    desk.press(place(desk, guest), on=place(desk, guest), comments_open="yes")
    assert guest.post("Third").status_code == 201
    assert records.query("SELECT DISTINCT action, target FROM audit") == [("thread-set-comments_open", guest.thread)]


def test_a_threads_own_settings_are_kept_or_refused_as_a_whole(desk: Desk, guest: Frame, records: Records) -> None:
    guest.post("First")
    where = place(desk, guest)
    assert desk.press(where, on=where, approve_all="yes", edit_minutes="5", close_days="").status_code == 303
    assert guest.post("Second").get_json()["status"] == "held"
    with records.unchanged(but=()):
        refused = desk.press(where, on=where, approve_all="", edit_minutes="x")
    assert (refused.status_code, 'value="x"' in refused.text) == (422, True)
    assert desk.press(where, on=where, approve_all="", edit_minutes="5").status_code == 303
    assert guest.post("Third").get_json()["status"] == "published"


def test_a_threads_setting_of_another_owner_is_not_overwritten_unseen(
    app: Flask, desk: Desk, guest: Frame, records: Records
) -> None:
    guest.post("First")
    where = place(desk, guest)
    shown = desk.field("shown", on=where)
    other = owning(app, "x")
    assert other.press(where, on=where, approve_all="yes", closes="2030-01-02").status_code == 303
    with records.unchanged():
        refused = desk.press(where, on=where, shown=shown, approve_all="", closes="", edit_minutes="5")
    assert (refused.status_code, 'class="fold" open' in refused.text) == (409, True)
    assert "Somebody else has set this meanwhile: Yes" in refused.text
    assert ('value="2030-01-02"' in refused.text, 'value="5"' in refused.text) == (True, True)


def test_a_thread_closes_on_a_day_and_no_reader_keeps_the_form(
    desk: Desk, guest: Frame, records: Records, time: Time
) -> None:
    guest.post("First")
    where, day = place(desk, guest), f"{time.now + timedelta(days=2):%Y-%m-%d}"
    assert desk.press(where, on=where, closes=day).status_code == 303
    page = desk.see(where).text
    assert (f'value="{day}"' in page, "closes on" in page) == (True, True)
    before = guest.document()
    assert "data-form" in before.text
    time.passes(days=2)
    after = guest.document(**{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "data-form" in after.text) == (200, False)
    assert guest.post("Too late").get_json()["type"] == "closed"
    desk.log_in()
    fields = {name: "" for name in ("closes",) if f'name="{name}" value=""' in desk.see(where).text}
    assert desk.press(where, on=where, comments_open="yes", **fields).status_code == 303
    assert guest.post("Second").status_code == 201
    assert ("thread-set-closes", guest.thread) in records.query("SELECT action, target FROM audit")
    assert "changed the setting “Close comments on this day” of a thread" in desk.words(f"{desk.path}/audit")


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "x" * 300])
def test_what_is_no_day_is_told(desk: Desk, guest: Frame, records: Records, day: str) -> None:
    guest.post("First")
    with records.unchanged(but=()):
        refused = desk.press(place(desk, guest), on=place(desk, guest), closes=day)
    assert (refused.status_code, "Please enter a day" in refused.text) == (422, True)


def test_merging_is_shown_first_then_done_and_taken_back(
    desk: Desk, guest: Frame, second: Frame, records: Records
) -> None:
    guest.post("First")
    with records.unchanged(but=()):
        said = desk.words(f"{place(desk, second)}/merge?to={BLOG}")
    assert "Its comment is under https://blog.test/a-post then." in said
    assert act(desk, second, "merge", to=guest.thread) == 303
    assert said_in(second) == said_in(guest)
    assert len(said_in(guest)) == 2
    ((change,),) = records.query("SELECT id FROM thread_changes")
    undone = desk.press(f"{desk.path}/changes/{change}/undo", on=f"{desk.path}/threads")
    assert undone.location == f"{desk.path}/threads"
    assert len(said_in(guest)) == 1
    noted = [action for (action,) in records.query("SELECT action FROM audit ORDER BY id")]
    assert noted == [f"thread-merge{how}-{side}" for how in ("", "-undone") for side in ("from", "into")]
    assert desk.press(f"{desk.path}/changes/{change}/undo", on=f"{desk.path}/staff").status_code == 409


def test_a_thread_follows_its_page(desk: Desk, app: Flask, guest: Frame, records: Records) -> None:
    guest.post("First")
    with records.unchanged(but=()):
        assert "belongs to https://blog.test/new then" in desk.words(
            f"{place(desk, guest)}/move?to=https://blog.test/new"
        )
    assert act(desk, guest, "move", to="https://blog.test/new") == 303
    assert len(said_in(Frame(app, "https://blog.test/new"))) == 1


def test_conversations_are_split_off(desk: Desk, app: Flask, guest: Frame, records: Records) -> None:
    going = guest.post("Going").get_json()["id"]
    guest.post("Answer", parent=going)
    guest.post("Staying")
    to = "https://blog.test/new"
    with records.unchanged(but=()):
        assert "One conversation" in desk.words(f"{place(desk, guest)}/split?to={to}&comment-{going}=on")
    assert act(desk, guest, "split", to=to, **{f"comment-{going}": "on"}) == 303
    assert (len(said_in(guest)), len(said_in(Frame(app, to)))) == (1, 2)


REFUSED = [("merge", BLOG, "one thread already"), ("merge", "https://blog.test/x", "There is no thread")]
REFUSED += [("merge", OTHER, "There is no thread"), ("move", OTHER, "is no address of this site")]
REFUSED += [("move", "", "is no address of this site"), ("split", OTHER, "is no address of this site")]
REFUSED += [("split", SECOND, "Choose at least one conversation.")]


@pytest.mark.parametrize(("what", "to", "why"), REFUSED)
def test_what_cannot_be_is_said_before_and_after(
    desk: Desk, app: Flask, guest: Frame, records: Records, what: str, to: str, why: str
) -> None:
    guest.post("First")
    Frame(app, OTHER).post("Elsewhere")
    with records.unchanged(but=()):
        asked = desk.see(f"{place(desk, guest)}/{what}?to={to}")
        sent = desk.press(f"{place(desk, guest)}/{what}", on=place(desk, guest), to=to)
    assert [(one.status_code, why in one.text) for one in (asked, sent)] == [(422, True)] * 2


def test_threads_whose_pages_name_one_address_are_likely_splits(
    desk: Desk, app: Flask, guest: Frame, second: Frame, records: Records
) -> None:
    guest.post("First")
    third = Frame(app, "https://blog.test/third")
    third.post("Third")
    third.post("More than there")
    records.change("UPDATE threads SET canonical = ? WHERE public_id = ?", BLOG, third.thread)
    records.change("UPDATE threads SET canonical = 'https://blog.test/' WHERE public_id <> ?", third.thread)
    page = desk.see(f"{desk.path}/threads/splits").text
    assert f"/threads/{third.thread}/merge?to={guest.thread}" in page
    assert page.count("/merge?to=") == 1


def test_likely_splits_are_listed_with_the_way_to_merge_them(desk: Desk, app: Flask, guest: Frame) -> None:
    guest.post("First")
    Frame(app, f"{BLOG}.html").post("Split")
    page = desk.see(f"{desk.path}/threads/splits").text
    assert "https://blog.test/a-post.html" in page
    assert f"/merge?to={guest.thread}" in page or "/merge?to=" in page
