"""What had no answer is asked again by the worker until it has one, and decisions are told: once, and none is lost."""

from collections.abc import Iterator
from threading import Event

import pytest
from akismet import Akismet, Says, akismet_settings
from deciding import decide, findings, make_moderator, set_site, status_of
from flask import Flask
from frames import Frame
from records import Records
from stage import Time, running, settings_for

from widget.comments.rechecking import recheck_due
from widget.core import clock
from widget.notifications.worker import deliver_once
from widget.screening.circuit import Circuit
from widget.screening.outside import CIRCUITS

ERRANDS = "SELECT task, passed, attempts FROM screening_errands"
WAIT = {"X-akismet-recheck-after": "120"}


@pytest.fixture
def app(database: str, akismet: Akismet, time: Time) -> Iterator[Flask]:
    """The application that asks it, by the test's clock."""
    with running(settings_for(database, **akismet_settings(akismet))) as app:
        app.extensions[CIRCUITS] = {"akismet": Circuit(clock=lambda: clock.now().timestamp())}
        yield app


def work(app: Flask) -> int:
    """Let the worker do what is due."""
    with app.app_context():
        return recheck_due()


def post(frame: Frame, body: str = "") -> str:
    """Post; return the comment's id."""
    return str(frame.post(body).get_json()["id"])


