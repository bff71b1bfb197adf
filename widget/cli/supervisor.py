"""Keeps workers on one shared socket: starts them, replaces them on SIGHUP, ends them on SIGTERM, loses no request.

A new worker takes over when it has said that it works; until then the old ones answer. See docs/decisions/0008.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pipe, get_start_method
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NoReturn, cast

import click
from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server.mp import MPServer

from widget.cli.listening import BACKLOG
from widget.cli.worker import ENDING, LEAVE, open_door
from widget.config import ConfigurationError

CONNECTIONS = 16_384  # open at once in a worker; granian would let as many in as may wait in the queue, and then nobody
LEAVING = 0.5  # seconds in which clients of a leaving worker go away by themselves
STARTING = 60.0  # seconds until a new worker must have said that it works
FORKS = get_start_method() == "fork"  # as granian asks it too
SHORTEST_LIFE = 5.0  # seconds; a worker that ends sooner would end again
LINE = '%(addr)s %(header{x-forwarded-for})s "%(method)s %(path)s" %(status)d %(dt_ms).1f ms'  # no query: it has codes
LOGGING = {
    "formatters": {"line": {"()": "widget.cli.worker.OneLine"}},
    "handlers": {
        "errors": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
        "access": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"},
    },
    "loggers": {
        "_granian": {"handlers": ["errors"], "propagate": False},
        "granian.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}


class Listening(MPServer):
    """granian, whose workers we start and end ourselves, on a socket that we have opened."""

    def __init__(self, listener: socket.socket, threads: int, *, access_log: bool, delivers: bool) -> None:
        super().__init__(
            "",
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            runtime_mode=RuntimeModes.mt,
            blocking_threads=threads,
            backlog=BACKLOG,
            backpressure=CONNECTIONS,
            log_level=LogLevels.warning,
            log_dictconfig=LOGGING,
            log_access=access_log,
            log_access_format=LINE,
        )
        self.listener, self.delivers = listener, delivers
        shared = cast(Any, SocketHolder)(listener.fileno(), listener.family == socket.AF_UNIX, BACKLOG)
        vars(self).update(_sso=listener, _shd=shared, _ipc={0: (None, None)})  # what its own `startup` would set

    def worker(self, build: Callable[[], Flask], report: Connection) -> BaseProcess:
        """Return a worker that is not yet started, builds its application by `build` and will report once."""
        place = build, self.listener.fileno(), self.blocking_threads
        opening = partial(open_door, *place, report, delivers=self.delivers)
        process: BaseProcess = self._spawn_worker(0, self._spawn_wsgi_worker, opening).inner
        return process


@dataclass
class Worker:
    """A running worker: since when, whether for a lost one, and which signals it gets when, if it still runs then."""

    process: BaseProcess
    since: float
    replaces: bool = False
    due: list[tuple[float, signal.Signals]] = field(default_factory=list)


@dataclass
class Supervisor:
    """Runs `count` workers, whose application `build` builds, until it is told to end."""

    server: Listening
    build: Callable[[], Flask]
    count: int
    working: list[Worker] = field(default_factory=list)
    leaving: list[Worker] = field(default_factory=list)

    def run(self, ready: str, app: Flask) -> None:
        """Say `ready` when all workers do their work; return when all have ended.

        The first workers have `app` as it is, where they are forks: it need not be built again.
        """
        with _signals() as (told, bell):
            self.working = self._start(self.count, (lambda: app) if FORKS else self.build)
            _say(ready)
            while not {signal.SIGTERM, signal.SIGINT} & told:
                if signal.SIGHUP in told:
                    told.discard(signal.SIGHUP)
                    self._reload()
                self._look_after(bell)
            self._leave(self.working)
            self.working = []
            self.server.listener.close()
            while self.leaving:
                self._look_after(bell)

    def _reload(self) -> None:
        try:
            fresh = self._start(self.count, self.build)
        except ConfigurationError as error:
            _say(f"Not reloaded, everything goes on as before: {error}")
            return
        self._leave(self.working)
        self.working = fresh
        _say("Reloaded.")

    def _start(self, count: int, build: Callable[[], Flask]) -> list[Worker]:
        """Start workers; when one of them cannot work, none stays and its sentence is raised."""
        started = [self._begin(build) for _ in range(count)]
        try:
            for worker, report in started:
                _hear(worker.process, report)
        except ConfigurationError:
            for worker, _ in started:
                worker.process.kill()
                worker.process.join()
            raise
        finally:
            for _, report in started:
                report.close()
        return [worker for worker, _ in started]

    def _begin(self, build: Callable[[], Flask]) -> tuple[Worker, Connection]:
        ours, theirs = Pipe(duplex=False)
        worker = Worker(self.server.worker(build, theirs), time.monotonic())
        worker.process.start()
        theirs.close()
        return worker, ours

    def _leave(self, workers: list[Worker]) -> None:
        now = time.monotonic()
        for worker in workers:
            worker.due = [(now, LEAVE), (now + LEAVING, signal.SIGTERM), (now + ENDING, signal.SIGKILL)]
        self.leaving += workers
        self._send_due()

    def _send_due(self) -> None:
        now = time.monotonic()
        for worker in self.leaving:
            while worker.due and worker.due[0][0] <= now:
                with suppress(ProcessLookupError):
                    os.kill(worker.process.pid or 0, worker.due.pop(0)[1])

    def _look_after(self, bell: socket.socket) -> None:
        """Wait for a signal, for the end of a worker, or until one is due to be told something."""
        due = min((worker.due[0][0] for worker in self.leaving if worker.due), default=None)
        patience = None if due is None else max(0.0, due - time.monotonic())
        ended = wait([bell, *(worker.process.sentinel for worker in self.working + self.leaving)], patience)
        if bell in ended:
            bell.recv(4096)
        self._send_due()
        for worker in [one for one in self.leaving if one.process.sentinel in ended]:
            worker.process.join()
            self.leaving.remove(worker)
        for worker in [one for one in self.working if one.process.sentinel in ended]:
            worker.process.join()
            self.working.remove(worker)
            self._replace(worker)

    def _replace(self, lost: Worker) -> None:
        if lost.replaces and time.monotonic() - lost.since < SHORTEST_LIFE:
            self._give_up("Workers end as soon as they have begun.")
        _say(f"A worker has ended by itself ({lost.process.exitcode}); another takes its place.")
        try:
            (worker,) = self._start(1, self.build)
        except ConfigurationError as error:
            self._give_up(str(error))
        worker.replaces, worker.since = True, time.monotonic()
        self.working.append(worker)

    def _give_up(self, reason: str) -> NoReturn:
        for worker in self.working + self.leaving:
            worker.process.terminate()
            worker.process.join(ENDING)
        raise ConfigurationError(reason)


@contextmanager
def _signals() -> Iterator[tuple[set[int], socket.socket]]:
    """Give the set of signals that have come, and a socket that can be read from when one has."""
    told: set[int] = set()
    bell, clapper = socket.socketpair()
    with bell, clapper:
        for end in (bell, clapper):
            end.settimeout(0)
        before = {
            one: signal.signal(one, lambda number, _: told.add(number))
            for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        }
        woken = signal.set_wakeup_fd(clapper.fileno(), warn_on_full_buffer=False)
        try:
            yield told, bell
        finally:
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)


def _hear(process: BaseProcess, report: Connection) -> None:
    """Wait for what a new worker reports; raise what keeps it from working."""
    heard = wait([report, process.sentinel], STARTING)
    if report in heard:
        with suppress(EOFError):
            if sentence := report.recv():
                raise ConfigurationError(sentence)
            return
    raise ConfigurationError("A worker could not start; what it says about that stands above.")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.stderr.flush()
