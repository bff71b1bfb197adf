"""HTTP requests as values: sent once from here, or written down for wrk to replay."""

import http.client
import time
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a server on loopback."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def having(self, **headers: str) -> "Request":
        """Return the same with more headers; underscores in names are hyphens."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): text for name, text in headers.items()})

    def raw(self, port: int) -> bytes:
        """Return the bytes that go over the wire."""
        headers = {"Host": f"127.0.0.1:{port}", "User-Agent": "wrk", "Accept": "*/*"} | self.headers
        if self.body is not None:
            headers["Content-Length"] = str(len(self.body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + (self.body or b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def fetch(port: int, request: Request, timeout: float = 120) -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        return exchange(connection, request)
    finally:
        connection.close()


def exchange(connection: http.client.HTTPConnection, request: Request) -> Answer:
    """Send one request over an open connection; raise OSError for everything that goes wrong."""
    begun = time.perf_counter()
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        response = connection.getresponse()
        body = response.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body, time.perf_counter() - begun)


def write_requests(file: Path, requests: list[bytes]) -> None:
    """Write raw requests as replay.lua reads them: a length, a line's end, the bytes."""
    with file.open("wb") as out:
        for raw in requests:
            out.write(b"%d\n%b" % (len(raw), raw))
