"""The outbox: what is put in goes out once, later if it must, and its end is noted without an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from mailboxes import Mailbox
from mailing import ADDRESS, deliver, in_window
from records import Records
from stage import Time

from widget.cli.housekeeping import settle_once
from widget.core import clock
from widget.extensions import Store
from widget.notifications import delivery, messages
from widget.notifications.actions import GIVING_UP, KEPT, LEASE, put_in_outbox
from widget.notifications.delivery import send_next
from widget.notifications.letters import Letter
from widget.notifications.messages import Taken
from widget.notifications.queries import last_sends
from widget.web.transactions import transaction

ENDS = "SELECT attempts, sent, answer, done IS NOT NULL FROM outbox"
TAKEN = "250 2.0.0 taken for …"


@pytest.fixture
def app(mailing: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a mail server, and a kind of letter that is always wanted."""

    def write(_: Store, taken: Taken, __: object) -> Letter:
        values = {"code": taken.subject, "link": "x", "device": None, "place": ""}
        return Letter(ADDRESS, "en", "sign_in", values)

    monkeypatch.setitem(delivery.KINDS, "test", write)
    monkeypatch.setitem(delivery.KINDS, "fault", lambda *_: 1 / 0)
    monkeypatch.setitem(delivery.KINDS, "unwanted", lambda *_: None)
    return mailing


def put(app: Flask, number: int = 1, kind: str = "test") -> None:
    """Put a mail into the outbox."""
    with app.app_context(), transaction() as store:
        put_in(store, number, kind)


def put_in(store: Store, number: int, kind: str = "test") -> None:
    """The same inside of a transaction."""
    event, now = f"event {number}", clock.now()
    put_in_outbox(store, event=event, kind=kind, subject=str(number), recipient="r" * 64, network="n" * 64, now=now)


def test_a_mail_goes_out_once_and_its_end_is_noted(app: Flask, mailbox: Mailbox, records: Records) -> None:
    put(app)
    assert [deliver(app), deliver(app)] == [1, 0]
    assert len(mailbox.got) == 1
    assert records.query(ENDS) == [(1, True, TAKEN, True)]


def test_what_is_rolled_back_is_never_sent(app: Flask, records: Records) -> None:
    def fail(store: Store) -> None:
        put_in(store, 1)
        raise LookupError

    with app.app_context(), pytest.raises(LookupError), transaction() as store:
        fail(store)
    assert deliver(app) == 0


def test_a_mail_has_the_headers_that_machines_look_for(app: Flask, mailbox: Mailbox) -> None:
    put(app)
    deliver(app)
    mail = mailbox.newest
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["Message-ID"]).endswith("@comments.rejoinder.test>")
    assert mail["From"].addresses[0].addr_spec == "comments@rejoinder.test"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("answer", ["451 4.3.0 not now", "421 4.3.2 busy"])
def test_a_server_that_cannot_now_is_asked_again_ever_later(
    app: Flask, mailbox: Mailbox, records: Records, time: Time, answer: str
) -> None:
    mailbox.answers = [answer] * 3
    put(app)
    for pause in (10, 30, 60):
        assert deliver(app) == 1
        time.passes(seconds=pause - 1)
        assert deliver(app) == 0
        time.passes(seconds=2)
    assert records.query(ENDS) == [(3, False, answer, False)]
    deliver(app)
    assert (len(mailbox.got), records.query(ENDS)) == (1, [(4, True, TAKEN, True)])


def test_it_is_given_up_after_a_day(app: Flask, mailbox: Mailbox, records: Records, time: Time) -> None:
    mailbox.answers, passed = ["451 4.3.0 not now"] * 100, timedelta()
    put(app)
    while not records.query(ENDS)[0][3]:
        deliver(app)
        time.passes(minutes=5)
        passed += timedelta(minutes=5)
    assert GIVING_UP - timedelta(hours=1, minutes=10) < passed < GIVING_UP
    assert (mailbox.got, records.query(ENDS)[0][1:3]) == ([], (False, "451 4.3.0 not now"))


def test_what_is_refused_for_good_is_not_tried_again(
    app: Flask, mailbox: Mailbox, records: Records, time: Time
) -> None:
    mailbox.refuses = "550 5.1.1 <ADDRESS> is unknown"
    put(app)
    deliver(app)
    time.passes(hours=2)
    assert (deliver(app), records.query(ENDS)) == (0, [(1, False, "550 5.1.1 <…> is unknown", True)])


