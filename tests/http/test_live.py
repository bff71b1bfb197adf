"""What live readers ask: whether something has happened, and what."""

from typing import Any

from crowd import crowd
from flask import Flask
from frames import Frame
from records import Records
from werkzeug.test import TestResponse


def version(frame: Frame, **headers: str) -> TestResponse:
    """Ask whether something has happened."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return frame.send("GET", f"/threads/{frame.thread}/version", **named)


def since(frame: Frame, activity: int) -> dict[str, Any]:
    """Ask what has happened since."""
    return dict(frame.send("GET", f"/threads/{frame.thread}/comments?since={activity}").get_json())


def test_a_thread_without_a_row_has_seen_nothing(guest: Frame, records: Records) -> None:
    with records.unchanged(but=()):
        assert version(guest).get_json() == {"activity": 0, "count": 0}


def test_every_post_and_delete_moves_the_activity(alice: Frame, guest: Frame) -> None:
    version(guest)
    comment = alice.post("Fresh").get_json()["id"]
    assert version(guest).get_json() == {"activity": 1, "count": 1}
    alice.delete(comment)
    assert version(guest).get_json() == {"activity": 2, "count": 0}


def test_nothing_new_is_a_304_of_no_bytes(alice: Frame, guest: Frame) -> None:
    alice.post()
    etag = version(guest).headers["ETag"]
    again = version(guest, If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    alice.post()
    assert version(guest, If_None_Match=etag).status_code == 200


def test_the_answer_is_a_few_bytes_that_nobody_sets_a_cookie_for(alice: Frame) -> None:
    alice.post()
    answer = version(alice)
    assert len(answer.data) < 50
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_what_has_come_is_told_once(alice: Frame, guest: Frame) -> None:
    alice.post("Known")
    known = version(guest).get_json()["activity"]
    fresh = alice.post("Fresh").get_json()["id"]
    news = since(guest, known)
    assert [one["id"] for one in news["comments"]] == [fresh]
    assert news["count"] == 2
    assert since(guest, news["activity"])["comments"] == []


def test_what_has_gone_is_told_without_a_word_of_it(alice: Frame, guest: Frame) -> None:
    comment = alice.post("A secret").get_json()["id"]
    known = version(guest).get_json()["activity"]
    alice.delete(comment)
    (gone,) = since(guest, known)["comments"]
    assert (gone["id"], gone["status"], gone["html"], gone["text"], gone["author"]) == (
        comment,
        "deleted",
        None,
        None,
        None,
    )


def test_a_tombstone_is_told_as_one_and_its_end_too(alice: Frame, bob: Frame, guest: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    answer = bob.post("An answer", parent=asked).get_json()["id"]
    known = version(guest).get_json()["activity"]
    alice.delete(asked)
    (stone,) = since(guest, known)["comments"]
    assert "This comment was deleted" in stone["html"]
    bob.delete(answer)
    ended = since(guest, known + 1)["comments"]
    assert {(one["id"], one["html"]) for one in ended} == {(asked, None), (answer, None)}


def test_a_long_absence_is_told_in_several_answers(app: Flask, guest: Frame) -> None:
    posted, seen, activity = crowd(app, 250), [], 0
    for _ in range(5):
        news = since(guest, activity)
        activity = news["activity"]
        seen += [one["id"] for one in news["comments"] if one["id"] not in seen]
    assert seen == posted
    assert activity == 250
