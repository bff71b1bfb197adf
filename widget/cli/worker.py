"""One worker process: the application inside granian, and how it steps aside without losing a request.

Told to leave (SIGUSR1) it accepts nothing more and says `Connection: close` with every answer, so that clients go away
by themselves; told to end (SIGTERM, a moment later) granian finishes what is under way. Both steps are needed: granian
alone would cut connections that it has accepted and not yet read from.
"""

import ctypes
import gc
import logging
import os
import re
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from threading import Thread, main_thread
from time import sleep
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from widget.cli.base import EXPECTED, first_line
from widget.cli.bodies import BodyFirst
from widget.cli.housekeeping import keep_house
from widget.notifications.worker import deliver_beside
from widget.reading.fast import FastLayer
from widget.web.shelf import SHELF, Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LEAVE, WAKE = signal.SIGUSR1, signal.SIGUSR2
ENDING = 30.0  # seconds for what is under way; longer than a sign-in may take
FOLLOWING = (
    0.25  # seconds; half of what the supervisor leaves between LEAVE and SIGTERM, which are acted on in this order
)
PR_SET_PDEATHSIG = 1  # prctl(2)
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # mallopt(3)
LARGE = 64 * 1024  # bytes
ARENAS = 2  # by turns, under Python's lock, all threads can do with few; each keeps what was freed in it
# Links of mails and invitations have their secret in the path.
OPENING = re.compile(r"/(decide|subscriptions|unsubscribe|admin/invitations)/[^\s/\"]+")


class Door:
    """Around the application: while open its `answer` adds nothing, while closing it sends everybody elsewhere.

    What is ready goes out before it (`ready`), until it closes.
    """

    def __init__(self, app: "WSGIApplication", shelf: Shelf, listener: int) -> None:
        self._app, self._listener, self._closing = app, listener, False
        self.ready = FastLayer(self.answer, shelf)

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not self._closing:
            return self._app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], exc_info)

        return self._app(environ, start)

    def close(self, *_: object) -> None:
        """Accept nothing more: put a socket that nobody knows in the place of the shared one, which stays as it is."""
        self._closing = True
        self.ready.step_aside()
        with socket.create_server(("127.0.0.1", 0)) as unknown:
            unknown.settimeout(0)
            os.dup2(unknown.fileno(), self._listener)


class OneLine(logging.Formatter):
    """Keeps what is logged on one line, whatever an address contains, and out of it what opens something by itself."""

    def format(self, record: logging.LogRecord) -> str:
        line = OPENING.sub(r"/\1/…", super().format(record))
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


def _take_room() -> None:
    """Let as many connections be open as the system allows, often many times the 1,024 that it begins with."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS names no number that it would take
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _arrange_with_linux() -> None:
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # at once when the supervisor is killed
    with suppress(AttributeError):  # glibc alone has it: each thread would keep what packing a document has taken
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
        libc.mallopt(M_ARENA_MAX, ARENAS)


def _set_signals() -> None:
    """Undo what the supervisor has set; granian sets its own when it begins."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(WAKE, lambda *_: None)


def follow(supervisor: int) -> None:
    """Let the main thread hear what it was told, and end when the supervisor has gone.

    Python acts on a signal in its main thread alone, when that is awake. One that comes in the moment before it falls
    asleep, or that another thread takes, is not acted on until the next one wakes it up.
    """
    while os.getppid() == supervisor:
        _wake_up()
    if sys.platform != "linux":  # which has told us itself
        os.kill(os.getpid(), signal.SIGTERM)
    for _ in range(int(ENDING / FOLLOWING)):
        _wake_up()
    os.kill(os.getpid(), signal.SIGKILL)


def _wake_up() -> None:
    sleep(FOLLOWING)
    signal.pthread_kill(main_thread().ident or 0, WAKE)


def open_door(
    build: Callable[[], Flask], listener: int, threads: int, report: Connection, *, delivers: bool = True
) -> "WSGIApplication":
    """Build the application in a new process, and report "" or the sentence that says why it cannot be built."""
    _take_room()
    os.setpgid(0, 0)  # Ctrl-C is for the supervisor, which lets us finish
    if sys.platform == "linux":
        _arrange_with_linux()
    _set_signals()
    try:
        app = build()
        door = Door(BodyFirst(app.wsgi_app, threads).answer, app.extensions[SHELF], listener)
    except EXPECTED as error:
        report.send(str(error))
        sys.exit(1)
    except DBAPIError as error:
        report.send(f"The database of database_url cannot be used: {first_line(error)}.")
        sys.exit(1)
    signal.signal(LEAVE, door.close)
    if supervisor := parent_process():
        Thread(target=follow, args=(supervisor.pid,), name="following", daemon=True).start()
    gc.freeze()  # what is loaded by now stays: nobody looks through it for garbage again
    keep_house(app)
    if delivers:
        deliver_beside(app)
    report.send("")
    return door.ready.answer
