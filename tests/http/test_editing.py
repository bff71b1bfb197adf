"""Editing over HTTP: in time, by the author alone, with every version kept for readers and nothing lost between two."""

from typing import Any

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time
from werkzeug.test import TestResponse

from widget.comments.editing import MOST_EDITS

SECRET = "zebra-marmalade-77"


def opened(frame: Frame, comment: str) -> dict[str, Any]:
    """Open an edit, as the word Edit does."""
    answer = frame.send("GET", f"/comments/{comment}/source")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def save(frame: Frame, comment: str, body: str, stamp: str) -> TestResponse:
    """Send an edit that was opened."""
    return frame.act("PATCH", f"/comments/{comment}", {"body": body, "stamp": stamp})


def change(frame: Frame, comment: str, body: str) -> TestResponse:
    """Open an edit and send it."""
    return save(frame, comment, body, opened(frame, comment)["stamp"])


def history(frame: Frame, comment: str) -> TestResponse:
    """Ask what a comment said before."""
    return frame.send("GET", f"/comments/{comment}/history")


def test_an_author_edits_and_readers_see_that(alice: Frame, bob: Frame) -> None:
    comment = alice.post("Teh first").get_json()["id"]
    before = bob.document().headers["ETag"]
    answer = change(alice, comment, "The first")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "published")
    assert "<p>The first</p>" in answer.get_json()["html"]
    assert bob.document().headers["ETag"] != before
    assert "The first" in bob.read()
    assert "Teh" not in bob.read()
    assert "edited" in bob.read()


def test_an_answered_comment_can_be_edited_and_keeps_its_place(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    bob.post("An answer", parent=asked)
    change(alice, asked, "Another question")
    listed = bob.send("GET", f"/threads/{bob.thread}/comments").get_json()
    assert listed["comments"][0]["id"] == asked
    assert listed["count"] == 2


def test_live_readers_are_told(alice: Frame, guest: Frame) -> None:
    comment = alice.post("Teh first").get_json()["id"]
    known = guest.send("GET", f"/threads/{guest.thread}/version").get_json()["activity"]
    change(alice, comment, "The first")
    (told,) = guest.send("GET", f"/threads/{guest.thread}/comments?since={known}").get_json()["comments"]
    assert (told["id"], told["text"], bool(told["edited"])) == (comment, "<p>The first</p>", True)


def test_only_the_author_sees_the_source_or_edits(
    alice: Frame, bob: Frame, guest: Frame, stranger: Frame, records: Records
) -> None:
    comment = alice.post("Mine").get_json()["id"]
    stamp = opened(alice, comment)["stamp"]
    for other in (bob, guest, stranger):
        with records.unchanged():
            assert other.send("GET", f"/comments/{comment}/source").status_code in {401, 403}
            assert save(other, comment, "Yours", stamp).status_code in {401, 403}
    assert opened(alice, comment)["body"] == "Mine"


def test_a_guest_edits_with_the_receipt_alone(guest: Frame, app: Flask) -> None:
    comment = guest.post("Mine").get_json()["id"]
    later = Frame(app, BLOG)
    assert later.send("GET", f"/comments/{comment}/source").status_code == 403
    later.receipts = guest.receipts
    assert change(later, comment, "Still mine").status_code == 200


def test_the_source_is_nobody_elses_business(alice: Frame) -> None:
    comment = alice.post("Mine").get_json()["id"]
    answer = alice.send("GET", f"/comments/{comment}/source")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("minutes", "passed", "status"), [(15, 14, 200), (15, 15, 403), (0, 0, 403), (60, 59, 200)])
def test_an_edit_may_begin_as_long_as_the_site_allows(
    alice: Frame, records: Records, time: Time, minutes: int, passed: int, status: int
) -> None:
    records.change("UPDATE sites SET edit_minutes = ?", minutes)
    comment = alice.post("Mine").get_json()["id"]
    time.passes(minutes=passed)
    (own,) = alice.session()["own"]
    assert bool(own["edit_until"]) == (status == 200)
    assert alice.send("GET", f"/comments/{comment}/source").status_code == status


@pytest.mark.parametrize(("open_for", "status"), [(59, 200), (61, 403)])
def test_what_was_begun_in_time_can_be_finished_within_an_hour(
    alice: Frame, records: Records, time: Time, open_for: int, status: int
) -> None:
    comment = alice.post("Mine").get_json()["id"]
    time.passes(minutes=14)
    stamp = opened(alice, comment)["stamp"]
    time.passes(minutes=open_for)
    answer = save(alice, comment, "Finished", stamp)
    assert answer.status_code == status
    assert status == 200 or answer.get_json()["type"] == "edit-over"
    assert records.count("revisions") == (status == 200)


def test_a_stamp_cannot_be_made_up_or_taken_from_another_comment(alice: Frame, records: Records, time: Time) -> None:
    first, second = (alice.post(text).get_json()["id"] for text in ("First", "Second"))
    stamp = opened(alice, first)["stamp"]
    for bad in ("", "x", stamp[:-1], stamp + "x", opened(alice, second)["stamp"], alice.session()["stamp"]):
        with records.unchanged():
            assert save(alice, first, "Changed", bad).status_code == 403


