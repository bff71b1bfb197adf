"""The first page of a site: what came by day, what waits, what was said last and what is wrong."""

from datetime import timedelta

import pytest
from desk import Desk, held, seated
from flask import Flask
from frames import Frame
from owning import owning
from records import Records
from stage import BLOG, OTHER, Time
from windows import FakeProvider

from widget.admin.chart import chart_of, roof
from widget.core import clock
from widget.people.actions.failures import note_failure
from widget.screening.actions import note
from widget.web.transactions import transaction

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, an owner of the blog."""
    return owning(app)


def days_of(desk: Desk) -> list[list[str]]:
    """Return the numbers of the chart's table, today first."""
    rows = desk.see(desk.path).text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [[cell.partition("<")[0] for cell in row.split("<td>")[1:]] for row in rows]


def test_what_came_is_counted_by_day_and_by_what_became_of_it(
    app: Flask, desk: Desk, alice: Frame, records: Records, time: Time
) -> None:
    alice.post("Yesterday")
    time.passes(days=1)
    alice.post("Today")
    records.change("UPDATE sites SET approve_all = ?, disallowed_words = ?", True, "casino")
    held(alice)
    alice.post("casino")
    Frame(app, OTHER).post("Elsewhere")
    desk.log_in()
    found = days_of(desk)
    assert found[:3] == [["1", "1", "1", "0"], ["1", "0", "0", "0"], ["0", "0", "0", "0"]]
    assert len(found) == 30
    time.passes(days=28)
    desk.log_in()
    assert days_of(desk)[-2:] == [["1", "1", "1", "0"], ["1", "0", "0", "0"]]


def test_what_readers_report_is_counted_by_day_beside_what_came(
    app: Flask, desk: Desk, alice: Frame, guest: Frame, bob: Frame, time: Time
) -> None:
    comment, elsewhere = alice.post("Zebra").get_json()["id"], Frame(app, OTHER)
    theirs = elsewhere.post("Elsewhere").get_json()["id"]
    for frame, whose in ((guest, comment), (elsewhere, theirs)):
        frame.act("POST", f"/comments/{whose}/report", {"reason": "spam"})
    time.passes(days=1)
    bob.act("POST", f"/comments/{comment}/report", {"reason": "abuse"})
    desk.log_in()
    assert days_of(desk)[:3] == [["0", "0", "0", "1"], ["1", "0", "0", "1"], ["0", "0", "0", "0"]]
    assert "Reported 2" in desk.words(desk.path)


def test_a_moderator_sees_it_too_and_is_told_what_waits(
    app: Flask, fakes: Fakes, alice: Frame, records: Records
) -> None:
    desk = seated(app)
    alice.post("Something to read")
    records.change("UPDATE sites SET approve_all = ?", True)
    held(alice)
    words = desk.words(desk.path)
    assert "1 comment is waiting" in words
    assert "Something to read" in words
    assert "Needs your attention" not in words
    assert "Settings" not in words


def test_what_is_wrong_is_said_in_a_sentence(app: Flask, desk: Desk, records: Records) -> None:
    with app.app_context(), transaction() as store:
        for _ in range(5):
            note_failure(store, "x", "it is down", clock.now())
    desk.press(f"{desk.path}/webhooks", on=f"{desk.path}/outbox", url="https://hooks.example/a")
    records.change("UPDATE webhooks SET failures = 3")
    words = desk.words(desk.path)
    assert "has failed 5 times in a row. Look at it" in words
    assert "No mail is configured" in words
    assert "The webhook https://hooks.example/a does not answer." in words


def test_mail_that_waits_for_long_says_that_no_worker_runs(app: Flask, desk: Desk, time: Time) -> None:
    desk.press(f"{desk.path}/webhooks", on=f"{desk.path}/outbox", url="https://hooks.example/a")
    Frame(app, BLOG).post("Hello")
    assert "Does the worker run?" not in desk.words(desk.path)
    time.passes(minutes=16)
    assert "Does the worker run?" in desk.words(desk.path)


def test_akismets_alert_is_told_while_it_is_asked(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context(), transaction() as store:
        note(store, "akismet", "10009", "Your plan has ended", clock.now())
    assert "Your plan has ended" not in desk.words(desk.path)
    monkeypatch.setattr("widget.admin.troubles.asked_here", lambda: ("akismet",))
    assert "Akismet: Your plan has ended" in desk.words(desk.path)


@pytest.mark.either_store
@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (3, 4), (5, 6), (9, 10), (11, 20), (41, 60), (999, 1000)])
def test_the_axis_ends_at_a_round_number_that_can_be_halved(most: int, top: int) -> None:
    assert roof(most) == top
    assert top % 2 == 0 or top == 1


def test_bars_stand_on_one_another_and_reach_their_numbers(app: Flask) -> None:
    today = clock.now().date()
    with app.test_request_context():
        chart = chart_of(
            [today - timedelta(days=1), today], {"published": [0, 3], "held": [0, 1]}, {"reported": [0, 2]}
        )
    assert chart.bars[0].parts == ()
    first, second, beside = chart.bars[1].parts
    assert (first.y, first.height, second.y, second.height) == (25.0, 75.0, 0.0, 25.0)
    assert (first.x == second.x, first.x + first.width < beside.x, beside.y) == (True, True, 50.0)
    assert (chart.marks, chart.sums) == (("4", "2", "0"), {"published": "3", "held": "1", "reported": "2"})


def test_the_axis_reaches_what_is_beside_the_bars_too(app: Flask) -> None:
    with app.test_request_context():
        assert chart_of([clock.now().date()], {"published": [0]}, {"reported": [3]}).marks == ("4", "2", "0")
