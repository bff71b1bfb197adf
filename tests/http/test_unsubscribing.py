"""The pages to which links in mails lead: they show, their buttons act, and mail programs end mail by one click."""

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from mailboxes import Mailbox
from mailing import deliver, send_form
from notified import OWNER, follow, got, link, look_after, press, say_yes, seen
from records import Records
from stage import BLOG

GRACE, HENRY = "grace@example.org", "henry@example.org"
ANSWERED = {"name": "Henry", "email": HENRY}


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


@pytest.fixture
def other(app: Flask) -> Frame:
    """Another guest on the same page."""
    return Frame(app, BLOG)


def test_a_scanner_that_follows_every_link_changes_nothing(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    guest.post("First", subscribe="1")
    deliver(app)
    ways = [link(mailbox, "subscriptions")]
    say_yes(app, ways[0])
    other.post("Second", **ANSWERED)
    deliver(app)
    ways += [link(mailbox, "unsubscribe"), link(mailbox, "subscriptions")]
    with records.unchanged(but=()):
        for way in ways:
            answer = seen(app, way)
            assert (answer.status_code, 'method="post"' in answer.text) == (200, True)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def subscribed(app: Flask, mailbox: Mailbox, guest: Frame, other: Frame) -> None:
    """Grace follows the thread, and has had a mail about it."""
    follow(app, mailbox, guest, "First")
    other.post("Second", **ANSWERED)
    deliver(app)


def test_a_mail_program_ends_it_by_one_click_without_any_token_of_ours(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    subscribed(app, mailbox, guest, other)
    mail = mailbox.newest
    way = str(mail["List-Unsubscribe"])[1:-1].removeprefix(ORIGIN)
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        sent = app.test_client().post(way, data={"List-Unsubscribe": "One-Click"}, content_type=kind, base_url=ORIGIN)
        assert sent.status_code == 200
    assert (records.count("subscriptions"), records.count("mail_addresses")) == (0, 0)
    other.post("Third", **ANSWERED)
    assert deliver(app) == 0


def test_a_mail_on_its_way_is_not_sent_to_who_has_just_ended_it(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    subscribed(app, mailbox, guest, other)
    way = link(mailbox, "unsubscribe")
    other.post("Third", **ANSWERED)
    press(app, way)
    mailbox.got.clear()
    deliver(app)
    assert got(mailbox) == []


@pytest.mark.parametrize("what", ["subscriptions", "unsubscribe", "decide"])
def test_a_link_that_is_not_ours_does_nothing(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records, what: str
) -> None:
    look_after(app)
    subscribed(app, mailbox, guest, other)
    number = next(n for n, mail in enumerate(mailbox.got) if (OWNER in str(mail["To"])) == (what == "decide"))
    name, _, proof = link(mailbox, what, number).rpartition(".")
    with records.unchanged(but=()):
        other_name = name[:-1] + ("y" if name.endswith("x") else "x")
        for forged in (f"{name}.{'0' * 64}", f"{name}.", name, f"{other_name}.{proof}", f"/{what}/x.{proof}"):
            for answer in (seen(app, forged), press(app, forged, action="end-all", decision="spam")):
                assert answer.status_code in {404, 410}, forged


def test_the_question_names_what_mail_is_about(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    subscribed(app, mailbox, guest, other)
    way = link(mailbox, "unsubscribe")
    assert f"<bdi>{BLOG}</bdi>" in seen(app, way).text
    records.change("UPDATE threads SET title = ?", "<b>A post")
    assert "<bdi>&lt;b&gt;A post</bdi>" in seen(app, way).text
    press(app, way)
    assert "<bdi>" not in seen(app, way).text


def test_the_link_of_one_purpose_is_worth_nothing_for_another(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    subscribed(app, mailbox, guest, other)
    token = link(mailbox, "unsubscribe").rpartition("/")[2]
    with records.unchanged(but=()):
        assert press(app, f"/subscriptions/{token}", action="end-all").status_code == 404


def test_the_page_of_an_address_changes_and_ends_what_it_gets(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    subscribed(app, mailbox, guest, other)
    way, ((wish,),) = link(mailbox, "subscriptions"), records.query("SELECT public_id FROM subscriptions")
    press(app, way, action="replies", subscription=wish)
    assert records.query("SELECT whole FROM subscriptions") == [(False,)]
    assert "Replies to my comment" in seen(app, way).text
    press(app, way, action="whole", subscription=wish)
    press(app, way, action="end", subscription=wish)
    assert records.count("subscriptions") == 0
    assert "You get no such mail any more" in seen(app, way).text


def test_nobody_ends_the_wish_of_another_address(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    follow(app, mailbox, other, "Another", **ANSWERED)
    ((foreign,),) = records.query("SELECT public_id FROM subscriptions")
    subscribed(app, mailbox, guest, other)
    way = next(link(mailbox, "subscriptions", n) for n, one in enumerate(mailbox.got) if GRACE in str(one["To"]))
    with records.unchanged(but=()):
        for action in ("end", "replies", "whole"):
            press(app, way, action=action, subscription=foreign)


def test_a_page_of_another_site_cannot_press_the_buttons(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    guest.post("First", subscribe="1")
    deliver(app)
    way = link(mailbox, "subscriptions")
    with records.unchanged(but=()):
        for origin in ("https://evil.test", "null"):
            assert send_form(app.test_client(), way, {"action": "confirm"}, origin).status_code == 403
