"""The workers of `rejoinder serve`: forks of one supervisor; none outlives it, and a lost one is replaced."""

import ctypes
import os
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from served import THREAD, Browser, Serve, children, idle, lives, refused, wait_until

from widget.cli import worker
from widget.cli.supervisor import Listening, Supervisor, Worker


def test_the_supervisor_forks_with_a_single_thread_and_leaves_nobody_behind(serving: Serve) -> None:
    """With more, workers would be told to end once for each when it is killed, and be stuck in the second time."""
    with serving("--workers", "2") as server:
        workers = children(server.process.pid)
        assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1
        server.tell(signal.SIGKILL)
        wait_until(lambda: not any(map(lives, workers)))


def test_the_supervisor_keeps_no_connection_to_the_store_that_its_forks_would_share(serving: Serve) -> None:
    """The first workers are forks with the application that it has built and checked."""
    with serving("--workers", "2") as server:
        kept = [str(one.readlink()) for one in Path(f"/proc/{server.process.pid}/fd").iterdir()]
    assert [one for one in kept if "sqlite" in one] == []
    assert len([one for one in kept if one.startswith("socket:")]) == 3  # where it listens, and the ends of its bell


def test_the_first_workers_have_the_application_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """To build it once more would take a tenth of a start."""
    app, building = Flask("there"), list[Callable[[], Flask]]()

    def start(_: Supervisor, _count: int, build: Callable[[], Flask]) -> list[Worker]:
        building.append(build)
        signal.raise_signal(signal.SIGTERM)
        return []

    monkeypatch.setattr(Supervisor, "_start", start)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Listening(listener, 1, access_log=False, delivers=False)
        Supervisor(server, lambda: Flask("anew"), 1).run("Ready.", app)
    assert [build() for build in building] == [app]


def test_a_lost_worker_is_replaced_once(serving: Serve) -> None:
    with serving("--workers", "1") as server:
        (lost,) = children(server.process.pid)
        os.kill(lost, signal.SIGKILL)
        server.wait_for("another takes its place.*\n")
        assert Browser(server.address).get(THREAD).status_code == 200
        (another,) = children(server.process.pid)
        assert another != lost
        os.kill(another, signal.SIGKILL)
        assert server.ended() == 1
    assert server.said == "Error: Workers end as soon as they have begun.\n"


def test_no_worker_outlives_a_killed_server(serving: Serve) -> None:
    with serving("--workers", "1") as server:
        server.process.kill()
        server.ended()
        wait_until(lambda: refused(server.address))


def test_a_worker_that_was_told_in_vain_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    told: list[object] = []
    monkeypatch.setattr(worker, "sleep", slept.append)
    monkeypatch.setattr(os, "kill", lambda *what: told.append(what))
    monkeypatch.setattr(signal, "pthread_kill", lambda *what: None)
    worker.follow(0)  # nobody's parent
    assert told[-1] == (os.getpid(), signal.SIGKILL)
    assert sum(slept) == worker.ENDING


@pytest.mark.parametrize("place", [0, 1], ids=["the main thread", "another thread"])
def test_a_worker_that_leaves_sends_readers_elsewhere_whichever_thread_is_told(serving: Serve, place: int) -> None:
    """Python acts in its main thread alone; that sleeps on when another was told, or it itself a moment too early."""

    def is_sent_away() -> bool:
        kept.request("GET", THREAD)
        answer = kept.getresponse()
        answer.read()
        return answer.headers.get("Connection") == "close"

    with serving("--workers", "1") as server, closing(idle(server.address)) as kept:
        assert not is_sent_away()
        (leaving,) = children(server.process.pid)
        thread = sorted(int(one.name) for one in Path(f"/proc/{leaving}/task").iterdir())[place]
        assert ctypes.CDLL(None).tgkill(leaving, thread, worker.LEAVE) == 0
        wait_until(is_sent_away)
