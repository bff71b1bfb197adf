"""Connections that go to addresses chosen beforehand and charge every byte and second to an errand."""

import socket
import ssl
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

_HEADS = 256 * 1024  # bytes that status lines, headers and chunk marks of one errand may take


class FetchFailed(Exception):
    """An answer could not be had; the sentence names the host, never a path, query or header."""


class Refused(FetchFailed):
    """We may not go there: a private address, a scheme other than https, too many redirects."""


class TooLarge(FetchFailed):
    """The answer is larger than the caller's limit."""


class TooSlow(FetchFailed):
    """The answer was not complete in time, however steadily it dripped."""


class Errand:
    """The time and room that one or several exchanges may use together."""

    def __init__(self, *, limit: int, seconds: float) -> None:
        self.limit = limit
        self._until = time.monotonic() + seconds
        self._room = limit + _HEADS

    def seconds_left(self, most: float | None) -> float:
        """At most `most`, or `TooSlow` when none are left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TooSlow("The answer was not complete in time.")
        return left if most is None else min(left, most)

    def count(self, received: int) -> None:
        """Charge received bytes, or `TooLarge` when there is no room for them."""
        self._room -= received
        if self._room < 0:
            raise TooLarge("The answer is too large.")


class MeteredSocket(socket.socket):
    """A socket whose every read is charged, so that a slow drip cannot go on by staying within the timeout."""

    errand: Errand

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.errand.seconds_left(self.gettimeout()))
        received = super().recv_into(*args, **kwargs)
        self.errand.count(received)
        return received


class MeteredTLSSocket(MeteredSocket, ssl.SSLSocket):
    """The same over TLS. The handshake needs no metering: OpenSSL's timeout covers it as a whole."""


class DirectConnection(HTTPConnection):
    """Connects to the first of `addresses` (address, port) that answers; asks no name server."""

    sock: MeteredSocket

    def __init__(self, *args: Any, addresses: list[tuple[str, int]], errand: Errand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses, self.errand = addresses, errand

    def _new_conn(self) -> socket.socket:
        problem = OSError("The host has no address.")
        for address in self.addresses:
            try:
                return self._connected(address)
            except OSError as error:
                problem = error
        raise problem

    def _connected(self, address: tuple[str, int]) -> MeteredSocket:
        sock = MeteredSocket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.errand = self.errand
            sock.settimeout(self.errand.seconds_left(self.timeout))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            sock.close()
            raise
        return sock


class DirectTLSConnection(DirectConnection, HTTPSConnection):
    """The same over TLS; the certificate is checked for the host's name, not the address."""

    def connect(self) -> None:
        super().connect()
        self.sock.errand = self.errand
