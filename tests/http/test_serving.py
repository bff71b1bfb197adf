"""`rejoinder serve`: no request is lost while it reloads, restarts or ends; what it says is one sentence."""

import logging
import resource
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from clients import Crowd
from flask import Flask
from frames import Frame
from records import Records
from served import (
    THREAD,
    Browser,
    Serve,
    answered,
    children,
    connect,
    idle,
    posting,
    refused,
    served,
    wait_until,
)
from sqlalchemy import create_engine
from stage import BLOG

from widget.cli.listening import BACKLOG
from widget.cli.worker import OneLine
from widget.config import store_url

X = '[providers.x]\nclient_id = "a"\nclient_secret = "b"\n'


def test_no_request_is_lost_through_reloads(serving: Serve) -> None:
    with serving("--workers", "2") as server, Crowd(server.address, THREAD, kept=3, fresh=2) as crowd:
        for _ in range(3):
            crowd.wait_for(20)
            server.tell(signal.SIGHUP)
            server.wait_for("Reloaded")
        crowd.wait_for(20)
    assert crowd.failures == []
    assert crowd.answered >= 80


def test_no_request_is_lost_when_systemd_restarts_the_server(serving: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as kept:
        address = f"http://127.0.0.1:{kept.getsockname()[1]}"
        crowd = Crowd(address, THREAD, kept=3, fresh=2)
        for number in range(3):
            with serving("--workers", "1", inherited=kept) as server:
                assert server.address == address
                crowd.begin() if number == 0 else None
                crowd.wait_for(20)
                crowd.end() if number == 2 else None
                assert server.end() == 0
    assert crowd.failures == []


def test_readers_who_stay_connected_keep_nobody_out(serving: Serve) -> None:
    """2,000 readers of a lively thread keep their connections: more than wait in the socket's queue."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with serving("--workers", "1") as server:
        with ExitStack() as open_ones:
            for _ in range(BACKLOG + 100):
                reader = open_ones.enter_context(closing(connect(server.address)))
                reader.timeout = 15  # seconds; after 20 without a question granian itself would make room
                reader.request("GET", "/threads/none/version")
                assert reader.getresponse().read()
        assert server.end() == 0


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Hold the right to write, so that a write is under way for as long as the test likes."""
    engine = create_engine(store_url(database), isolation_level="AUTOCOMMIT")
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as held:
        for statement in ("BEGIN IMMEDIATE",) if sqlite else ("BEGIN", "LOCK TABLE comments IN SHARE MODE"):
            held.exec_driver_sql(statement)
        yield
        held.exec_driver_sql("COMMIT")
    engine.dispose()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_finished(
    serving: Serve, database: str, records: Records, number: signal.Signals
) -> None:
    with serving("--workers", "1") as server:
        frame, unused, used = Frame(Browser(server.address), BLOG), idle(server.address), idle(server.address)
        comment = posting(frame, "A slow one")
        with locked(database):
            used.request("POST", f"/threads/{frame.thread}/comments", **comment)
            server.tell(number)
            assert unused.sock.recv(1) == b""  # it has come to closing what is idle, and waits for the rest
            assert refused(server.address)
        assert used.getresponse().status == 201
        unused.close()
        used.close()
        assert server.ended() == 0
    assert records.count("comments") == 1
    assert server.said == ""


def test_a_configuration_that_cannot_work_stops_no_server(serving: Serve, tmp_path: Path) -> None:
    path = tmp_path / "rejoinder.toml"
    path.write_text("[sessions]\nidle_days = 3\n", encoding="utf-8")
    with serving("--workers", "2") as server:
        before = children(server.process.pid)
        path.write_text("[sessions]\nidle_days = -3\n", encoding="utf-8")
        server.tell(signal.SIGHUP)
        assert "idle_days" in server.wait_for("Not reloaded.*\n")[0]
        assert Browser(server.address).get(THREAD).status_code == 200
        assert children(server.process.pid) == before
        path.unlink()
        server.tell(signal.SIGHUP)
        server.wait_for("Reloaded.\n")
        assert server.end() == 0
    assert server.said == ""


def test_a_reload_reads_the_configuration_anew(serving: Serve, tmp_path: Path) -> None:
    with serving("--workers", "1") as server:
        before = Browser(server.address).get(THREAD)
        (tmp_path / "rejoinder.toml").write_text(X, encoding="utf-8")
        server.tell(signal.SIGHUP)
        server.wait_for("Reloaded")
        known = {"If-None-Match": before.headers["ETag"]}
        assert 'data-provider="x"' not in before.text
        # A worker that is leaving may still take what comes in the moment in which it is told so.
        wait_until(lambda: 'data-provider="x"' in Browser(server.address).get(THREAD, headers=known).text)


def test_erasures_become_final_though_nobody_asks_for_anything(serving: Serve, alice: Frame, records: Records) -> None:
    alice.post("Soon gone")
    records.change("UPDATE accounts SET erases = '2026-01-01 00:00:00.000000'")
    with serving("--workers", "2"):
        wait_until(lambda: records.count("accounts") == 0)
    assert "Soon gone" not in str(records.everything())


def test_a_socket_file_has_usable_permissions_and_goes_with_the_server(
    serving: Serve, database: str, tmp_path: Path
) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    with serving("--workers", "1", "--unix-socket", str(path)) as server:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        assert Browser(server.address).get(THREAD).status_code == 200
        with served(database, tmp_path, "--unix-socket", str(path)) as second:
            assert second.ended() == 1
        assert second.said == f"Error: {path} cannot be listened on: another program does.\n"
        assert server.end() == 0
    assert not path.exists()


def test_what_is_no_socket_is_left_alone(database: str, tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_text("Dear aunt", encoding="utf-8")
    with served(database, tmp_path, "--unix-socket", str(path)) as server:
        assert server.ended() == 1
    assert server.said == f"Error: {path} is there already and is no socket.\n"
    assert path.read_text(encoding="utf-8") == "Dear aunt"


def test_the_proxy_at_a_unix_socket_says_who_somebody_is(serving: Serve, records: Records, tmp_path: Path) -> None:
    records.change("UPDATE sites SET flood_seconds = 1500")
    answers = []
    with serving("--workers", "1", "--unix-socket", str(tmp_path / "s")) as server:
        browser = Browser(server.address)
        frame = Frame(browser, BLOG)
        for number, client in enumerate(("203.0.113.5", "203.0.113.6", "203.0.113.5")):
            sent = posting(frame, f"Comment {number}", X_Forwarded_For=client)
            answers.append(browser.open(f"/threads/{frame.thread}/comments", method="POST", **sent).status_code)
    assert answers == [201, 201, 429]


def test_the_access_log_is_off_and_never_has_a_query(serving: Serve) -> None:
    asked = "/signin/google/callback?code=a-secret&state=another-secret"
    for options, logged in ((), b""), (("--access-log",), b'"GET /signin/google/callback" 400'):
        with serving("--workers", "1", *options) as server:
            Browser(server.address).get(asked)
            Browser(server.address).get("/a%0Aforged%20line")
            assert server.end() == 0
        lines = server.logged.splitlines()
        assert len(lines) == len(options) * 2
        assert logged in server.logged
        assert b"secret" not in server.logged


def test_no_line_of_a_log_has_the_secret_of_a_link(app: Flask) -> None:
    secret = "a-secret_of.43"
    opening = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len(set(opening)) >= 4
    for path in opening:
        asked = f'"POST {path.replace("<token>", secret)}" 200'
        line = OneLine().format(logging.makeLogRecord({"msg": asked}))
        assert secret not in line
        assert line.endswith('/…" 200')


def test_slow_senders_do_not_keep_readers_waiting(serving: Serve) -> None:
    with serving("--workers", "1", "--threads", "2") as server, ExitStack() as slow:
        senders = []
        frame = Frame(Browser(server.address), BLOG)
        sent = posting(frame, "A comment")
        for _ in range(3):
            connection = slow.enter_context(closing(connect(server.address)))
            connection.putrequest("POST", f"/threads/{frame.thread}/comments")
            for name, value in sent["headers"].items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", "1000")
            connection.endheaders(b"{")
            senders.append(connection)
        assert answered(senders, 2) == [503, 503]
        assert Browser(server.address).get(THREAD).status_code == 200
