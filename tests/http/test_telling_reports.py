"""A comment that readers' reports hold is told to the staff and to webhooks: once, with what was reported."""

import pytest
from deciding import set_site
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import deliver
from notified import OWNER, got, link, look_after, press, seen
from records import Records
from stage import BLOG, OTHER, Time

from widget.core import clock
from widget.notifications import recipients
from widget.notifications.actions import put_row
from widget.notifications.delivery import send_next
from widget.notifications.models import OutboxRow
from widget.notifications.spreading import MOST_AN_HOUR
from widget.notifications.webhooks import add_hook, pause_hook
from widget.people.role_models import Role
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

ANNA = "anna@example.org"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server, and somebody who looks after the blog."""
    look_after(mailing)
    return mailing


@pytest.fixture
def comment(app: Flask, guest: Frame, mailbox: Mailbox) -> str:
    """A comment of which the staff has heard."""
    return posted(app, guest, mailbox)


def posted(app: Flask, guest: Frame, mailbox: Mailbox) -> str:
    """Post a comment, and let the staff hear of it."""
    name = str(guest.post().get_json()["id"])
    deliver(app)
    mailbox.got.clear()
    return name


def report(app: Flask, comment: str, readers: int = 3, text: str = "") -> None:
    """Let readers of so many networks report a comment."""
    for number in range(readers):
        reader = Frame(app, BLOG)
        reader.browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        reader.act("POST", f"/comments/{comment}/report", {"reason": "abuse", "text": text})


def test_the_staff_hears_once_of_what_readers_have_held_and_why(app: Flask, mailbox: Mailbox, comment: str) -> None:
    look_after(app, ANNA, Role.MODERATOR, name="Anna")
    look_after(app, "other@example.org", page=OTHER)
    report(app, comment, readers=2)
    deliver(app)
    assert got(mailbox) == []
    report(app, comment, readers=5, text="See https://evil.test")
    deliver(app)
    subject = "A comment by Grace waits for you on blog.test/a-post"
    assert got(mailbox) == [(ANNA, subject), (OWNER, subject)]
    assert "- 3 readers have reported it: It attacks somebody (3)" in mailbox.text()
    assert "evil" not in mailbox.text() + mailbox.text("html")


def test_the_link_of_that_mail_shows_what_readers_say_and_decides(
    app: Flask, mailbox: Mailbox, comment: str, records: Records
) -> None:
    report(app, comment, text="A name and a street")
    deliver(app)
    page = seen(app, link(mailbox, "decide")).text
    assert "3 readers have reported it: It attacks somebody (3)" in page
    assert "“A name and a street”" in page
    assert press(app, link(mailbox, "decide"), decision="approve").status_code == 200
    report(app, comment, readers=6)
    deliver(app)
    assert (len(got(mailbox)), records.query("SELECT status FROM comments")) == (1, [("published",)])


def test_what_its_author_has_changed_since_it_was_approved_is_held_again_and_its_mail_decides(
    app: Flask, mailbox: Mailbox, comment: str, guest: Frame, records: Records, time: Time
) -> None:
    report(app, comment)
    deliver(app)
    press(app, link(mailbox, "decide"), decision="approve")
    time.passes(minutes=1)
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert guest.act("PATCH", f"/comments/{comment}", {"body": "An attack", "stamp": stamp}).status_code == 200
    report(app, comment, readers=6)
    deliver(app)
    assert (len(got(mailbox)), records.query("SELECT status FROM comments")) == (2, [("held",)])
    name = seen(app, link(mailbox, "decide")).text.partition('name="seen" value="')[2].partition('"')[0]
    assert press(app, link(mailbox, "decide"), decision="trash", seen=name).status_code == 200
    assert records.query("SELECT status FROM comments") == [("trash",)]


@pytest.mark.parametrize("settings", [{"mail_held": False}, {"hold_reports": 0}, {"hold_reports": 4}])
def test_who_wants_none_gets_none(
    app: Flask, mailbox: Mailbox, comment: str, records: Records, settings: dict[str, object]
) -> None:
    set_site(records, **settings)
    report(app, comment)
    deliver(app)
    assert got(mailbox) == []


def test_many_of_them_are_ten_mails_and_a_digest(app: Flask, mailbox: Mailbox, guest: Frame, time: Time) -> None:
    held = [posted(app, guest, mailbox) for _ in range(MOST_AN_HOUR + 2)]
    time.passes(hours=2)
    deliver(app)
    mailbox.got.clear()
    for one in held:
        report(app, one)
    deliver(app)
    assert len(mailbox.got) == MOST_AN_HOUR
    time.passes(hours=1, minutes=1)
    deliver(app)
    assert "2" in str(mailbox.newest["Subject"])
    assert len(mailbox.got) == MOST_AN_HOUR + 1


def test_a_webhook_hears_of_it_by_the_new_status_alone(app: Flask, comment: str, records: Records) -> None:
    with app.app_context(), transaction() as store:
        site = site_of_page(store, BLOG)
        assert site
        add_hook(store, site, "https://hooks.example/x", (), clock.now())
    report(app, comment)
    with app.app_context():
        while records.query("SELECT 1 FROM outbox WHERE kind = 'news' AND done IS NULL"):
            send_next()
    calls = records.query("SELECT event FROM outbox WHERE kind = 'webhook'")
    assert [event.split()[:2] for (event,) in calls] == [["comment.held", comment]]


@pytest.mark.parametrize(("role", "letters"), [("owner", 1), ("moderator", 0)])
def test_who_owns_the_site_no_more_hears_nothing_of_its_webhooks(
    app: Flask, mailbox: Mailbox, records: Records, role: str, letters: int
) -> None:
    with app.app_context(), transaction() as store:
        site = site_of_page(store, BLOG)
        assert site
        hook = add_hook(store, site, "https://hooks.example/x", (), clock.now())
        pause_hook(hook, clock.now())
        whose = recipients.staff(store, site.id, "webhook_off", owners=True)[0].whose
        put_row(store, OutboxRow(event="x", kind="webhook_off", subject=hook.public_id, addressee=whose), clock.now())
    records.change("UPDATE staff SET role = ?", role)
    deliver(app)
    assert len(mailbox.got) == letters
