"""What a stranger tries with somebody else's address: mail that nobody wanted, and finding out who reads what."""

import pytest
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import deliver
from notified import follow, got, hold_everything, look_after
from records import Records
from stage import BLOG

GRACE = "grace@example.org"


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
        for link in ("://evil", "WWW.evil", "evil.example", "good.example"):
            assert link not in text
