"""What a thread has of its own against its site: set by the command, read at once, taken back by an empty value."""

from datetime import timedelta

import pytest
from commands import Run, sentence
from deciding import decide, status_of
from flask import Flask
from frames import Frame
from likes import like_page
from records import Records
from stage import BLOG, OTHER, Time

NOT_A_THREADS = ["max_depth=3", "flood_seconds=1", "show_avatars=no", "moderation_words=x", "page_size=3", "heading=x"]


def test_a_thread_is_closed_by_its_own_setting_and_opened_again(guest: Frame, thread: Run, app: Flask) -> None:
    guest.post("First")
    before = guest.document()
    assert thread("set", BLOG, "comments_open=no").exit_code == 0
    after = guest.document(**{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "data-form" in after.text) == (200, False)
    assert guest.post("Second").get_json()["type"] == "closed"
    assert Frame(app, OTHER).post("Elsewhere").status_code == 201
    assert "nothing" in thread("set", BLOG, "comments_open=").stdout
    assert guest.post("Third").status_code == 201


def test_what_a_thread_says_holds_against_its_site(guest: Frame, thread: Run, records: Records) -> None:
    guest.post("First")
    records.change("UPDATE sites SET guests_allowed = false")
    assert guest.post("Second").get_json()["type"] == "sign-in-required"
    assert thread("set", BLOG, "guests_allowed=yes", "edit_minutes=0").exit_code == 0
    answer = guest.post("Third")
    assert (answer.status_code, "edit_until" in answer.get_json()) == (201, False)


@pytest.mark.parametrize(
    "wrong", [*NOT_A_THREADS, "unheard=of", "comments_open=maybe", "close_days=-1", "close_days", "closes=soon"]
)
def test_what_a_thread_cannot_have_of_its_own_is_told(guest: Frame, thread: Run, records: Records, wrong: str) -> None:
    guest.post("First")
    with records.unchanged(but=()):
        assert sentence(thread("set", BLOG, "comments_open=no", wrong))


def test_a_thread_closes_by_its_age_and_no_reader_keeps_the_form(guest: Frame, thread: Run, time: Time) -> None:
    guest.post("First")
    assert thread("set", BLOG, "close_days=14").exit_code == 0
    before, listed = guest.document(), guest.send("GET", f"/threads/{guest.thread}/comments")
    assert "data-reply" in listed.get_json()["comments"][0]["html"]
    time.passes(days=14)
    after = guest.document(**{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "data-form" in after.text, "data-reply" in after.text) == (200, False, False)
    known = {"If-None-Match": listed.headers["ETag"]}
    again = guest.send("GET", f"/threads/{guest.thread}/comments", **known)
    assert "data-reply" not in again.get_json()["comments"][0]["html"]
    assert guest.post("Too late").get_json()["type"] == "closed"


def test_a_thread_closes_on_its_own_day(guest: Frame, thread: Run, time: Time) -> None:
    guest.post("First")
    day = f"{time.now + timedelta(days=1):%Y-%m-%d}"
    assert f"closes={day}" in thread("set", BLOG, f"closes={day}", "edit_minutes=3").stdout
    time.passes(days=1)
    assert guest.post("Too late").get_json()["type"] == "closed"
    assert "of its own: edit_minutes=3." in thread("set", BLOG, "closes=").stdout
    assert guest.post("Second").status_code == 201


def test_its_age_counts_from_the_day_on_which_its_page_was_published(
    guest: Frame, records: Records, time: Time
) -> None:
    guest.post("First")
    records.change("UPDATE sites SET close_days = 14, revision = revision + 1")
    assert guest.document().text.count("data-form") == 1
    moment = f"{time.now - timedelta(days=15):%Y-%m-%d %H:%M:%S.%f}"
    records.change("UPDATE threads SET published = ?, version = version + 1", moment)
    assert "data-form" not in guest.document().text


def test_what_was_not_published_makes_no_thread_old(
    app: Flask, alice: Frame, guest: Frame, records: Records, time: Time
) -> None:
    records.change("UPDATE sites SET close_days = 14, approve_all = true, revision = revision + 1")
    like_page(alice)
    spam = guest.post("Spam").get_json()["id"]
    decide(app, spam, "spam", by=None)
    time.passes(days=20)
    records.change("UPDATE sites SET approve_all = false, revision = revision + 1")
    assert guest.post("First").status_code == 201
    time.passes(days=13)
    assert "data-form" in guest.document().text
    time.passes(days=1)
    assert "data-form" not in guest.document().text


def test_a_first_comment_that_is_taken_down_does_not_count_and_one_taken_back_does(
    app: Flask, guest: Frame, records: Records, time: Time
) -> None:
    records.change("UPDATE sites SET close_days = 14, revision = revision + 1")
    spam = guest.post("Spam").get_json()["id"]
    time.passes(days=5)
    first = guest.post("First").get_json()["id"]
    decide(app, spam, "spam", by=None)
    time.passes(days=10)
    assert "data-form" in guest.document().text
    guest.delete(first)
    time.passes(days=5)
    assert "data-form" not in guest.document().text


@pytest.mark.parametrize("how", ["report", "edit"])
def test_neither_readers_who_report_nor_an_author_who_edits_opens_a_closed_thread(
    app: Flask, alice: Frame, guest: Frame, records: Records, time: Time, how: str
) -> None:
    records.change("UPDATE sites SET close_days = 1, edit_minutes = 9999, hold_reports = 1, disallowed_words = 'zebra'")
    records.change("UPDATE sites SET revision = revision + 1")
    first = alice.post().get_json()["id"]
    time.passes(days=1)
    if how == "edit":
        stamp = alice.send("GET", f"/comments/{first}/source").get_json()["stamp"]
        alice.act("PATCH", f"/comments/{first}", {"body": "A zebra", "stamp": stamp})
    else:
        guest.act("POST", f"/comments/{first}/report", {"reason": "spam"})
    assert status_of(records, first) != "published"
    assert guest.post().get_json()["type"] == "closed"
