"""Real HTTP servers on loopback that answer as a test tells them."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


@dataclass(frozen=True)
class Outgoing:
    """The settings of outgoing requests, as tests want them: loopback is where the servers are."""

    allow_loopback: bool = True
    ca_file: str = ""
    timeout: float = 5.0
    deadline: float = 5.0


Answer = Callable[[Request], Response]


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing: what was asked is in `Server.requests`."""


@dataclass
class Server:
    port: int
    requests: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(answer: Answer, ssl_context: object = None) -> Iterator[Server]:
    seen: list[str] = []

    @Request.application
    def app(request: Request) -> Response:
        seen.append(request.url)
        return answer(request)

    server = make_server("127.0.0.1", 0, app, request_handler=Quiet, ssl_context=ssl_context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        yield Server(server.server_port, seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def talking(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A server that says what it likes, byte by byte, until the test is over."""
    over = threading.Event()

    def run() -> None:
        with suppress(OSError):  # nobody comes before the test is over, or the other side hangs up, as it should
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                talk(connection, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
