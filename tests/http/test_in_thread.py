"""Looking after a thread where it stands: what waits is seen by the staff alone, decided, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from credentials import as_bearer
from deciding import make_moderator, status_of
from desk import held
from flask import Flask
from frames import Frame
from records import Records
from refusals import refused
from stage import BLOG, OTHER, Time
from werkzeug.test import TestResponse

from widget.moderation.models import Reason

WHO = ["guest", "bob", "other site", "other bearer"]


@pytest.fixture
def staff(app: Flask, signed_in: Callable[..., Frame]) -> Frame:
    """Ada, a moderator of the blog, in the frame there."""
    frame = signed_in("Ada")
    make_moderator(app, frame)
    return frame


@pytest.fixture
def by_hand(records: Records) -> None:
    """Everything is approved by hand."""
    records.change("UPDATE sites SET approve_all = ?", True)


def decide(frame: Frame, comment: str, status: str, seen: str = "published", **fields: str) -> TestResponse:
    """Decide about a comment."""
    return frame.act("POST", f"/comments/{comment}/decision", {"status": status, "seen": seen, **fields})


def waiting(frame: Frame) -> Any:
    """Return what the frame of the staff is told of its thread."""
    answer = frame.send("GET", f"/threads/{frame.thread}/held")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), answer.text
    return answer.get_json()


@pytest.mark.either_store
def test_the_session_says_who_looks_after_the_site(staff: Frame, bob: Frame, guest: Frame) -> None:
    told = staff.session()
    assert (told["role"], told["allowed"]["moderate"]) == ("moderator", None)
    for frame in (bob, guest):
        assert (frame.session()["role"], "moderate" in frame.session()["allowed"]) == (None, False)


@pytest.mark.usefixtures("by_hand")
def test_what_waits_is_listed_with_its_reasons(staff: Frame, alice: Frame) -> None:
    first, second = held(alice, "The first"), held(alice, "The second")
    told = waiting(staff)
    assert ([one["id"] for one in told["comments"]], told["more"]) == ([first, second], False)
    assert told["comments"][0]["reasons"] == ["Every comment is approved by hand here."]
    assert "Held: only the moderators see this." in told["comments"][0]["html"]
    assert f"thread={staff.thread}" in told["tools"]
    assert all(f'<option value="{code}">' in told["tools"] for code in Reason)


@pytest.mark.usefixtures("by_hand")
def test_the_list_is_bounded(staff: Frame, alice: Frame) -> None:
    for _ in range(26):
        held(alice)
    told = waiting(staff)
    assert (len(told["comments"]), told["more"]) == (25, True)


@pytest.mark.parametrize("bearer", [False, True])
@pytest.mark.usefixtures("by_hand")
def test_what_waits_is_approved_and_readers_hear_of_it(
    staff: Frame, alice: Frame, bob: Frame, records: Records, *, bearer: bool
) -> None:
    comment = held(alice, "Zebra")
    frame = as_bearer(staff, records) if bearer else staff
    done = decide(frame, comment, "published", "held").get_json()
    assert (done["status"], done["said"], "Held" in done["html"]) == ("published", "Approved.", False)
    (fresh,) = bob.send("GET", f"/threads/{bob.thread}/comments?since=0").get_json()["comments"]
    assert (fresh["id"], fresh["status"]) == (comment, "published")


@pytest.mark.usefixtures("by_hand")
def test_what_waits_is_not_approved_once_it_says_something_else(staff: Frame, alice: Frame, records: Records) -> None:
    comment = held(alice, "Harmless")
    (shown,) = waiting(staff)["comments"]
    stamp = alice.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert alice.act("PATCH", f"/comments/{comment}", {"body": "Buy this", "stamp": stamp}).status_code == 200
    refused(decide(staff, comment, "published", "held", name=shown["name"]), 409, "decided")
    assert status_of(records, comment) == "held"
    (shown,) = waiting(staff)["comments"]
    assert decide(staff, comment, "published", "held", name=shown["name"]).status_code == 200


@pytest.mark.parametrize("name", ["x", "x.20260101"])
def test_a_name_is_of_the_comment_itself(staff: Frame, alice: Frame, records: Records, name: str) -> None:
    comment = alice.post().get_json()["id"]
    with records.unchanged():
        refused(decide(staff, comment, "spam", name=name), 400, "malformed")


@pytest.mark.parametrize("status", ["spam", "trash"])
def test_what_is_public_is_taken_down_and_put_back(staff: Frame, alice: Frame, bob: Frame, status: str) -> None:
    comment = alice.post("Zebra").get_json()["id"]
    done = decide(staff, comment, status, reason="abusive").get_json()
    assert (done["status"], done["html"], "Zebra" in bob.read()) == (status, None, False)
    assert "It attacks somebody." in alice.session()["own"][0]["html"]
    undone = staff.act("DELETE", f"/comments/{comment}/decision", {"batch": done["batch"]}).get_json()
    assert (undone["status"], undone["said"], "Zebra" in bob.read()) == ("published", "Undone.", True)


def test_after_a_day_nothing_is_taken_back(staff: Frame, alice: Frame, records: Records, time: Time) -> None:
    comment = alice.post().get_json()["id"]
    batch = decide(staff, comment, "spam").get_json()["batch"]
    time.passes(hours=24, seconds=1)
    with records.unchanged():
        assert staff.act("DELETE", f"/comments/{comment}/decision", {"batch": batch}).status_code == 403


def test_who_comes_second_is_told_what_the_first_did(
    app: Flask, staff: Frame, alice: Frame, signed_in: Callable[..., Frame], records: Records
) -> None:
    other, comment = signed_in("Mira"), alice.post().get_json()["id"]
    make_moderator(app, other)
    decide(staff, comment, "spam")
    with records.unchanged():
        late = decide(other, comment, "trash")
    assert (late.status_code, late.get_json()["type"]) == (409, "decided")
    assert late.get_json()["detail"] == "Ada has marked it as spam already."


def test_reported_comments_are_marked_and_found_all_right(staff: Frame, alice: Frame, guest: Frame) -> None:
    comment = alice.post().get_json()["id"]
    guest.act("POST", f"/comments/{comment}/report", {"reason": "spam"})
    (reported,) = waiting(staff)["reported"]
    assert reported == {"id": comment, "reasons": ["1 reader has reported it: Spam or advertising (1)"]}
    assert decide(staff, comment, "published").get_json()["said"] == "Nothing is wrong with it."
    assert waiting(staff)["reported"] == []


def test_a_comment_is_pinned_and_put_back(staff: Frame, alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    path = f"/comments/{comment}/pin"
    assert [">Pinned<" in staff.act(how, path).get_json()["html"] for how in ("PUT", "PUT", "DELETE")] == [
        True,
        True,
        False,
    ]
    assert records.query("SELECT action FROM audit ORDER BY id") == [("pinned",), ("unpinned",)]
    reply = alice.post(parent=comment).get_json()["id"]
    with records.unchanged():
        assert staff.act("PUT", f"/comments/{reply}/pin").status_code == 409


@pytest.mark.parametrize("fields", [{"status": "held"}, {"status": "deleted"}, {"status": ""}, {"seen": "x"}])
@pytest.mark.either_store
def test_only_what_the_queue_offers_can_be_decided(
    staff: Frame, alice: Frame, records: Records, fields: dict[str, str]
) -> None:
    comment = alice.post().get_json()["id"]
    with records.unchanged():
        sent = {"status": "spam", "seen": "held"} | fields
        expected = 409 if not sent["status"] else 400
        assert staff.act("POST", f"/comments/{comment}/decision", sent).status_code == expected


@pytest.fixture
def others(
    app: Flask, guest: Frame, bob: Frame, signed_in: Callable[..., Frame], records: Records
) -> dict[str, tuple[Frame, int]]:
    """Everybody who has no role here, each with what they are answered; one looks after the other site."""
    elsewhere, bearer = (signed_in(name, OTHER) for name in ("Stranger", "Carla"))
    for frame in (elsewhere, bearer):
        make_moderator(app, frame)
    return {"guest": (guest, 403), "bob": (bob, 403), "other site": (elsewhere, 403)} | {
        "other bearer": (as_bearer(bearer, records), 401)
    }


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("by_hand")
def test_nobody_else_sees_or_does_anything(
    staff: Frame, alice: Frame, others: dict[str, tuple[Frame, int]], records: Records, who: str
) -> None:
    comment, batch = held(alice, "Zebra"), decide(staff, held(alice), "spam", "held").get_json()["batch"]
    frame, status = others[who]
    with records.unchanged():
        seen = frame.send("GET", f"/threads/{staff.thread}/held")
        answers = [seen, decide(frame, comment, "published", "held")]
        answers.append(frame.act("DELETE", f"/comments/{comment}/decision", {"batch": batch}))
        answers += [frame.act(how, f"/comments/{comment}/pin") for how in ("PUT", "DELETE")]
    assert {one.status_code for one in answers} == {status}
    assert "Zebra" not in seen.text
    assert status_of(records, comment) == "held"


@pytest.mark.usefixtures("by_hand")
def test_the_staff_of_a_site_decides_nothing_of_another(staff: Frame, stranger: Frame, records: Records) -> None:
    mine = decide(staff, held(Frame(staff.browser.application, BLOG)), "spam", "held").get_json()["batch"]
    theirs = held(stranger)
    with records.unchanged():
        assert decide(staff, theirs, "published", "held").status_code == 403
        assert staff.act("DELETE", f"/comments/{theirs}/decision", {"batch": mine}).status_code == 403
        assert staff.send("GET", f"/threads/{stranger.thread}/held").status_code == 403


@pytest.mark.parametrize("by_bearer", [False, True])
@pytest.mark.usefixtures("by_hand")
def test_a_role_is_none_on_another_site_where_one_is_signed_in_too(
    staff: Frame, stranger: Frame, signed_in: Callable[..., Frame], records: Records, by_bearer: bool
) -> None:
    theirs, there = held(stranger), signed_in("Ada", OTHER)
    there = as_bearer(there, records) if by_bearer else there
    assert there.who() == "Ada"
    with records.unchanged():
        answers = [decide(there, theirs, "published", "held"), there.act("PUT", f"/comments/{theirs}/pin")]
        answers.append(there.send("GET", f"/threads/{there.thread}/held"))
    assert [one.status_code for one in answers] == [403] * 3


def test_who_is_about_to_be_erased_looks_after_nothing(staff: Frame, alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    records.change("UPDATE accounts SET erases = created")
    assert "moderate" not in staff.session()["allowed"]
    with records.unchanged():
        assert decide(staff, comment, "spam").status_code == 403
