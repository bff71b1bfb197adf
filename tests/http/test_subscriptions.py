"""Mail that somebody has asked for: nothing before a yes, nothing before approval, and an end by one click."""

from datetime import timedelta

import pytest
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import ADDRESS, commenting_by_mail, deliver
from notified import OWNER, follow, got, hold_everything, link, look_after, say_yes
from records import Records
from refusals import refused
from sqlalchemy import select
from stage import BLOG, OTHER, Time, running, settings_for

from widget.comments.queries import comment_by_id
from widget.core.statuses import Status
from widget.extensions import Store
from widget.notifications.decide import decide
from widget.notifications.delivery import forget_old, send_next
from widget.people.role_models import Staff
from widget.web.transactions import transaction

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


def give_status(app: Flask, comment: str, status: Status) -> None:
    """Let somebody of the staff decide."""
    with app.app_context(), transaction() as store:
        _decide(store, comment, status)


def _decide(store: Store, name: str, status: Status) -> None:
    comment, staff = comment_by_id(store, name), store.scalars(select(Staff)).first()
    assert comment
    assert staff
    decide(store, comment, status, staff.account_id, comment.created + timedelta(seconds=1))


def test_nothing_but_the_question_goes_to_an_address_that_has_not_said_yes(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    guest.post("First", subscribe="1")
    other.post("Second", **ANSWERED)
    deliver(app)
    assert got(mailbox) == [(GRACE, "Do you want mail about comments on blog.test?")]
    for text in (mailbox.text(), mailbox.text("html")):
        assert "First" not in text
        assert "Grace" not in text


def test_who_has_said_yes_hears_of_every_other_comment_once(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    first = follow(app, mailbox, guest, "First")
    other.post("An answer", parent=first["id"], **ANSWERED)
    guest.post("My own second")
    assert (deliver(app), deliver(app)) == (1, 0)
    assert got(mailbox) == [(GRACE, "Henry replied to you on blog.test/a-post")]


def test_a_second_wish_of_the_same_address_is_not_asked_again(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    follow(app, mailbox, guest, "First")
    guest.post("Second", subscribe="1")
    assert deliver(app) == 0
    assert records.query("SELECT count(*) FROM subscriptions") == [(2,)]


def test_while_nobody_has_said_yes_an_address_is_asked_once_a_day(
    app: Flask, mailbox: Mailbox, guest: Frame, time: Time
) -> None:
    for number in range(3):
        guest.post(f"Comment {number}", subscribe="1")
    assert deliver(app) == 1
    time.passes(days=1, seconds=1)
    guest.post("Later", subscribe="1")
    assert deliver(app) == 1


def test_no_mail_goes_to_a_stranger_whose_comment_nobody_has_approved(
    app: Flask, mailbox: Mailbox, guest: Frame
) -> None:
    look_after(app)
    hold_everything(app)
    held = guest.post("Buy this", subscribe="1").get_json()["id"]
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [OWNER]
    give_status(app, held, Status.PUBLISHED)
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [GRACE, OWNER]


@pytest.mark.parametrize("status", [Status.SPAM, Status.TRASH])
def test_a_stranger_is_never_asked_about_spam(app: Flask, mailbox: Mailbox, guest: Frame, status: Status) -> None:
    look_after(app)
    hold_everything(app)
    give_status(app, guest.post("Buy this", subscribe="1").get_json()["id"], status)
    deliver(app)
    assert GRACE not in dict(got(mailbox))


def test_a_stranger_is_not_asked_about_what_was_taken_down_before_anybody_could_be_told(
    app: Flask, mailbox: Mailbox, guest: Frame
) -> None:
    look_after(app)
    give_status(app, guest.post("Buy this", subscribe="1").get_json()["id"], Status.SPAM)
    deliver(app)
    assert got(mailbox) == []


def test_a_question_that_waits_for_the_mail_server_is_not_asked_about_what_was_taken_down_meanwhile(
    app: Flask, mailbox: Mailbox, guest: Frame
) -> None:
    look_after(app)
    spam = guest.post("Buy this", subscribe="1").get_json()["id"]
    with app.app_context():
        assert send_next() == "news"
    give_status(app, spam, Status.SPAM)
    deliver(app)
    assert got(mailbox) == []


def test_an_author_hears_that_a_held_comment_was_published_and_readers_do_only_then(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    look_after(app)
    follow(app, mailbox, guest, "First")
    follow(app, mailbox, other, "Second", **ANSWERED)
    hold_everything(app)
    held = guest.post("Held", subscribe="1").get_json()["id"]
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [OWNER]
    mailbox.got.clear()
    give_status(app, held, Status.PUBLISHED)
    deliver(app)
    approved = (GRACE, "Your comment on blog.test/a-post was published")
    assert got(mailbox) == [approved, (HENRY, "Grace commented on blog.test/a-post")]


def test_a_comment_that_comes_back_is_told_to_readers_no_second_time(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    look_after(app)
    follow(app, mailbox, guest, "First")
    second = other.post("Second", **ANSWERED).get_json()["id"]
    deliver(app)
    mailbox.got.clear()
    for status in (Status.TRASH, Status.PUBLISHED):
        give_status(app, second, status)
        deliver(app)
    assert got(mailbox) == []


def test_an_author_hears_that_a_comment_was_not_accepted_but_never_that_it_is_spam(
    app: Flask, mailbox: Mailbox, guest: Frame
) -> None:
    look_after(app)
    follow(app, mailbox, guest, "First")
    hold_everything(app)
    held = [guest.post(f"Held {number}", subscribe="1").get_json()["id"] for number in range(2)]
    deliver(app)
    mailbox.got.clear()
    give_status(app, held[0], Status.TRASH)
    give_status(app, held[1], Status.SPAM)
    deliver(app)
    assert got(mailbox) == [(GRACE, "Your comment on blog.test/a-post was not accepted")]


def test_who_logs_in_by_mail_needs_no_second_yes(app: Flask, mailbox: Mailbox, other: Frame, records: Records) -> None:
    frame = commenting_by_mail(app, mailbox)
    mailbox.got.clear()
    frame.post("First", subscribe="1")
    assert deliver(app) == 0
    other.post("Second", **ANSWERED)
    deliver(app)
    assert got(mailbox) == [(ADDRESS, "Henry commented on blog.test/a-post")]


def test_who_is_signed_in_without_an_address_gives_one_and_confirms_it(
    app: Flask, mailbox: Mailbox, alice: Frame, other: Frame
) -> None:
    problem = refused(alice.post("First", subscribe="1"), 422, "invalid")
    assert problem["errors"] == {"address": ["Please enter your email address here"]}
    assert refused(alice.post("First", subscribe="1", address="nobody"), 422, "invalid")["errors"]["address"]
    follow(app, mailbox, alice, "First", address="Alice@Example.org")
    other.post("Second", **ANSWERED)
    deliver(app)
    assert got(mailbox) == [("alice@example.org", "Henry commented on blog.test/a-post")]


def test_one_person_gets_one_mail_by_what_concerns_them_most(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame
) -> None:
    first = follow(app, mailbox, guest, "First")
    look_after(app, GRACE)
    other.post("An answer", parent=first["id"], **ANSWERED)
    deliver(app)
    assert len(got(mailbox)) == 1
    assert "You get this since you look after comments" in mailbox.text()


def test_what_nobody_confirms_is_forgotten_after_a_week(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records, time: Time
) -> None:
    guest.post("First", subscribe="1")
    deliver(app)
    time.passes(days=7, minutes=1)
    with app.app_context():
        forget_old(time.now)
    assert (records.count("mail_addresses"), records.count("subscriptions")) == (0, 0)


def test_what_is_wanted_on_one_site_says_nothing_on_another(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    follow(app, mailbox, guest, "First")
    Frame(app, OTHER).post("There", subscribe="1")
    deliver(app)
    assert got(mailbox) == [(GRACE, "Do you want mail about comments on other.test?")]


def test_after_posting_one_click_asks_for_replies(
    app: Flask, mailbox: Mailbox, guest: Frame, other: Frame, records: Records
) -> None:
    posted = guest.post("First").get_json()
    assert posted["offers_mail"] is True
    way = f"/comments/{posted['id']}/subscription"
    assert guest.act("PUT", way).get_json() == {"confirmed": False}
    deliver(app)
    say_yes(app, link(mailbox, "subscriptions"))
    mailbox.got.clear()
    other.post("Elsewhere", **ANSWERED)
    other.post("An answer", parent=posted["id"], **ANSWERED)
    deliver(app)
    assert got(mailbox) == [(GRACE, "Henry replied to you on blog.test/a-post")]


def test_only_who_wrote_a_comment_may_follow_it(
    app: Flask, mailbox: Mailbox, guest: Frame, alice: Frame, other: Frame, stranger: Frame, records: Records
) -> None:
    way = f"/comments/{guest.post('First').get_json()['id']}/subscription"
    with records.unchanged():
        for frame in (alice, other):
            refused(frame.act("PUT", way, {"address": HENRY}), 403, "not-allowed")
        assert stranger.act("PUT", way, {"address": HENRY}).status_code == 403
        refused(alice.act("PUT", "/comments/x/subscription"), 404, "not-found")


def test_without_mail_nobody_is_offered_any(database: str, records: Records) -> None:
    with running(settings_for(database)) as app:
        frame = Frame(app, BLOG)
        posted = frame.post("First", subscribe="1").get_json()
        assert "offers_mail" not in posted
        assert "subscribe" not in frame.document().text
        refused(frame.act("PUT", f"/comments/{posted['id']}/subscription"), 404, "not-found")
    assert (records.count("subscriptions"), records.count("outbox")) == (0, 0)