def test_of_two_tabs_the_second_loses_nothing_and_overwrites_nothing(alice: Frame, records: Records) -> None:
    comment = alice.post("At first").get_json()["id"]
    one, two = opened(alice, comment)["stamp"], opened(alice, comment)["stamp"]
    assert save(alice, comment, "From the first tab", one).status_code == 200
    with records.unchanged():
        refused = save(alice, comment, "From the second tab", two)
    assert (refused.status_code, refused.get_json()["type"]) == (409, "edit-conflict")
    assert "From the first tab" in alice.read()
    assert change(alice, comment, "From the second tab").status_code == 200


def test_sending_the_same_again_answers_the_same(alice: Frame, records: Records) -> None:
    comment = alice.post("At first").get_json()["id"]
    stamp = opened(alice, comment)["stamp"]
    first = save(alice, comment, "Then", stamp)
    with records.unchanged():
        again = save(alice, comment, "Then", stamp)
    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert records.count("revisions") == 1


def test_an_edit_that_changes_nothing_leaves_no_trace(alice: Frame, records: Records) -> None:
    comment = alice.post("At first").get_json()["id"]
    with records.unchanged():
        assert change(alice, comment, "At first").status_code == 200
    assert "edited" not in alice.read()


@pytest.mark.parametrize(("body", "sentence"), [("  ", "Please enter a comment"), ("x" * 65_526, "too long")])
def test_what_could_not_be_posted_cannot_be_edited_in(alice: Frame, records: Records, body: str, sentence: str) -> None:
    comment = alice.post("At first").get_json()["id"]
    with records.unchanged():
        refused = change(alice, comment, body)
    assert refused.status_code == 422
    assert sentence in refused.get_json()["errors"]["body"][0]


def test_a_comment_does_not_become_another_one_of_the_same_author(alice: Frame, records: Records) -> None:
    alice.post("Said already")
    comment = alice.post("Something else").get_json()["id"]
    with records.unchanged():
        refused = change(alice, comment, "Said already")
    assert (refused.status_code, refused.get_json()["type"]) == (409, "duplicate")
    change(alice, comment, "And now")
    assert change(alice, comment, "Something else").status_code == 200


def test_what_was_edited_away_may_be_said_again_and_what_came_not(alice: Frame) -> None:
    comment = alice.post("One").get_json()["id"]
    change(alice, comment, "Two")
    assert alice.post("Two").status_code == 409
    assert alice.post("One").status_code == 201


def test_a_comment_has_a_limited_number_of_edits(alice: Frame, records: Records) -> None:
    comment = alice.post("Number 0").get_json()["id"]
    for number in range(1, MOST_EDITS + 1):
        assert change(alice, comment, f"Number {number}").status_code == 200
    with records.unchanged():
        assert change(alice, comment, "One too many").status_code == 403
    assert records.count("revisions") == MOST_EDITS


def test_an_edited_text_is_cleaned_like_any_other(alice: Frame) -> None:
    comment = alice.post("At first").get_json()["id"]
    html = change(alice, comment, "<script>alert(1)</script> https://example.org").get_json()["html"]
    assert "<script" not in html
    assert 'rel="nofollow ugc noopener"' in html


def test_what_is_gone_is_not_edited(alice: Frame, records: Records) -> None:
    comment = alice.post("Soon gone").get_json()["id"]
    stamp = opened(alice, comment)["stamp"]
    alice.delete(comment)
    with records.unchanged():
        assert save(alice, comment, "Back", stamp).status_code in {403, 404}


def test_every_version_goes_with_the_comment(alice: Frame, records: Records) -> None:
    comment = alice.post(f"It said {SECRET}.").get_json()["id"]
    change(alice, comment, "Nothing of it.")
    assert SECRET.encode() in records.files()
    assert history(alice, comment).status_code == 200
    alice.delete(comment)
    assert SECRET.encode() not in records.files()
    assert history(alice, comment).status_code == 404


def test_the_history_shows_what_went_and_what_came(alice: Frame, guest: Frame) -> None:
    comment = alice.post("I like <b>red</b> tea.").get_json()["id"]
    change(alice, comment, "I like <b>green</b> tea.")
    page = history(guest, comment)
    assert page.status_code == 200
    assert "[taken out: <" in page.text
    assert "red<span" in page.text
    assert "green<span" in page.text
    assert "<b>" not in page.text
    assert f'href="/comments/{comment}/history?lang=en"' in guest.document().text


def test_the_history_is_kept_by_everybody_until_something_changes(alice: Frame, guest: Frame) -> None:
    comment = alice.post("One").get_json()["id"]
    assert history(guest, comment).status_code == 404
    change(alice, comment, "Two")
    page = history(guest, comment)
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in page.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    etag = {"If-None-Match": page.headers["ETag"]}
    assert guest.send("GET", f"/comments/{comment}/history", **etag).status_code == 304
    change(alice, comment, "Three")
    assert guest.send("GET", f"/comments/{comment}/history", **etag).status_code == 200
    assert history(guest, comment).text.count("Edited on") == 2


@pytest.mark.parametrize("status", ["held", "spam", "trash"])
def test_the_history_of_what_is_not_public_is_not_public(alice: Frame, records: Records, status: str) -> None:
    comment = alice.post("One").get_json()["id"]
    change(alice, comment, "Two")
    records.change("UPDATE comments SET status = ?", status)
    records.change("UPDATE threads SET version = version + 1")
    assert history(alice, comment).status_code == 404