def test_a_failure_holds_and_is_asked_again_in_twenty_minutes(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", status=500))
    comment = post(guest, "Was down")
    assert status_of(records, comment) == "held"
    time.passes(minutes=19)
    assert work(app) == 0
    time.passes(minutes=2)
    assert work(app) == 1
    assert status_of(records, comment) == "published"
    assert findings(records, comment) == {}
    assert [sent.get("recheck_reason") for sent in akismet.checks] == [None, "recheck"]
    assert akismet.checks[1]["user_ip"] == akismet.checks[0]["user_ip"]
    assert akismet.checks[1]["comment_date_gmt"] == akismet.checks[0]["comment_date_gmt"]
    assert "Was down" in guest.document().text
    assert work(app) == 0


@pytest.mark.parametrize(
    ("says", "seconds"),
    [
        (Says("invalid"), 6 * 3600),
        (Says("", {"Retry-After": "90"}, 429), 90),
        (Says("", {"Retry-After": "soon"}, 429), 1200),
        (Says("", {"Retry-After": "99999999"}, 429), 86400),
        (Says("maybe"), 1200),
    ],
)
def test_how_long_it_waits_depends_on_what_was_wrong(
    app: Flask, guest: Frame, akismet: Akismet, time: Time, says: Says, seconds: int
) -> None:
    akismet.next.append(says)
    post(guest)
    time.passes(seconds=seconds - 1)
    assert work(app) == 0
    time.passes(seconds=1)
    assert work(app) == 1


def test_a_date_to_come_back_at_is_understood(app: Flask, guest: Frame, akismet: Akismet, time: Time) -> None:
    date = time.now.replace(hour=0).strftime("%a, %d %b 2099 %H:%M:%S GMT")
    akismet.next.append(Says("", {"Retry-After": date}, 429))
    post(guest)
    time.passes(days=1)
    assert work(app) == 1


def test_it_turns_out_to_be_spam_later(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next += [Says("", status=502), Says("true")]
    comment = post(guest)
    time.passes(minutes=21)
    work(app)
    assert status_of(records, comment) == "spam"
    assert findings(records, comment) == {"akismet": ("spam", "Akismet takes it for spam.")}


def test_what_other_rules_hold_stays_held(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    set_site(records, approve_all=True)
    akismet.next.append(Says("", status=500))
    comment = post(guest)
    time.passes(minutes=21)
    work(app)
    assert status_of(records, comment) == "held"
    assert set(findings(records, comment)) == {"approval"}


def test_after_fifteen_days_it_is_given_up_and_stays_held(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next += [Says("", status=500), Says("", status=500)]
    comment = post(guest)
    time.passes(days=14, hours=23, minutes=50)
    assert work(app) == 1
    assert records.query(ERRANDS) == [("ask", False, 1)]
    time.passes(minutes=10)
    assert work(app) == 1
    assert records.count("screening_errands") == 0
    assert status_of(records, comment) == "held"
    assert len(akismet.checks) == 2


def test_recheck_after_holds_asks_again_and_then_believes_the_answer(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next += [Says("false", WAIT), Says("true")]
    comment = post(guest)
    assert status_of(records, comment) == "held"
    time.passes(seconds=119)
    assert work(app) == 0
    time.passes(seconds=1)
    assert work(app) == 1
    assert status_of(records, comment) == "spam"


@pytest.mark.parametrize("later", [Says("false", WAIT), Says("", status=500)])
def test_after_twice_that_it_falls_back_to_what_it_was_told(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time, later: Says
) -> None:
    akismet.next += [Says("false", WAIT), later]
    comment = post(guest)
    time.passes(seconds=120)
    assert work(app) == 1
    assert status_of(records, comment) == "held"
    time.passes(seconds=120)
    assert work(app) == 1
    assert status_of(records, comment) == "published"
    assert len(akismet.checks) == 2


def test_what_somebody_has_decided_meanwhile_stays(
    app: Flask, guest: Frame, alice: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next += [Says("", status=500), Says("true")]
    comment = post(guest)
    decide(app, comment, "published", by=make_moderator(app, alice))
    time.passes(days=1)
    assert work(app) == 0
    assert status_of(records, comment) == "published"
    assert len(akismet.checks) == 1


def test_what_is_no_longer_as_screening_left_it_stays(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", status=500))
    comment = post(guest)
    decide(app, comment, "trash", by=None)
    time.passes(minutes=21)
    assert work(app) == 1
    assert status_of(records, comment) == "trash"


@pytest.mark.parametrize("meanwhile", ["decided", "deleted"])
def test_what_happens_while_it_is_asked_wins(
    app: Flask, guest: Frame, alice: Frame, akismet: Akismet, records: Records, time: Time, meanwhile: str
) -> None:
    moderator = make_moderator(app, alice)
    akismet.next += [Says("", status=500), Says("true", meanwhile=lambda: act())]
    comment = post(guest)

    def act() -> None:
        if meanwhile == "deleted":
            guest.delete(comment)
        else:
            decide(app, comment, "published", by=moderator)

    time.passes(minutes=21)
    work(app)
    assert status_of(records, comment) == {"decided": "published", "deleted": "deleted"}[meanwhile]
    assert records.count("screening_errands") == 0


def test_while_it_hangs_the_worker_leaves_it_alone(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", {"Retry-After": "60"}, 429))
    for _ in range(3):
        post(guest)
    assert len(akismet.checks) == 1
    akismet.next.append(Says("", {"Retry-After": "60"}, 429))
    time.passes(minutes=21)
    assert work(app) == 1
    assert len(akismet.checks) == 2
    time.passes(minutes=21)
    assert work(app) == 3
    assert records.query("SELECT DISTINCT status FROM comments") == [("published",)]


def test_spam_and_no_spam_are_told_once_for_each_real_change(
    app: Flask, guest: Frame, alice: Frame, akismet: Akismet
) -> None:
    moderator, comment = make_moderator(app, alice), post(guest, "As first sent")
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    guest.act("PATCH", f"/comments/{comment}", {"body": "Edited", "stamp": stamp})
    for status in ("spam", "spam", "trash", "published", "held", "spam", "published", "published"):
        decide(app, comment, status, by=moderator)
    assert work(app) == 3
    told = [(path, sent["comment_content"]) for path, sent in akismet.asked if "submit" in path]
    expected = ["/1.1/submit-spam", "/1.1/submit-spam", "/1.1/submit-ham"]
    assert told == [(path, "As first sent") for path in expected]
    assert akismet.of("/1.1/submit-spam")[0]["user_ip"] == "127.0.0.1"
    assert work(app) == 0


def test_a_report_that_fails_is_sent_again(
    app: Flask, guest: Frame, alice: Frame, akismet: Akismet, time: Time
) -> None:
    comment = post(guest)
    decide(app, comment, "spam", by=make_moderator(app, alice))
    akismet.next.append(Says("", status=500))
    assert work(app) == 1
    assert work(app) == 0
    time.passes(minutes=21)
    assert work(app) == 1
    assert len(akismet.of("/1.1/submit-spam")) == 2


def test_what_a_check_decides_is_told_to_nobody(app: Flask, guest: Frame, akismet: Akismet, records: Records) -> None:
    decide(app, post(guest), "spam", by=None)
    assert records.count("screening_errands") == 0


def test_a_worker_that_dies_leaves_its_errand_to_the_next_one(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", status=500))
    comment = post(guest)
    records.change("UPDATE screening_errands SET attempts = 1")
    time.passes(minutes=23)
    assert work(app) == 1
    assert status_of(records, comment) == "published"


def test_the_server_does_it_beside_the_mails(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", status=500))
    comment = post(guest)
    time.passes(minutes=21)
    deliver_once(app, Event())
    assert status_of(records, comment) == "published"


def test_the_errands_of_a_check_that_is_no_longer_asked_end(
    database: str, app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next.append(Says("", status=500))
    comment = post(guest)
    with running(settings_for(database)) as other:
        time.passes(days=1)
        assert work(other) == 0
        time.passes(days=15)
        assert work(other) == 1
    assert records.count("screening_errands") == 0
    assert status_of(records, comment) == "held"
