"""Readers report comments: each once, and what enough of them report waits, but never against the staff's own word."""

from collections.abc import Callable

import pytest
from at_once import all_at_once
from deciding import status_of
from desk import Desk, seated
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG, OTHER, Time
from werkzeug.test import TestResponse
from windows import FakeProvider

from widget.cli.housekeeping import forget_once

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, a moderator of the blog."""
    return seated(app)


@pytest.fixture
def comment(alice: Frame) -> str:
    """What Alice has written."""
    return str(alice.post("Zebra").get_json()["id"])


def report(frame: Frame, comment: str, reason: str = "abuse", **fields: str) -> TestResponse:
    """Report a comment."""
    return frame.act("POST", f"/comments/{comment}/report", {"reason": reason, **fields})


def reader(app: Flask, number: int, page: str = BLOG) -> Frame:
    """Return a guest of a network of their own."""
    frame = Frame(app, page)
    frame.browser.environ_base = {"REMOTE_ADDR": f"203.0.113.{number}"}
    return frame


def test_guests_and_who_is_signed_in_report_each_once(guest: Frame, bob: Frame, comment: str, records: Records) -> None:
    for frame in (guest, bob):
        assert [report(frame, comment, text="Again").status_code for _ in range(2)] == [201, 200]
    rows = records.query("SELECT reason, text, identity_id IS NULL, settled FROM reports ORDER BY id")
    assert [(row[0], row[1], bool(row[2]), row[3]) for row in rows] == [
        ("abuse", "Again", True, None),
        ("abuse", "Again", False, None),
    ]


def test_reports_at_one_moment_are_one(app: Flask, guest: Frame, comment: str, records: Records) -> None:
    token = guest.session()["csrf_token"]
    path, sent = f"/comments/{comment}/report", {"reason": "spam"}
    all_at_once(*[lambda: Frame(app, BLOG).send("POST", path, sent, **{"X-CSRFToken": token})] * 4)
    assert records.count("reports") == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"reason": "rude"}, "reason"), ({}, "reason"), ({"reason": "spam", "text": "x" * 501}, "text")],
)
@pytest.mark.either_store
def test_what_cannot_be_kept_is_told(
    guest: Frame, comment: str, records: Records, fields: dict[str, str], wrong: str
) -> None:
    with records.unchanged():
        refused = guest.act("POST", f"/comments/{comment}/report", fields)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, [wrong])


def test_nobody_reports_what_is_their_own(alice: Frame, guest: Frame, comment: str, records: Records) -> None:
    mine = guest.post().get_json()["id"]
    with records.unchanged():
        assert [report(alice, comment).status_code, report(guest, mine).status_code] == [403, 403]


def test_what_readers_do_not_see_cannot_be_reported(
    guest: Frame, alice: Frame, desk: Desk, comment: str, records: Records
) -> None:
    gone = alice.post().get_json()["id"]
    alice.delete(gone)
    desk.decide("spam", comment, status="published")
    with records.unchanged():
        assert [report(guest, one).status_code for one in (gone, comment, "x")] == [404, 404, 404]


def test_a_session_of_another_site_is_none_here(stranger: Frame, comment: str, records: Records) -> None:
    with records.unchanged():
        assert report(stranger, comment).status_code == 403
        stranger.bearer = "of-another-site-and-long-enough"
        assert stranger.send("POST", f"/comments/{comment}/report", {"reason": "spam"}).status_code == 401


def test_who_is_banned_reports_nothing(desk: Desk, bob: Frame, comment: str, records: Records) -> None:
    page = f"{desk.path}/bans/new?comment={bob.post().get_json()['id']}"
    theirs = page.rpartition("=")[2]
    desk.press(f"{desk.path}/bans", on=page, comment=theirs, kind="account", days="1")
    with records.unchanged():
        assert report(bob, comment).status_code == 403


def test_after_twenty_in_an_hour_one_waits(
    app: Flask, guest: Frame, alice: Frame, records: Records, time: Time
) -> None:
    ids = [alice.post().get_json()["id"] for _ in range(21)]
    assert {report(guest, one).status_code for one in ids[:20]} == {201}
    time.passes(minutes=20)
    with records.unchanged():
        refused = report(guest, ids[20])
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2400")
    assert report(reader(app, 7), ids[20]).status_code == 201
    time.passes(minutes=40)
    assert report(guest, ids[20], reason="spam").status_code == 201


def test_three_networks_hold_a_comment_and_the_queue_says_why(
    app: Flask, desk: Desk, bob: Frame, comment: str, records: Records
) -> None:
    report(reader(app, 1), comment, text="A name and a street")
    report(bob, comment, reason="spam")
    assert desk.listed("published", reported="yes") == [comment]
    assert "Zebra" in bob.read()
    for number in (1, 2):  # the first one again, from the same network
        report(reader(app, number), comment)
    assert "Zebra" not in bob.read()
    assert (status_of(records, comment), desk.listed("published", reported="yes")) == ("held", [])
    page = desk.queue("held")
    assert "3 readers have reported it: It attacks somebody (2) and Spam or advertising (1)" in page
    assert "“A name and a street”" in page
    assert "held a comment that readers have reported" in desk.words(f"{desk.path}/audit")


def test_many_of_one_network_hold_nothing(
    app: Flask, signed_in: Callable[..., Frame], comment: str, records: Records
) -> None:
    for name in ("One", "Two", "Three", "Four"):
        assert report(signed_in(name), comment).status_code == 201
    assert status_of(records, comment) == "published"


def test_whoever_has_many_networks_of_ipv6_is_one_reader(app: Flask, comment: str, records: Records) -> None:
    for number in range(4):
        frame = Frame(app, BLOG)
        frame.browser.environ_base = {"REMOTE_ADDR": f"2001:db8:0:{number}::1"}
        assert report(frame, comment).status_code == (200 if number else 201)
    assert (records.count("reports"), status_of(records, comment)) == (1, "published")


def test_words_of_a_report_are_one_clean_line(guest: Frame, comment: str, records: Records) -> None:
    assert report(guest, comment, text=" A \u202estreet\x07\n\n1 reader ").status_code == 201
    assert records.query("SELECT text FROM reports") == [("A street 1 reader",)]


@pytest.mark.parametrize(("most", "status"), [(0, "published"), (1, "held"), (2, "published")])
def test_a_site_says_how_many_hold_a_comment(
    guest: Frame, comment: str, records: Records, most: int, status: str
) -> None:
    records.change("UPDATE sites SET hold_reports = ?", most)
    report(guest, comment)
    assert status_of(records, comment) == status


def test_what_was_approved_is_not_held_again(app: Flask, desk: Desk, comment: str, records: Records) -> None:
    records.change("UPDATE sites SET hold_reports = 1")
    report(reader(app, 1), comment)
    desk.decide("approve", comment)
    assert desk.listed("published", reported="yes") == []
    report(reader(app, 2), comment)
    assert status_of(records, comment) == "published"
    assert desk.listed("published", reported="yes") == [comment]


@pytest.mark.parametrize("who", ["guest", "bob"])
def test_of_an_edited_comment_a_reader_says_it_once_more(
    request: pytest.FixtureRequest, desk: Desk, alice: Frame, comment: str, time: Time, records: Records, who: str
) -> None:
    frame: Frame = request.getfixturevalue(who)
    assert report(frame, comment, "spam", text="Buy").status_code == 201
    settled = desk.by_script("decisions", decide=f"dismiss {comment}", status="published").get_json()["batch"]
    time.passes(minutes=1)
    stamp = alice.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    alice.act("PATCH", f"/comments/{comment}", {"body": "Zebras are stupid", "stamp": stamp})
    time.passes(minutes=1)
    assert [report(frame, comment, text="Rude").status_code for _ in range(2)] == [201, 200]
    assert records.query("SELECT reason, text, settled, batch FROM reports") == [("abuse", "Rude", None, None)]
    assert desk.listed("published", reported="yes") == [comment]
    desk.undo(settled)
    assert records.query("SELECT reason, text, settled FROM reports") == [("abuse", "Rude", None)]


def test_what_the_staff_has_written_is_not_held(app: Flask, desk: Desk, fakes: Fakes, records: Records) -> None:
    records.change("UPDATE sites SET hold_reports = 1")
    comment = commenting(app).post().get_json()["id"]
    report(reader(app, 1), comment)
    assert status_of(records, comment) == "published"


def test_nothing_wrong_settles_reports_and_can_be_taken_back(
    app: Flask, desk: Desk, guest: Frame, comment: str, records: Records
) -> None:
    report(guest, comment)
    done = desk.by_script("decisions", decide=f"dismiss {comment}", status="published").get_json()
    assert (done["said"], desk.listed("published", reported="yes")) == ("Nothing is wrong with it.", [])
    again = desk.by_script("decisions", decide=f"dismiss {comment}", status="published")
    assert again.status_code == 409
    assert "found nothing wrong with a reported comment" in desk.words(f"{desk.path}/audit")
    assert desk.undo(done["batch"]).status_code == 200
    assert desk.listed("published", reported="yes") == [comment]
    assert status_of(records, comment) == "published"


@pytest.mark.parametrize("choice", ["spam", "trash"])
def test_every_decision_settles_the_reports_and_its_undo_opens_them_again(
    desk: Desk, guest: Frame, comment: str, records: Records, choice: str
) -> None:
    report(guest, comment)
    batch = desk.batch(choice, comment, status="published")
    assert "reported it" not in desk.queue(choice)
    desk.undo(batch)
    assert desk.listed("published", reported="yes") == [comment]


def test_what_is_held_is_approved_and_not_dismissed(desk: Desk, guest: Frame, comment: str, records: Records) -> None:
    records.change("UPDATE sites SET hold_reports = 1")
    report(guest, comment)
    with records.unchanged():
        assert desk.by_script("decisions", decide=f"dismiss {comment}", status="held").status_code == 409


def test_the_queue_of_a_site_has_no_reports_of_another(
    app: Flask, desk: Desk, stranger: Frame, comment: str, fakes: Fakes
) -> None:
    theirs = stranger.post().get_json()["id"]
    assert report(Frame(app, OTHER), theirs).status_code == 201
    assert desk.listed("published", reported="yes") == []
    assert 'data-tally="reported">0' in desk.queue()


def test_reports_leave_with_the_comment(alice: Frame, guest: Frame, comment: str, records: Records) -> None:
    report(guest, comment, text="zebra-marmalade-77")
    alice.delete(comment)
    assert records.count("reports") == 0
    assert b"zebra-marmalade-77" not in records.files()


def test_after_thirty_days_nothing_says_from_where_a_report_came(
    app: Flask, guest: Frame, comment: str, records: Records, time: Time
) -> None:
    report(guest, comment)
    time.passes(days=30, hours=1)
    forget_once(app)
    assert records.query("SELECT network, reason FROM reports") == [(None, "abuse")]


def test_without_a_script_it_is_a_page(app: Flask, fakes: Fakes, alice: Frame, comment: str, records: Records) -> None:
    owner, page = Owner(app), f"/comments/{comment}/report"
    assert "Zebra" in owner.words(page)
    sent = owner.press(f"/me{page}", on=page, reason="personal-data", text="A street")
    assert (sent.status_code, "Thank you" in sent.text) == (200, True)
    wrong = owner.press(f"/me{page}", on=page, reason="", text="A <street>")
    assert (wrong.status_code, "A &lt;street&gt;" in wrong.text) == (422, True)
    owner.log_in()
    assert owner.press(f"/me{page}", on=page, reason="spam").status_code == 200
    assert [row[0] for row in records.query("SELECT identity_id IS NULL FROM reports ORDER BY id")] == [True, False]
    alice.delete(comment)
    assert owner.see(page).status_code == 404
