"""A real `rejoinder serve` in a process of its own, and browsers that speak to it over real connections."""

import http.client
import json
import os
import re
import secrets
import selectors
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

from frames import ORIGIN, Frame
from source import ROOT
from stage import BLOG, ENVIRONMENT

PATIENCE = 90  # seconds for what takes one; the machine may be busy
THREAD = f"/thread?page={quote(BLOG, safe='')}"
COMMAND = [sys.executable, "-c", "from widget.cli import main; main()"]
HAND_OVER = """\
import os, sys
os.dup2(int(sys.argv[1]), 3)  # as systemd does it: the socket has the number 3, the variable names the very process
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass
class Served:
    """A running server: where it listens, and what it has said on stderr so far."""

    process: "subprocess.Popen[bytes]"
    address: str = ""
    said: str = ""
    logged: bytes = b""

    @property
    def port(self) -> int:
        """The port of an address with one."""
        return int(self.address.rpartition(":")[2])

    def tell(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def wait_for(self, sentence: str) -> re.Match[str]:
        """Read what it says until a pattern occurs; return the match."""
        assert self.process.stderr
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stderr, selectors.EVENT_READ)
            while not (found := re.search(sentence, self.said)):
                assert selector.select(PATIENCE), f"it said only {self.said!r}"
                piece = os.read(self.process.stderr.fileno(), 4096).decode()
                assert piece, f"it ended after {self.said!r}"
                self.said += piece
        self.said = self.said[found.end() :]
        return found

    def end(self) -> int:
        """End it; return its exit code. What it said and logged until then is in `said` and `logged`."""
        self.tell(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended by itself."""
        logged, said = self.process.communicate(timeout=PATIENCE)
        self.said += said.decode()
        self.logged += logged
        return self.process.returncode


@contextmanager
def served(
    database: str,
    folder: Path,
    *options: str,
    inherited: socket.socket | None = None,
    command: str = "serve",
    settings: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Run `rejoinder serve` or another command in a folder, on the database of a URL, until the block ends.

    `settings` are environment variables without their prefix.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(("REJOINDER_", "LISTEN_"))}
    own |= ENVIRONMENT | {"REJOINDER_DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    own |= {f"REJOINDER_{name.upper()}": value for name, value in (settings or {}).items()}
    program, descriptors = [*COMMAND, command, *options], ()
    if inherited:
        program, descriptors = (
            [sys.executable, "-c", HAND_OVER, str(inherited.fileno()), *program],
            (inherited.fileno(),),
        )
    process = subprocess.Popen(
        program, cwd=folder, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=descriptors
    )
    server = Served(process)
    try:
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        with suppress(ValueError):  # what it says was read to the end already
            process.communicate(timeout=PATIENCE)


@contextmanager
def listening(database: str, folder: Path, *options: str, **more: Any) -> Iterator[Served]:
    """The same, once it listens."""
    placed = () if {"--port", "--unix-socket"} & set(options) else ("--port", str(free_port()))
    with served(database, folder, *placed, *options, **more) as server:
        server.address = server.wait_for(r"Listening at (\S+): .*\n")[1]
        yield server


Serve = Callable[..., AbstractContextManager[Served]]  # what the fixture `serving` returns


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def idle(address: str) -> http.client.HTTPConnection:
    """Return a connection over which something was asked and answered."""
    connection = connect(address)
    connection.request("GET", THREAD)
    connection.getresponse().read()
    return connection


def refused(address: str) -> bool:
    """Whether nobody listens any more."""
    connection = connect(address)
    try:
        connection.connect()
    except OSError:
        return True
    finally:
        connection.close()
    return False


@dataclass
class Answer:
    """An answer as Flask's test client would give it."""

    status_code: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def get_json(self) -> Any:
        return json.loads(self.content)


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def connect(address: str, source: str = "", tls: ssl.SSLContext | None = None) -> http.client.HTTPConnection:
    """Return a connection to `http(s)://HOST:PORT` or `unix:PATH`, not yet opened; `source` is one's own address."""
    if address.startswith("unix:"):
        return UnixConnection(address.removeprefix("unix:"))
    if address.startswith("https:"):
        own = (source, 0) if source else None
        host = address.removeprefix("https://")
        return http.client.HTTPSConnection(host, timeout=PATIENCE, context=tls, source_address=own)
    return http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)


class Browser:
    """Asks a real server; has what `frames.Frame` uses of Flask's test client. It keeps no cookies."""

    def __init__(self, address: str, **how: Any) -> None:
        self.connect = partial(connect, address, **how)

    def test_client(self) -> Self:
        """Return itself: a frame of the tests takes it for an application."""
        return self

    def get(self, path: str, **how: Any) -> Answer:
        return self.open(path, method="GET", **how)

    def open(
        self, path: str, *, method: str, json: Any = None, body: str = "", headers: Any = (), **more: Any
    ) -> Answer:
        """Ask over a connection of its own."""
        query = more.get("query_string")
        target = f"{path}?{urlencode(query)}" if query else path
        sent = {"Host": "comments.rejoinder.test"} | dict(headers)
        if json is not None:
            body, sent["Content-Type"] = encoded(json), "application/json"
        connection = self.connect()
        try:
            connection.request(method, target, body or None, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


def posting(frame: Frame, text: str, **headers: str) -> dict[str, Any]:
    """Return headers and body of a guest's comment."""
    body = {"body": text, "page": frame.page, "as": "guest", "name": "Grace", "email": "grace@example.org"}
    body["idempotency_key"] = secrets.token_hex(8)
    own = {"Host": "comments.rejoinder.test", "Origin": ORIGIN, "Content-Type": "application/json"}
    own["X-CSRFToken"] = frame.session()["csrf_token"]
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    return {"headers": own, "body": json.dumps(body)}


def encoded(body: Any) -> str:
    """Return a body as JSON."""
    return json.dumps(body)


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.01)


def children(process: int) -> list[int]:
    """Return the processes that a process has begun."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def lives(process: int) -> bool:
    """Whether a process still runs; one that has ended and was not looked after yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def answered(connections: list[http.client.HTTPConnection], count: int) -> list[int]:
    """Wait until so many of the connections have an answer; return their statuses."""
    found: list[int] = []
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.sock, selectors.EVENT_READ, connection)
        while len(found) < count:
            for key, _ in selector.select(PATIENCE):
                selector.unregister(key.fileobj)
                found.append(key.data.getresponse().status)
    return found
