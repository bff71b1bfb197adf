"""What somebody tries so that a decision is about something else than whoever decided has seen."""

import pytest
from deciding import set_site, status_of
from desk import Desk, held, seated
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG
from windows import FakeProvider

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, a moderator of the blog."""
    return seated(app)


def change(frame: Frame, comment: str, body: str) -> None:
    """Edit a comment."""
    stamp = frame.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert frame.act("PATCH", f"/comments/{comment}", {"body": body, "stamp": stamp}).status_code == 200


@pytest.mark.parametrize("by_script", [True, False])
def test_nothing_is_approved_that_was_changed_after_it_was_seen(
    app: Flask, desk: Desk, alice: Frame, records: Records, by_script: bool
) -> None:
    set_site(records, approve_all=True)
    comment = held(alice, "Harmless")
    seen = desk.queue().partition(f'value="approve {comment}')[2].partition('"')[0]
    change(alice, comment, "Buy this")
    pressed = f"approve {comment}{seen}"
    if by_script:
        answer = desk.by_script("decisions", decide=pressed, status="held")
        assert answer.status_code == 409
        assert [one["id"] for one in answer.get_json()["missed"]] == [comment]
    else:
        desk.press(f"{desk.path}/decisions", on=f"{desk.path}/comments", decide=pressed, status="held")
    assert status_of(records, comment) == "held"


def test_a_comment_that_says_nothing_of_its_author_is_not_everybodys(app: Flask, desk: Desk, records: Records) -> None:
    """Once networks are forgotten, all guests without an address would be one."""
    set_site(records, details_required=False)
    ids = [Frame(app, BLOG).post(f"By somebody {n}", name="", email="").get_json()["id"] for n in range(2)]
    records.change("UPDATE comments SET network = NULL")
    assert desk.listed("published", author=ids[0]) == ids[:1]


def test_answers_of_the_staff_are_not_counted(app: Flask, desk: Desk, guest: Frame, records: Records) -> None:
    set_site(records, hourly_limit=1)
    ids = [guest.post().get_json()["id"]]
    for number in range(2):
        page = f"/admin/comments/{ids[0]}/reply"
        key = desk.field("idempotency_key", on=page)
        answer = desk.press(page, on=page, body=f"Answer {number}", idempotency_key=key)
        assert answer.status_code == 303, answer.text[:300]


def test_a_reply_approves_only_what_was_seen(app: Flask, desk: Desk, alice: Frame, records: Records) -> None:
    set_site(records, approve_all=True)
    comment = held(alice, "Harmless")
    page = f"/admin/comments/{comment}/reply"
    sent = {name: desk.field(name, on=page) for name in ("idempotency_key", "seen")}
    change(alice, comment, "Buy this")
    answer = desk.press(page, on=page, body="Thank you", **sent)
    assert (answer.status_code, status_of(records, comment)) == (409, "held")
    assert "Buy this" in answer.text
    assert records.count("comments") == 1


@pytest.mark.parametrize(("remove", "status"), [("text", "held"), ("name", "published")])
def test_what_its_author_is_about_to_erase_is_nobodys_to_publish(
    app: Flask, desk: Desk, records: Records, remove: str, status: str
) -> None:
    set_site(records, approve_all=True)
    comment = held(commenting(app, "x"), "Mine alone")
    Owner(app).log_in("x").press("/me/erase", on="/me/erase", remove=remove)
    shown = [comment] if remove == "name" else []
    assert desk.listed() == shown
    staff = commenting(app)
    waits = staff.send("GET", f"/threads/{staff.thread}/held").get_json()["comments"]
    assert [one["id"] for one in waits] == shown
    desk.decide("approve", comment)
    assert status_of(records, comment) == status
