"""Readers ask SQLite only when somebody has told of a commit, or ten times a second: nobody is told less for that."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG
from stores import file_of

from widget.core.moves import TellingConnection
from widget.web import freshness
from widget.web.freshness import Watch
from widget.web.shelf import SHELF

HEADING = "UPDATE sites SET heading = 'Say it', revision = revision + 1"


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that readers see, as the one number of a list."""
    now = [1000.0]
    monkeypatch.setattr(freshness, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def asked(app: Flask, read: Callable[[], str]) -> list[str]:
    """Every statement that a look at the store takes."""
    read()
    statements: list[str] = []
    app.extensions[SHELF].watch._connection().set_trace_callback(statements.append)
    return statements


@pytest.fixture
def read(app: Flask) -> Callable[[], str]:
    """Read the thread as the frame does."""
    return lambda: app.test_client().get(f"/thread?page={BLOG}", base_url=ORIGIN).text


def test_where_nobody_has_told_of_anything_sqlite_is_not_asked(
    read: Callable[[], str], seconds: list[float], asked: list[str], alice: Frame
) -> None:
    alice.post("Something has come")
    read()
    asked.clear()
    read()
    assert asked == []
    alice.post("And more")
    assert "And more" in read()
    assert asked[0] == "PRAGMA data_version"


@dataclass
class Turn:
    """A wait for one's turn: meanwhile another thread asks, and then somebody commits."""

    watch: Watch
    file: str

    def __enter__(self) -> None:
        self.watch._turn = nullcontext()
        self.watch._ask_sqlite()
        with closing(TellingConnection(self.file, isolation_level=None)) as writer:
            writer.execute(HEADING)
            writer.commit()

    def __exit__(self, *_: object) -> None:
        """Nobody else waits."""


def test_what_another_asked_before_a_commit_answers_nobody_who_waited(
    app: Flask, database: str, seconds: list[float], read: Callable[[], str]
) -> None:
    read()
    watch = app.extensions[SHELF].watch
    mark = watch.mark()
    seconds[0] += 0.11
    watch._turn = Turn(watch, str(file_of(database)))
    assert watch.mark() != mark


def test_what_another_program_writes_is_seen_a_tenth_of_a_second_later(
    database: str, read: Callable[[], str], seconds: list[float]
) -> None:
    read()
    with closing(sqlite3.connect(file_of(database), isolation_level=None)) as stranger:
        stranger.execute(HEADING)
    seconds[0] += 0.11
    assert "Say it" in read()


def test_a_page_that_was_given_back_meanwhile_makes_an_answer_old_and_no_fault(
    app: Flask, read: Callable[[], str]
) -> None:
    """The connections of a process may be closed while another of its threads looks."""
    read()
    watch = app.extensions[SHELF].watch
    watch._connection().moves.close()
    assert "rejoinder" in read()
    assert watch._open == [watch._connection()]  # none is kept that nobody uses


def test_a_writer_tells_after_the_commit_and_before_he_goes_on(database: str, records: Records) -> None:
    file = str(file_of(database))
    with closing(TellingConnection(file, isolation_level=None)) as writer:
        before = records.connection.moves.page[:]
        at_commit: list[bytes] = []
        writer.set_trace_callback(lambda _: at_commit.append(records.connection.moves.page[:]))
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(HEADING)
        writer.commit()
        assert at_commit == [before] * 3  # when it begins, writes, and is about to commit
        assert records.connection.moves.page[:] != before


def test_the_page_belongs_to_whom_the_database_belongs(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    sqlite3.connect(file).close()
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 1234, 4321)
    TellingConnection(str(file)).close()
    mine, page = file.stat(), Path(f"{file}-moves").stat()
    assert (page.st_uid, page.st_gid, stat.S_IMODE(page.st_mode)) == (mine.st_uid, mine.st_gid, 0o640)


def test_a_database_that_is_made_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    with closing(TellingConnection(str(tmp_path / "a.sqlite3"))) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE things (id INTEGER)")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {f"a.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm", "-moves")}


def test_a_page_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3-moves").mkdir()
    with pytest.raises(sqlite3.OperationalError, match=r"a\.sqlite3-moves cannot be written: Is a directory"):
        TellingConnection(str(tmp_path / "a.sqlite3"))


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "anothers").write_text("kept as it is")
    (tmp_path / "a.sqlite3-moves").symlink_to(tmp_path / "anothers")
    with pytest.raises(sqlite3.OperationalError, match="cannot be written"):
        TellingConnection(str(tmp_path / "a.sqlite3"))
    assert (tmp_path / "anothers").read_text() == "kept as it is"


def test_a_database_in_memory_has_nobody_to_tell() -> None:
    with closing(TellingConnection(":memory:")) as alone:
        assert alone.moves is None
        alone.commit()
