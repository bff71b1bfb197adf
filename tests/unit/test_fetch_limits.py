"""Outgoing HTTP: when it gives up on an answer (SIGNIN 4, row on denial of service)."""

import gzip
import socket
import threading
from math import inf

import pytest
from loopback import Outgoing, serving, talking
from werkzeug.wrappers import Response

from widget.core.fetch import Fetched, FetchFailed, TooLarge, TooSlow, fetch, guarded_session


def get(url: str, outgoing: Outgoing | None = None, *, limit: int = 1000, deadline: float = 5.0) -> Fetched:
    with guarded_session(outgoing or Outgoing()) as session:
        return fetch(session, url, limit=limit, deadline=deadline)


def test_a_slow_drip_ends_at_the_deadline() -> None:
    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not over.wait(0.005):
            connection.sendall(b"x")

    with talking(drip) as url, pytest.raises(TooSlow):
        get(url, limit=100_000, deadline=0.2)


def test_a_slow_drip_of_headers_ends_too() -> None:
    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not over.wait(0.005):
            connection.sendall(b"x")

    with talking(drip) as url, pytest.raises(TooSlow):
        get(url, deadline=0.2)


def test_endless_headers_end_at_the_size() -> None:
    def flood(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.is_set():
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    with talking(flood) as url, pytest.raises(FetchFailed):
        get(url)


def test_a_server_that_never_answers_is_left() -> None:
    with talking(lambda _, over: bool(over.wait())) as url, pytest.raises(TooSlow):  # type: ignore[arg-type, return-value]
        get(url, Outgoing(timeout=0.1), deadline=inf)  # which could not end it


def test_a_server_that_stops_in_the_middle_is_left() -> None:
    def stall(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        over.wait()

    with talking(stall) as url, pytest.raises(TooSlow):
        get(url, Outgoing(timeout=0.1), deadline=inf)  # which could not end it


def test_redirects_share_the_deadline() -> None:
    def drip(connection: socket.socket, over: threading.Event) -> None:
        while not over.wait(0.005):
            connection.sendall(b"H")

    with (
        talking(drip) as slow,
        serving(lambda _: Response(status=302, headers={"Location": slow})) as server,
        pytest.raises(TooSlow),
    ):
        get(server.url, deadline=0.2)


@pytest.mark.parametrize("size", [1000, 1001])
def test_the_size_limit_is_exact(size: int) -> None:
    with serving(lambda _: Response(b"x" * size)) as server:
        if size <= 1000:
            assert len(get(server.url).body) == size
        else:
            with pytest.raises(TooLarge):
                get(server.url)


def test_a_packed_answer_is_measured_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with (
        serving(lambda _: Response(bomb, headers={"Content-Encoding": "gzip"})) as server,
        pytest.raises(TooLarge),
    ):
        get(server.url, limit=1_000_000)


def test_a_redirect_with_a_huge_body_is_refused() -> None:
    with (
        serving(lambda _: Response(b"x" * 9999, status=302, headers={"Location": "/"})) as server,
        pytest.raises(TooLarge),
    ):
        get(server.url)


def test_an_endless_chunk_size_line_fills_no_memory() -> None:
    def flood(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not over.is_set():
            connection.sendall(b"0" * 65536)

    with talking(flood) as url, pytest.raises(FetchFailed):
        get(url)
