"""What is forgotten in time: to the day, in small steps, and out of every byte of the database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time, running, settings_for

from widget.cli.housekeeping import forget_once
from widget.config import ConfigurationError
from widget.ops import forgetting

ADDRESS, BROWSER, CAME_FROM = (
    "203.0.113.77",
    "Zebra/7.1 (Marmalade)",
    "https://comments.rejoinder.test/thread?from=zebra",
)
WORDS = "nobody-wants-to-read-this-77"


@pytest.fixture
def visitor(app: Flask) -> Frame:
    """A guest at an address that is found again, by a browser like no other."""
    frame = Frame(app, BLOG)
    given = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER, "HTTP_REFERER": CAME_FROM}
    frame.browser.environ_base = given
    return frame


@pytest.fixture
def keeping(database: str) -> Iterator[Flask]:
    """The application of an owner who keeps everything."""
    days = {f"retention_{name}_days": "0" for name in ("addresses", "rejected", "audit")}
    with running(settings_for(database, **days)) as app:
        yield app


def reject(records: Records, status: str, time: Time) -> None:
    """Let a moderator have decided now."""
    moment = f"{time.now:%Y-%m-%d %H:%M:%S.%f}" + ("" if records.on_sqlite else "+00:00")
    records.change("UPDATE comments SET status = ?, shown = ?, decided = ?", status, False, moment)
    records.change("UPDATE threads SET count = 0")


def test_after_thirty_days_nothing_says_from_where_a_comment_came(
    app: Flask, visitor: Frame, records: Records, time: Time
) -> None:
    visitor.post("Hello")
    ((network,),) = records.query("SELECT network FROM comments")
    traces = [ADDRESS, BROWSER, CAME_FROM, network]
    assert all(one.encode() in records.files() for one in traces)
    time.passes(days=29, hours=23)
    forget_once(app)
    assert records.query("SELECT address, network FROM screenings, comments") == [(ADDRESS, network)]
    time.passes(hours=2)
    forget_once(app)
    assert not [one for one in traces if one.encode() in records.files()]
    assert records.query("SELECT source FROM comments") == [("Hello",)]


@pytest.mark.parametrize("status", ["spam", "trash"])
def test_what_was_rejected_is_gone_a_month_later(
    app: Flask, visitor: Frame, records: Records, time: Time, status: str
) -> None:
    visitor.post(WORDS, name="Zacharias Zebra", email="zebra@marmalade.example")
    time.passes(days=20)
    reject(records, status, time)
    time.passes(days=29, hours=23)
    forget_once(app)
    assert records.query("SELECT status, source FROM comments") == [(status, WORDS)]
    time.passes(hours=2)
    forget_once(app)
    assert records.query("SELECT status, source, guest_name FROM comments") == [("deleted", "", None)]
    for trace in (WORDS, "Zacharias", "zebra@marmalade"):
        assert trace.encode() not in records.files()
    assert visitor.document().text.count("<article") == 0


@pytest.mark.parametrize("status", ["published", "held"])
def test_what_was_not_rejected_stays(app: Flask, visitor: Frame, records: Records, time: Time, status: str) -> None:
    visitor.post(WORDS)
    records.change("UPDATE comments SET status = ?", status)
    time.passes(days=400)
    forget_once(app)
    assert records.query("SELECT status, source FROM comments") == [(status, WORDS)]


def test_an_answered_one_leaves_its_answers(
    app: Flask, visitor: Frame, alice: Frame, records: Records, time: Time
) -> None:
    asked = visitor.post(WORDS).get_json()["id"]
    alice.post("An answer", parent=asked)
    records.change("UPDATE comments SET status = 'trash' WHERE parent_id IS NULL")
    records.change("UPDATE threads SET count = 1")
    time.passes(days=31)
    forget_once(app)
    assert "This comment was deleted" in alice.read()
    assert "An answer" in alice.read()


def test_what_its_author_is_about_to_erase_can_still_come_back(
    app: Flask, visitor: Frame, records: Records, time: Time
) -> None:
    visitor.post(WORDS)
    records.change("UPDATE comments SET status = 'trash', erased = created")
    time.passes(days=31)
    forget_once(app)
    assert records.query("SELECT status, source FROM comments") == [("trash", WORDS)]


def test_many_are_forgotten_in_small_steps(
    app: Flask, visitor: Frame, records: Records, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "MANY", 2)
    monkeypatch.setattr(forgetting, "FEW", 2)
    for _ in range(5):
        visitor.post()
    reject(records, "spam", time)
    time.passes(days=31)
    forget_once(app)
    assert records.query("SELECT DISTINCT status, network FROM comments") == [("deleted", None)]
    assert records.count("screenings") == 0


def test_what_has_ended_by_itself_is_gone(app: Flask, alice: Frame, records: Records, time: Time) -> None:
    alice.act("PUT", f"/comments/{alice.post().get_json()['id']}/like")
    assert [records.count(table) for table in ("sessions", "idempotency", "like_paces")] == [1, 1, 1]
    time.passes(days=91)
    forget_once(app)
    assert [records.count(table) for table in ("sessions", "idempotency", "like_paces")] == [0, 0, 0]


def test_who_decided_what_is_forgotten_after_a_year(app: Flask, alice: Frame, records: Records, time: Time) -> None:
    records.change(
        "INSERT INTO audit (site_id, account_id, action, target, created) "
        "SELECT sites.id, accounts.id, 'x', 'y', accounts.created FROM sites, accounts WHERE sites.name = 'Blog'"
    )
    for days, left in ((364, 1), (2, 0)):
        time.passes(days=days)
        forget_once(app)
        assert records.count("audit") == left


def test_an_owner_may_keep_all_of_it(keeping: Flask, records: Records, time: Time) -> None:
    visitor = Frame(keeping, BLOG)
    visitor.post(WORDS)
    reject(records, "spam", time)
    time.passes(days=4000)
    before = records.everything(but=("sessions", "idempotency"))
    forget_once(keeping)
    assert records.everything(but=("sessions", "idempotency")) == before


@pytest.mark.either_store
@pytest.mark.parametrize("days", ["-1", "36501"])
def test_it_refuses_days_that_are_none(days: str) -> None:
    with pytest.raises(ConfigurationError, match=r"retention\.rejected_days"):
        settings_for("sqlite://", retention_rejected_days=days)
