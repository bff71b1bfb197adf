"""SQLite alone: its pragmas, erased text in its log while somebody reads, and its file when it is none."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from commands import Run, sentence
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from sqlalchemy import text
from stage import BLOG
from stores import file_of

from widget import extensions
from widget.extensions import db
from widget.web.transactions import transaction

SECRET = "nobody shall find this again"


def test_a_reader_delays_no_deletion_and_keeps_nothing_for_ever(
    database: str, alice: Frame, bob: Frame, records: Records
) -> None:
    comment = alice.post(SECRET).get_json()["id"]
    with closing(sqlite3.connect(file_of(database))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM comments").fetchall()
        assert alice.delete(comment).status_code == 200
        assert bob.post("Meanwhile").status_code == 201
    assert bob.post("Afterwards").status_code == 201
    assert SECRET.encode() not in records.files()


def test_a_reader_in_the_way_delays_nobody_and_the_text_goes_with_the_next_write(
    database: str, alice: Frame, records: Records
) -> None:
    comment = alice.post(f"It said {SECRET}.").get_json()["id"]
    with closing(sqlite3.connect(file_of(database))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM comments").fetchone()
        began = monotonic()
        assert alice.delete(comment).status_code == 200
        assert monotonic() - began < 5
    alice.post("Next")
    assert SECRET.encode() not in records.files()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_every_connection_keeps_the_promises(app: Flask, pragma: str, expected: object) -> None:
    with app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        found = [connection.execute(text(f"PRAGMA {pragma}")).scalar() for connection in connections]
        for connection in connections:
            connection.close()
    assert found == [expected] * 3


def test_a_busy_store_is_waited_for(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert (connection.execute(text("PRAGMA busy_timeout")).scalar() or 0) >= 5000


def test_the_threads_of_a_process_line_up_to_write(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "BUSY_TIMEOUT", 0)  # whoever came second would be refused at once
    with app.app_context():
        db.engine.dispose()

    def write(_: int) -> None:
        with app.app_context(), transaction() as store:
            store.execute(text("UPDATE sites SET revision = revision + 1"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(write, range(80))) == [None] * 80


@pytest.mark.parametrize(
    "command", [("site", "list"), ("db", "upgrade"), ("serve",), ("site", "add", "https://a.test")]
)
@pytest.mark.parametrize("place", ["/nowhere/at/all.sqlite3", "/proc/self/all.sqlite3", "/"])
def test_a_database_that_cannot_be_written_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], place: str
) -> None:
    run("init", "https://comments.example.org")
    monkeypatch.setenv("REJOINDER_DATABASE_URL", f"sqlite:///{place}")
    assert "database" in sentence(run(*command)).lower()


@pytest.mark.parametrize("command", [("site", "list"), ("serve",), ("site", "add", "https://a.test")])
def test_a_database_that_can_be_read_alone_is_one_sentence(
    ready: Run, empty: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Opened for reading, which binds root as well; a file's mode would not."""
    monkeypatch.setenv("REJOINDER_DATABASE_URL", f"sqlite:///file:{file_of(empty)}?mode=ro&uri=true")
    told = sentence(ready(*command))
    assert str(file_of(empty)) in told
    assert "database_url" in told
    with closing(Records(empty)) as records:
        assert records.count("sites") == 0


def test_a_database_at_which_somebody_writes_is_waited_for_and_not_refused(
    ready: Run, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widget.extensions.BUSY_TIMEOUT", 0)
    with closing(sqlite3.connect(file_of(empty), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert ready("site", "list").exit_code == 0


def test_a_file_that_is_no_database_is_one_sentence(run: Run, empty: str) -> None:
    run("init", "https://comments.example.org")
    file_of(empty).write_text("This is a letter to my aunt, and no database. " * 30, encoding="utf-8")
    for command in (("site", "list"), ("db", "upgrade")):
        assert "database" in sentence(run(*command)).lower()


def test_init_points_to_a_file_beside_its_configuration(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REJOINDER_DATABASE_URL")
    run("init", "https://comments.example.org")
    assert run("db", "upgrade").exit_code == 0
    assert (tmp_path / "rejoinder.sqlite3").exists()


def test_what_one_thread_of_the_process_has_found_fresh_is_fresh_for_all(app: Flask) -> None:
    """Counts, which PostgreSQL is asked for each time."""
    flask_asked: list[int] = []
    app.before_request(lambda: flask_asked.append(1))
    together = threading.Barrier(4)

    def count(times: int = 10) -> None:
        for _ in range(times):
            together.wait()
            app.test_client().get(f"/counts?page={BLOG}", base_url=ORIGIN)

    rounds = [threading.Thread(target=count) for _ in range(4)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert len(flask_asked) <= 8  # each thread begins once, and the others hear of it
