"""`rejoinder worker`, and `serve` without one: real processes, ended and killed in the middle of a mail."""

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from mailboxes import Mailbox, mail_settings
from mailing import ADDRESS, in_window
from records import Records
from served import Served, listening, served, wait_until
from stage import Time

from widget.notifications.delivery import bell_of
from widget.notifications.worker import deliver_once

Work = Callable[[], AbstractContextManager[Served]]


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


@pytest.fixture
def working(database: str, tmp_path: Path, mailbox: Mailbox) -> Work:
    """Return what runs a worker."""
    return partial(served, database, tmp_path, command="worker", settings=mail_settings(mailbox.port))


@pytest.fixture
def asked(app: Flask, mailbox: Mailbox) -> None:
    """Somebody has asked for a mail."""
    _, window = in_window(app, mailbox)
    assert window.ask().status_code == 303


def test_a_worker_sends_what_waits_and_ends_when_it_is_told(
    working: Work, asked: None, mailbox: Mailbox, records: Records
) -> None:
    with working() as worker:
        wait_until(lambda: records.query("SELECT sent FROM outbox") == [(True,)])
        assert worker.end() == 0
    assert worker.said == "Sending mails and calling webhooks.\n"
    assert len(mailbox.got) == 1


def test_a_worker_that_is_killed_while_it_sends_loses_nothing(
    working: Work, asked: None, mailbox: Mailbox, records: Records
) -> None:
    with working() as worker:
        mailbox.before = lambda: os.kill(worker.process.pid, signal.SIGKILL)
        assert worker.ended() == -signal.SIGKILL
    assert records.query("SELECT attempts, sent, done FROM outbox") == [(1, False, None)]
    mailbox.before = lambda: None
    records.change("UPDATE outbox SET due = created")  # the two minutes of its lease
    with working():
        wait_until(lambda: records.query("SELECT attempts, sent FROM outbox") == [(2, True)])
    assert len({mail["Message-ID"] for mail in mailbox.got}) == 1


def test_a_server_sends_by_itself(
    database: str, tmp_path: Path, asked: None, mailbox: Mailbox, records: Records
) -> None:
    with listening(database, tmp_path, "--workers", "1", settings=mail_settings(mailbox.port)):
        wait_until(lambda: records.query("SELECT sent FROM outbox") == [(True,)])
    assert len(mailbox.got) == 1


def test_without_a_worker_a_server_sends_nothing(
    database: str, tmp_path: Path, asked: None, mailbox: Mailbox, working: Work, records: Records
) -> None:
    settings = mail_settings(mailbox.port)
    with listening(database, tmp_path, "--workers", "1", "--no-worker", settings=settings) as server:
        server.end()
    assert records.query("SELECT attempts FROM outbox") == [(0,)]


def test_without_mail_a_worker_calls_webhooks_alone(database: str, tmp_path: Path) -> None:
    with served(database, tmp_path, command="worker") as worker:
        worker.wait_for("No mail is configured: calling webhooks.")
        assert worker.end() == 0


def test_what_is_asked_for_rings_at_the_worker_of_its_process(app: Flask, asked: None) -> None:
    assert bell_of(app).is_set()


def test_a_worker_forgets_the_address_of_a_sign_in_that_nobody_has_ended(
    app: Flask, asked: None, records: Records, time: Time
) -> None:
    over = type("Never", (), {"is_set": lambda _: False})()
    deliver_once(app, over)
    assert ADDRESS in str(records.query("SELECT address FROM transactions"))
    time.passes(minutes=11)
    deliver_once(app, over)
    assert records.query("SELECT address, shown_name FROM transactions") == [(None, None)]
    assert ADDRESS.encode() not in records.files()
