"""Mail to whoever looks after a site: what was posted, what waits, what is liked; and never a storm."""

from datetime import timedelta

import pytest
from flask import Flask
from frames import Frame
from likes import like, like_page, unlike
from mailboxes import Mailbox
from mailing import deliver
from notified import OWNER, got, hold_everything, link, look_after, press, seen
from records import Records
from stage import BLOG, OTHER, Time

from widget.notifications import spreading
from widget.notifications.delivery import send_next
from widget.notifications.spreading import MOST_AN_HOUR
from widget.people.role_models import Role
from widget.sites.queries import site_of_page
from widget.sites.settings import set_up
from widget.web.transactions import transaction

ANNA = "anna@example.org"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server, and somebody who looks after the blog."""
    look_after(mailing)
    return mailing


def test_the_owner_and_the_moderators_hear_of_a_comment_once_each(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    look_after(app, ANNA, Role.MODERATOR, name="Anna")
    guest.post("Hello")
    assert (deliver(app), deliver(app)) == (2, 0)
    subject = "Grace commented on blog.test/a-post"
    assert got(mailbox) == [(ANNA, subject), (OWNER, subject)]
    assert "> Hello" in mailbox.text()
    assert "Hello" in mailbox.text("html")


def test_who_writes_hears_nothing_of_that(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    guest.post("My own", email=OWNER.upper())
    deliver(app)
    assert got(mailbox) == []


def test_the_staff_of_another_site_hears_nothing(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    look_after(app, "other@example.org", page=OTHER)
    guest.post("Hello")
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [OWNER]


def test_what_waits_is_told_with_its_reasons_and_without_a_link_in_it(
    app: Flask, mailbox: Mailbox, guest: Frame
) -> None:
    hold_everything(app)
    guest.post("See https://evil.test/x or www.evil.test")
    deliver(app)
    assert got(mailbox) == [(OWNER, "A comment by Grace waits for you on blog.test/a-post")]
    assert "Every comment is approved by hand here." in mailbox.text()
    for text in (mailbox.text(), mailbox.text("html")):
        assert "https://evil.test" not in text
        assert "www.evil" not in text
        assert "[:]//evil[.]test/x" in text


@pytest.mark.parametrize("setting", ["mail_posted", "mail_held", "mail_liked"])
def test_an_owner_chooses_what_is_told(app: Flask, mailbox: Mailbox, alice: Frame, guest: Frame, setting: str) -> None:
    comment = guest.post("First").get_json()["id"]
    deliver(app)
    mailbox.got.clear()
    with app.app_context(), transaction() as store:
        site = site_of_page(store, BLOG)
        assert site
        set_up(store, site, {setting: "no", "approve_all": "yes" if setting == "mail_held" else "no"})
    if setting == "mail_liked":
        like(alice, comment)
    else:
        guest.post("Second")
    deliver(app)
    assert got(mailbox) == []


def test_a_like_is_told_once_however_often_it_is_taken_back(
    app: Flask, mailbox: Mailbox, guest: Frame, alice: Frame
) -> None:
    comment = guest.post("Likeable").get_json()["id"]
    deliver(app)
    mailbox.got.clear()
    for _ in range(2):
        like(alice, comment)
        unlike(alice, comment)
    like(alice, comment)
    like_page(alice)
    deliver(app)
    subjects = [subject for _, subject in got(mailbox)]
    assert subjects == ["Alice likes a comment by Grace on blog.test/a-post", "Alice likes blog.test/a-post"]


def test_a_like_that_was_taken_back_meanwhile_is_not_told(
    app: Flask, mailbox: Mailbox, guest: Frame, alice: Frame
) -> None:
    comment = guest.post("Likeable").get_json()["id"]
    deliver(app)
    like(alice, comment)
    unlike(alice, comment)
    mailbox.got.clear()
    deliver(app)
    assert got(mailbox) == []


def test_what_was_deleted_meanwhile_is_not_told(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    guest.delete(guest.post("Regretted").get_json()["id"])
    deliver(app)
    assert got(mailbox) == []


def test_who_does_not_look_after_it_any_more_hears_nothing(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    guest.post("Hello")
    with app.app_context():
        assert send_next() == "news"
    records.change("DELETE FROM staff")
    assert deliver(app) == 1
    assert got(mailbox) == []


def test_one_click_ends_the_mail_of_one_site_for_one_person(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    look_after(app, ANNA, Role.MODERATOR, name="Anna")
    guest.post("First")
    deliver(app)
    to_owner = next(n for n, mail in enumerate(mailbox.got) if OWNER in str(mail["To"]))
    way = link(mailbox, "unsubscribe", to_owner)
    assert "No more mail about comments on this site?" in seen(app, way).text
    assert "You get no such mail any more" in press(app, way).text
    mailbox.got.clear()
    guest.post("Second")
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [ANNA]
    press(app, way, again="yes")
    guest.post("Third")
    deliver(app)
    assert [to for to, _ in got(mailbox)] == [ANNA, ANNA, OWNER]


def test_a_name_of_a_stranger_is_one_clean_line_of_a_subject(app: Flask, mailbox: Mailbox, guest: Frame) -> None:
    guest.post("Hello", name="Eve\r\nBcc: all@example.org\u202e <script>" + "x" * 100)
    deliver(app)
    subject = got(mailbox)[0][1]
    assert subject.startswith("Eve Bcc: all@example.org <script>")
    assert len(subject) < 110
    assert mailbox.newest["Bcc"] is None
    assert "<script>" not in mailbox.text("html")


def post_many(app: Flask, number: int) -> None:
    """Post from fifty networks."""
    for count in range(number):
        frame = Frame(app, BLOG)
        frame.browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{count % 50}"
        assert frame.post(f"Buy number {count}", name=f"Bot {count}").status_code == 201


def test_above_ten_mails_an_hour_one_digest_says_how_many_more(
    app: Flask, mailbox: Mailbox, records: Records, time: Time
) -> None:
    hold_everything(app)
    post_many(app, MOST_AN_HOUR + 15)
    deliver(app)
    assert len(mailbox.got) == MOST_AN_HOUR
    time.passes(minutes=59)
    assert deliver(app) == 0
    time.passes(minutes=2)
    deliver(app)
    assert len(mailbox.got) == MOST_AN_HOUR + 1
    assert str(mailbox.newest["Subject"]) == "15 more messages about Blog"
    assert "25 comments wait for a decision." in mailbox.text()


def test_after_the_hour_each_is_told_again(app: Flask, mailbox: Mailbox, guest: Frame, time: Time) -> None:
    post_many(app, MOST_AN_HOUR + 1)
    deliver(app)
    time.passes(hours=1, minutes=1)
    deliver(app)
    mailbox.got.clear()
    time.passes(hours=1)
    guest.post("Later")
    deliver(app)
    assert [subject for _, subject in got(mailbox)] == ["Grace commented on blog.test/a-post"]


def test_an_address_that_refuses_three_mails_gets_no_more_for_a_month(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records, time: Time
) -> None:
    mailbox.refuses = "550 5.1.1 <ADDRESS> is unknown"
    for number in range(5):
        guest.post(f"Comment {number}")
        deliver(app)
    assert records.query("SELECT count(*) FROM outbox WHERE kind = 'posted'") == [(3,)]
    mailbox.refuses = ""
    time.now += timedelta(days=31)
    guest.post("Later")
    deliver(app)
    assert len(mailbox.got) == 1
    assert records.count("refused_addresses") == 0


def test_a_refusal_of_us_is_no_refusal_of_the_address(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records
) -> None:
    mailbox.refuses = "554 5.7.1 you are on our list"
    guest.post("Hello")
    deliver(app)
    assert records.count("refused_addresses") == 0


def test_without_mail_a_post_puts_nothing_in(database: str, guest: Frame, records: Records) -> None:
    del guest, database
    assert records.count("outbox") == 0


def test_a_mail_server_that_is_down_is_asked_once_for_all(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    for number in range(5):
        guest.post(f"Comment {number}")
    with monkeypatch.context() as patch:
        patch.setattr("smtplib.SMTP.connect", refuse)
        deliver(app)
    assert records.query("SELECT count(*) FROM outbox WHERE kind = 'posted' AND attempts > 0") == [(1,)]
    time.passes(seconds=11)
    deliver(app)
    assert len({mail["Message-ID"] for mail in mailbox.got}) == len(mailbox.got) == 5


def test_news_are_spread_whole_or_not_at_all(
    app: Flask, mailbox: Mailbox, guest: Frame, records: Records, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_after(app, ANNA, Role.MODERATOR, name="Anna")
    put, puts = spreading.put_row, []

    def put_one_and_die(*given: object) -> None:
        if puts:
            raise KeyboardInterrupt
        puts.append(put(*given))  # type: ignore[arg-type]  # as it was called

    guest.post("Hello")
    with monkeypatch.context() as patch:
        patch.setattr(spreading, "put_row", put_one_and_die)
        with pytest.raises(KeyboardInterrupt):
            deliver(app)
    assert records.query("SELECT kind FROM outbox") == [("news",)]
    time.passes(minutes=3)
    deliver(app)
    assert len(got(mailbox)) == 2


def test_the_outbox_holds_no_text_and_no_address(app: Flask, mailbox: Mailbox, guest: Frame, records: Records) -> None:
    guest.post("A secret text", subscribe="1")
    deliver(app)
    rows = str(records.query("SELECT * FROM outbox"))
    for word in (OWNER, "grace", "secret text", "example.org"):
        assert word not in rows.lower()
