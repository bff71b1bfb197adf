"""What a stranger tries with somebody else's address: mail that nobody wanted, and finding out who reads what."""

import io
import json
import zipfile

import pytest
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import ADDRESS, commenting_by_mail, deliver
from notified import follow, got, hold_everything, link, look_after, press, say_yes
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn

from widget.cli.housekeeping import settle_once
from widget.notifications.delivery import forget_old

GRACE = "grace@example.org"
ELSEWHERE = BLOG + "-2"
ASKED = (GRACE, "Do you want mail about comments on blog.test?")


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


def test_what_nobody_has_approved_follows_no_thread(
    app: Flask, mailbox: Mailbox, guest: Frame, alice: Frame, records: Records
) -> None:
    follow(app, mailbox, guest, "Grace has said yes here")
    elsewhere = Frame(app, BLOG + "-2")
    hold_everything(app)
    spam = elsewhere.post("Buy this", subscribe="1").get_json()
    assert spam["status"] == "held"
    records.change("UPDATE sites SET approve_all = ?", False)
    other = Frame(app, BLOG + "-2")
    other.post("Hello", name="Henry", email="henry@example.org")
    elsewhere.delete(spam["id"])
    other.post("Hello again", name="Henry", email="henry@example.org")
    deliver(app)
    assert got(mailbox) == []


def test_what_waits_follows_nothing_even_at_an_address_that_its_author_has_proved(
    app: Flask, mailbox: Mailbox, records: Records
) -> None:
    frame = commenting_by_mail(app, mailbox)
    hold_everything(app)
    assert frame.post("Buy this", subscribe="1").get_json()["status"] == "held"
    records.change("UPDATE sites SET approve_all = ?", False)
    mailbox.got.clear()
    Frame(app, BLOG).post("Hello", name="Henry", email="henry@example.org")
    deliver(app)
    assert got(mailbox) == []
    records.change("UPDATE comments SET status = 'published'")
    Frame(app, BLOG).post("Hello again", name="Henry", email="henry@example.org")
    deliver(app)
    assert [address for address, _ in got(mailbox)] == [ADDRESS]


def test_a_comment_has_one_address_that_nobody_has_confirmed(
    app: Flask, mailbox: Mailbox, alice: Frame, records: Records
) -> None:
    look_after(app)
    hold_everything(app)
    comment = alice.post().get_json()["id"]
    for number in range(3):
        path = f"/comments/{comment}/subscription"
        assert alice.act("PUT", path, {"address": f"victim{number}@example.org"}).status_code == 200
    assert records.query("SELECT address FROM mail_addresses") == [("victim2@example.org",)]


