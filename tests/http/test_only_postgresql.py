"""PostgreSQL alone: a server that restarts or is not there, and what each kind of transaction sees."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

import postgres
import pytest
from commands import Run, sentence
from flask import Flask
from frames import Frame
from likes import counted, like, like_page
from records import Records
from sqlalchemy import make_url, text
from stage import BLOG

from widget.comments.joining import merge_threads
from widget.comments.liking import unlike_some
from widget.comments.queries import Authorship
from widget.core import clock
from widget.extensions import db
from widget.threads.queries import thread_by_id
from widget.web.transactions import transaction

T = TypeVar("T")
ISOLATION = text("SHOW transaction_isolation")


def test_reading_sees_one_moment_and_writing_what_was_committed(app: Flask) -> None:
    with app.app_context():
        assert db.session.scalar(ISOLATION) == "repeatable read"
        with transaction() as store:
            assert store.scalar(ISOLATION) == "read committed"
        assert db.session.scalar(ISOLATION) == "repeatable read"


def test_a_restarted_server_is_survived(alice: Frame, database: str) -> None:
    alice.post("Before")
    with postgres.connect(make_url(database)) as other:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        assert other.execute(f"{ended} AND pid <> pg_backend_pid()".encode()).fetchall()
    assert "Before" in alice.read()
    assert alice.post("After").status_code == 201


def test_a_connection_says_whose_it_is(app: Flask, alice: Frame, records: Records) -> None:
    alice.who()
    names = "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()"
    assert ("rejoinder",) in records.query(names)


@pytest.mark.parametrize(
    "command", [("site", "list"), ("db", "upgrade"), ("serve",), ("site", "add", "https://a.test")]
)
@pytest.mark.parametrize("place", ["/missing", "127.0.0.1:1"])
def test_a_server_or_a_database_that_is_not_there_is_one_sentence(
    run: Run, empty: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], place: str
) -> None:
    run("init", "https://comments.example.org")
    url = make_url(empty).set(database="missing").render_as_string(hide_password=False)
    nowhere = url if place == "/missing" else f"postgresql://ada:opensesame@{place}/name"
    monkeypatch.setenv("REJOINDER_DATABASE_URL", nowhere)
    told = sentence(run(*command))
    assert "database" in told.lower()
    assert "opensesame" not in told


@pytest.fixture
def old(app: Flask, alice: Frame, bob: Frame) -> Frame:
    """Alice at another address of the page, under which Bob has written."""
    bob.post()
    return Frame(app, f"{BLOG}/index.html", browser=alice.browser)


@contextmanager
def merging(app: Flask, records: Records, old: Frame, into: Frame, *acts: Callable[[], T]) -> Iterator[list[Future[T]]]:
    """Merge two threads while `acts` wait for them; yield what becomes of those afterwards."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with app.app_context(), transaction() as store:
            source, target = (thread_by_id(store, frame.thread) for frame in (old, into))
            assert source
            assert target
            merge_threads(store, source, target, clock.now())
            waiting = [pool.submit(act) for act in acts]
            wait_for_waiting(records, len(acts))
        yield waiting


def wait_for_waiting(records: Records, how_many: int) -> None:
    """Return when so many wait for a lock."""
    end = monotonic() + 30
    while records.query("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted") != [(how_many,)]:
        assert monotonic() < end


def test_who_waits_for_a_thread_that_is_merged_meanwhile_changes_the_joined_one(
    app: Flask, alice: Frame, bob: Frame, old: Frame, records: Records
) -> None:
    goes, likes = (old.post().get_json()["id"] for _ in range(2))
    acts = [
        lambda: alice.delete(goes),
        lambda: like(bob, likes),
        lambda: like_page(Frame(app, old.page, browser=bob.browser)),
        lambda: old.post("Meanwhile"),
    ]
    with merging(app, records, old, bob, *acts) as answers:
        assert [answer.result().status_code for answer in answers] == [200, 200, 200, 201]
    assert counted(records)[1] == [1, 0]
    assert records.query("SELECT count FROM threads ORDER BY id") == [(3,), (0,)]
    assert records.query("SELECT DISTINCT thread_id FROM comments") == [(1,)]


def test_likes_that_are_taken_back_while_threads_are_merged_are_counted_where_they_are(
    app: Flask, alice: Frame, bob: Frame, old: Frame, records: Records
) -> None:
    like(alice, old.post().get_json()["id"])
    like_page(old)

    def unlike_all() -> None:
        going = True
        while going:
            with app.app_context(), transaction() as store:
                going = unlike_some(store, Authorship((1,), ()), clock.now())

    with merging(app, records, old, bob, unlike_all) as unliking:
        unliking[0].result()
    assert counted(records) == ([0, 0], [0, 0])
