"""Deciding by the link in a mail: one comment, one moderator, seven days, dead at the first decision."""

import pytest
from at_once import all_at_once
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import deliver, send_form
from notified import OWNER, hold_everything, link, look_after, press, seen
from records import Records
from stage import Time

from widget.people.role_models import Role

STATUS = "SELECT status FROM comments"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server, and a blog on which everything waits for somebody."""
    look_after(mailing)
    hold_everything(mailing)
    return mailing


@pytest.fixture
def way(app: Flask, guest: Frame, mailbox: Mailbox) -> str:
    """The link in the mail about a comment that waits."""
    guest.post("Wait for **me**")
    deliver(app)
    return link(mailbox, "decide")


def test_following_the_link_shows_the_comment_why_it_waits_and_as_whom(app: Flask, way: str, records: Records) -> None:
    with records.unchanged(but=()):
        page = seen(app, way)
    for words in ("Wait for <strong>me</strong>", "Every comment is approved by hand here.", "You are acting as Olga."):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("decision", "status", "noted"),
    [("approve", "published", "approved"), ("spam", "spam", "marked-spam"), ("trash", "trash", "trashed")],
)
def test_a_button_decides_and_it_is_noted_who_did(
    app: Flask, way: str, records: Records, decision: str, status: str, noted: str
) -> None:
    assert press(app, way, decision=decision).status_code == 200
    assert records.query(STATUS) == [(status,)]
    found = records.query("SELECT action, account_id FROM audit")
    assert found == [(noted, records.query("SELECT account_id FROM staff")[0][0])]


def test_an_approved_comment_is_there_for_readers(app: Flask, way: str, guest: Frame) -> None:
    press(app, way, decision="approve")
    assert "Wait for me" in guest.read()


def test_what_its_author_has_changed_is_shown_before_it_is_decided_about(
    app: Flask, way: str, guest: Frame, records: Records
) -> None:
    ((comment,),) = records.query("SELECT public_id FROM comments")
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert guest.act("PATCH", f"/comments/{comment}", {"body": "Buy this", "stamp": stamp}).status_code == 200
    page = press(app, way, decision="approve", seen=comment)
    assert "Buy this" in page.text
    assert records.query(STATUS) == [("held",)]
    press(app, way, decision="approve", seen=page.text.partition('name="seen" value="')[2].partition('"')[0])
    assert records.query(STATUS) == [("published",)]


def test_what_was_edited_since_the_mail_was_written_is_marked(
    app: Flask, way: str, guest: Frame, mailbox: Mailbox, time: Time, records: Records
) -> None:
    mark = "Edited since this mail was written."
    ((comment,),) = records.query("SELECT public_id FROM comments")
    assert mark not in seen(app, way).text
    time.passes(minutes=5)
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    guest.act("PATCH", f"/comments/{comment}", {"body": "Buy this", "stamp": stamp})
    assert mark in seen(app, way).text
    assert mark in press(app, way, decision="approve", seen=comment).text


def test_what_was_edited_before_the_mail_was_written_is_not_marked(
    app: Flask, guest: Frame, mailbox: Mailbox, time: Time
) -> None:
    comment = guest.post("Wait").get_json()["id"]
    time.passes(minutes=5)
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    guest.act("PATCH", f"/comments/{comment}", {"body": "Wait for me", "stamp": stamp})
    time.passes(seconds=30)
    deliver(app)
    assert "Edited since" not in seen(app, link(mailbox, "decide")).text


def test_after_the_first_decision_no_link_opens_anything(
    app: Flask, guest: Frame, mailbox: Mailbox, records: Records
) -> None:
    look_after(app, "anna@example.org", Role.MODERATOR, name="Anna")
    guest.post("Wait")
    deliver(app)
    ways = [link(mailbox, "decide", number) for number in range(2)]
    press(app, ways[0], decision="approve")
    with records.unchanged(but=()):
        for way in ways:
            assert seen(app, way).status_code == 410
            assert press(app, way, decision="trash").status_code == 410


def test_pressed_twice_at_one_moment_it_decides_once(app: Flask, way: str, records: Records) -> None:
    presses = [lambda one=one: press(app, way, decision=one) for one in ("approve", "spam")]
    answers = all_at_once(*presses)
    assert sorted(answer.status_code for answer in answers) == [200, 410]
    assert records.count("audit") == 1


def test_after_seven_days_it_opens_nothing(app: Flask, guest: Frame, mailbox: Mailbox, time: Time) -> None:
    guest.post("Wait")
    deliver(app)
    way = link(mailbox, "decide")
    time.passes(days=6, hours=23)
    assert seen(app, way).status_code == 200
    time.passes(hours=2)
    assert (seen(app, way).status_code, press(app, way, decision="approve").status_code) == (410, 410)


def test_without_the_role_it_opens_nothing(app: Flask, way: str, records: Records) -> None:
    records.change("DELETE FROM staff")
    assert (seen(app, way).status_code, press(app, way, decision="approve").status_code) == (410, 410)
    assert records.query(STATUS) == [("held",)]


def test_a_comment_that_its_author_has_taken_back_cannot_be_decided(
    app: Flask, way: str, guest: Frame, records: Records
) -> None:
    guest.delete(guest.receipts[0].partition(".")[0])
    assert press(app, way, decision="approve").status_code == 410
    assert records.query(STATUS) == [("deleted",)]


def test_a_longer_life_or_another_comment_cannot_be_written_into_it(
    app: Flask, way: str, guest: Frame, records: Records
) -> None:
    name, _, proof = way.rpartition("/")[2].partition(".")
    comment, account, end = name.split("-")
    other = guest.post("Another one").get_json()["id"]
    with records.unchanged(but=()):
        for forged in (f"{comment}-{account}-{int(end) + 1}", f"{other}-{account}-{end}", f"{comment}-{other}-{end}"):
            assert press(app, f"/decide/{forged}.{proof}", decision="approve").status_code == 410


@pytest.mark.parametrize("decision", ["", "deleted", "published", "held", "approve;"])
def test_only_the_three_decisions_are_known(app: Flask, way: str, records: Records, decision: str) -> None:
    with records.unchanged(but=()):
        assert press(app, way, decision=decision).status_code == 400


def test_a_page_of_another_site_cannot_decide(app: Flask, way: str, records: Records) -> None:
    with records.unchanged(but=()):
        for origin in ("https://evil.test", "null"):
            assert send_form(app.test_client(), way, {"decision": "approve"}, origin).status_code == 403


def test_a_published_comment_can_be_taken_down_by_its_mail(
    app: Flask, guest: Frame, mailbox: Mailbox, records: Records
) -> None:
    records.change("UPDATE sites SET approve_all = ?", False)
    guest.post("Hello")
    deliver(app)
    assert mailbox.newest["To"].addresses[0].addr_spec == OWNER
    assert "Approve" not in seen(app, link(mailbox, "decide")).text
    press(app, link(mailbox, "decide"), decision="spam")
    assert records.query(STATUS) == [("spam",)]