def test_a_server_that_is_down_holds_up_nothing_and_loses_nothing(
    app: Flask, mailbox: Mailbox, records: Records, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(app)
    with monkeypatch.context() as patch:
        patch.setattr("smtplib.SMTP.connect", refuse)
        assert deliver(app) == 1
    assert records.query(ENDS) == [
        (1, False, "The mail server did not answer as it should: ConnectionRefusedError", False)
    ]
    time.passes(seconds=11)
    deliver(app)
    assert len(mailbox.got) == 1


def refuse(*_: object) -> None:
    """Nobody is at the port."""
    raise ConnectionRefusedError


def test_a_fault_of_ours_holds_up_no_other_mail(app: Flask, mailbox: Mailbox, records: Records) -> None:
    for number, kind in enumerate(("fault", "unwanted", "nonsense", "test")):
        put(app, number, kind)
    assert deliver(app) == 4
    assert len(mailbox.got) == 1
    assert [answer for _, _, answer, _ in records.query(f"{ENDS} ORDER BY id")] == [
        "It could not be written: ZeroDivisionError",
        "It was not needed any more.",
        "It could not be written: KeyError",
        TAKEN,
    ]


def test_several_workers_send_each_mail_once(app: Flask, mailbox: Mailbox, records: Records) -> None:
    for number in range(12):
        put(app, number)
    with ThreadPoolExecutor(4) as pool:
        tried = list(pool.map(deliver, [app] * 4))
    assert (sum(tried), len(mailbox.got)) == (12, 12)
    assert len({mail["Message-ID"] for mail in mailbox.got}) == 12


def test_while_a_mail_is_sent_nobody_else_takes_it_and_everybody_may_write(app: Flask, mailbox: Mailbox) -> None:
    others: list[int] = []

    def meanwhile() -> None:
        others.append(deliver(app))
        put(app, 2, "unwanted")

    mailbox.before = meanwhile
    put(app)
    with app.app_context():
        assert send_next()
    assert (others, len(mailbox.got)) == ([0], 1)


def test_killed_between_the_yes_and_its_note_it_is_sent_once_more_under_the_same_name(
    app: Flask, mailbox: Mailbox, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(app)
    with monkeypatch.context() as patch:
        patch.setattr(messages, "note_end", interrupt)
        with pytest.raises(KeyboardInterrupt):
            deliver(app)
    assert (len(mailbox.got), deliver(app)) == (1, 0)
    time.now += LEASE
    assert [deliver(app), deliver(app)] == [1, 0]
    time.passes(days=1)
    assert deliver(app) == 0
    assert len(mailbox.got) == 2
    assert len({mail["Message-ID"] for mail in mailbox.got}) == 1


def interrupt(*_: object, **__: object) -> None:
    """The process is killed here."""
    raise KeyboardInterrupt


def test_whoever_comes_back_too_late_changes_nothing(app: Flask, records: Records, time: Time) -> None:
    answers = ["too late", "in time"]

    def oversleep(_: object) -> str:
        mine = answers.pop(0)
        if answers:
            time.now += LEASE
            assert deliver(app) == 1
        return mine

    app.extensions[delivery.CARRIER] = oversleep
    put(app)
    deliver(app)
    assert records.query(ENDS) == [(2, True, "in time", True)]


def test_one_event_is_one_mail(app: Flask, records: Records) -> None:
    put(app)
    with pytest.raises(Exception, match=r"(?i)unique"):
        put(app)
    assert records.count("outbox") == 1


def test_what_is_done_is_looked_at_for_two_days_and_holds_no_address(
    app: Flask, mailbox: Mailbox, records: Records, time: Time
) -> None:
    _, window = in_window(app, mailbox)
    window.get_mail()
    with app.app_context():
        assert [(row.kind, row.answer) for row in last_sends(delivery.db.session())] == [("sign-in", TAKEN)]
    assert ADDRESS not in str(records.query("SELECT * FROM outbox"))
    put(app, 2)
    time.now += KEPT + timedelta(seconds=1)
    settle_once(app)
    assert records.query("SELECT event FROM outbox") == [("event 2",)]


def test_a_mail_for_a_sign_in_that_is_over_is_not_sent(app: Flask, mailbox: Mailbox, records: Records) -> None:
    begun, window = in_window(app, mailbox)
    window.ask()
    begun.cancel()
    deliver(app)
    assert (mailbox.got, records.query(ENDS)) == ([], [(1, False, "It was not needed any more.", True)])
