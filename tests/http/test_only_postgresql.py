"""PostgreSQL alone: a server that restarts or is not there, and what each kind of transaction sees."""

import postgres
import pytest
from commands import Run, sentence
from flask import Flask
from frames import Frame
from records import Records
from sqlalchemy import make_url, text

from widget.extensions import db
from widget.web.transactions import transaction

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