def test_nothing_of_a_guest_whom_nobody_has_read_becomes_a_link(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    look_after(app)
    hold_everything(app)
    guest.post("See WWW.evil.example or good.example/now", name="https://evil.example")
    deliver(app)
    for text in (mailbox.text(), mailbox.text("html"), str(mailbox.newest["Subject"])):
        for address in ("://evil", "WWW.evil", "evil.example", "good.example"):
            assert address not in text


@pytest.fixture
def known(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    """Grace follows a thread, and has said yes to that."""
    follow(app, mailbox, guest, "Grace has said yes here")


def test_who_types_the_address_of_a_subscriber_lets_it_follow_no_other_thread(
    app: Flask, mailbox: Mailbox, known: None
) -> None:
    Frame(app, ELSEWHERE).post("I am not Grace", subscribe="1")
    other = Frame(app, ELSEWHERE)
    other.post("One", name="Henry", email="henry@example.org")
    deliver(app)
    assert got(mailbox) == [ASKED]
    assert "nothing changes" in mailbox.text()
    other.post("Two", name="Henry", email="henry@example.org")
    Frame(app, ELSEWHERE).post("I am still not Grace", subscribe="1")
    assert deliver(app) == 0
    say_yes(app, link(mailbox, "subscriptions"))
    other.post("Three", name="Henry", email="henry@example.org")
    deliver(app)
    assert got(mailbox)[1:] == [(GRACE, "Henry commented on blog.test/a-post-2")]


def test_who_asks_for_mail_learns_nothing_of_an_address(app: Flask, mailbox: Mailbox, known: None) -> None:
    for address in (GRACE, "nobody@example.org"):
        for number in range(7):  # more than one address is mailed in an hour
            frame = Frame(app, f"{BLOG}-{number}")
            comment = frame.post(f"By {address}", email=address).get_json()["id"]
            answer = frame.act("PUT", f"/comments/{comment}/subscription")
            assert (answer.status_code, answer.get_json()) == (200, {"confirmed": False})


def test_a_yes_to_replies_is_made_no_wider_by_who_wrote_the_comment(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    way = f"/comments/{guest.post('First').get_json()['id']}/subscription"
    guest.act("PUT", way)
    deliver(app)
    say_yes(app, link(mailbox, "subscriptions"))
    guest.act("PUT", way, {"whole": "1"})
    guest.post("Second", subscribe="1")
    assert records.query("SELECT whole, confirmed IS NULL FROM subscriptions ORDER BY id") == [(0, 0), (1, 1)]


def test_who_says_no_to_a_stranger_keeps_what_they_follow(
    app: Flask, mailbox: Mailbox, known: None, alice: Frame, records: Records
) -> None:
    alice.post("I am not Grace", subscribe="1", address=GRACE)
    deliver(app)
    ((wish,),) = records.query("SELECT public_id FROM subscriptions WHERE confirmed IS NULL")
    press(app, link(mailbox, "subscriptions"), action="end", subscription=wish)
    assert records.query("SELECT confirmed IS NULL FROM subscriptions") == [(0,)]


def test_a_question_that_nobody_answers_is_forgotten_and_the_yes_before_is_not(
    app: Flask, mailbox: Mailbox, known: None, records: Records, time: Time
) -> None:
    Frame(app, ELSEWHERE).post("I am not Grace", subscribe="1")
    time.passes(days=7, minutes=1)
    with app.app_context():
        forget_old(time.now)
    assert records.query("SELECT confirmed IS NULL FROM subscriptions") == [(0,)]


def test_who_has_logged_in_by_mail_is_asked_nothing(app: Flask, mailbox: Mailbox) -> None:
    frame = commenting_by_mail(app, mailbox)
    comment = frame.post("First").get_json()["id"]
    mailbox.got.clear()
    way = f"/comments/{comment}/subscription"
    assert frame.act("PUT", way, {"address": ADDRESS}).get_json() == {"confirmed": True}
    assert frame.act("PUT", way, {"address": GRACE}).get_json() == {"confirmed": False}
    deliver(app)
    assert got(mailbox) == [ASKED]


def test_what_a_guest_wanted_ends_with_the_account_that_has_claimed_the_comment(
    app: Flask,
    fakes: dict[str, FakeProvider],
    mailbox: Mailbox,
    known: None,
    guest: Frame,
    records: Records,
    time: Time,
) -> None:
    assert SignIn(guest, "google").through().claim().status_code == 200
    guest.act("POST", f"/session/claims?site={guest.site}")
    assert records.query("SELECT account_id IS NULL FROM subscriptions") == [(0,)]
    ada = Owner(app).log_in()
    ada.press("/me/erase", on="/me/erase", remove="name")
    time.passes(days=7, minutes=1)
    settle_once(app)
    assert (records.count("subscriptions"), records.count("mail_addresses")) == (0, 0)


def test_a_download_does_not_tell_whether_the_reader_of_another_address_has_said_yes(
    app: Flask, fakes: dict[str, FakeProvider], mailbox: Mailbox
) -> None:
    follow(app, mailbox, commenting(app), "I am not Grace", address=GRACE)
    archive = zipfile.ZipFile(io.BytesIO(Owner(app).log_in().see("/me/export").data))
    (wish,) = json.loads(archive.read("my-comments.json"))["mail"]["subscriptions"]
    assert (wish["address"], wish["confirmed"]) == (GRACE, None)
