"""Outgoing HTTP that cannot be turned against our own network, hang, drip for ever or fill the memory.

A host's name is resolved once and the connection goes to the very address that was checked, so a name that
changes its answer in between (DNS rebinding) gains nothing. Each exchange has a connection of its own.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util.ssl_ import create_urllib3_context

from widget.core.addresses import is_loopback, is_public
from widget.core.connections import (
    DirectConnection,
    DirectTLSConnection,
    Errand,
    FetchFailed,
    MeteredTLSSocket,
    Refused,
    TooLarge,
    TooSlow,
)
from widget.core.lookup import in_time

__all__ = ["Errand", "FetchFailed", "Fetched", "GuardedAdapter", "Refused", "TooLarge", "TooSlow"]
__all__ += ["Answered", "fetch", "guard", "guarded_session", "post", "resolve"]

MAX_REDIRECTS = 3
MAX_ANSWER = 1024 * 1024


class Outgoing(Protocol):
    """The settings that outgoing requests obey; times in seconds."""

    @property
    def allow_loopback(self) -> bool: ...
    @property
    def ca_file(self) -> str: ...
    @property
    def timeout(self) -> float: ...
    @property
    def deadline(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer with status 200; `media_type` in lower case without parameters, `url` after redirects."""

    body: bytes
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer, whatever its status; the names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class GuardedAdapter(HTTPAdapter):
    """Sends requests only where `Outgoing` allows, and brings the whole answer back within time and size.

    Raises `FetchFailed` and nothing else. With an `errand` all requests share its time and room;
    without, each request has `outgoing.deadline` seconds and one mebibyte.
    """

    def __init__(self, outgoing: Outgoing) -> None:
        self.outgoing = outgoing
        self.errand: Errand | None = None
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        context = create_urllib3_context()
        context.sslsocket_class = MeteredTLSSocket
        super().init_poolmanager(*args, **kwargs, ssl_context=context)

    def send(self, request: requests.PreparedRequest, *_: Any, verify: Any = True, **__: Any) -> requests.Response:
        errand = self.errand or Errand(limit=MAX_ANSWER, seconds=self.outgoing.deadline)
        url = urlsplit(request.url or "")
        try:
            addresses = self._checked_addresses(url, errand)
            return self._exchange(request, addresses, errand, verify)
        except (requests.Timeout, ReadTimeoutError, TimeoutError) as error:
            raise TooSlow(f"{url.hostname} did not answer in time.") from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise FetchFailed(f"{url.hostname} could not be reached.") from error
        finally:
            self.poolmanager.clear()

    def _checked_addresses(self, url: SplitResult, errand: Errand) -> list[tuple[str, int]]:
        """Where the host is, if all of its addresses may be reached by this scheme; without TLS only loopback."""
        if url.scheme not in ("https", "http") or not url.hostname or "@" in url.netloc:
            raise Refused("Only plain web addresses are fetched.")
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = in_time(partial(resolve, url.hostname, port), errand.seconds_left(self.outgoing.timeout))
        for address, _port in addresses:
            allowed_here = self.outgoing.allow_loopback and is_loopback(address)
            if not allowed_here and not (url.scheme == "https" and is_public(address)):
                raise Refused(f"{url.hostname} may not be reached by {url.scheme} from here.")
        return addresses

    def _exchange(
        self, request: requests.PreparedRequest, addresses: list[tuple[str, int]], errand: Errand, verify: Any
    ) -> requests.Response:
        pool: Any = self.get_connection_with_tls_context(request, verify)
        direct = DirectTLSConnection if pool.scheme == "https" else DirectConnection
        pool.ConnectionCls = partial(direct, addresses=addresses, errand=errand)
        timeout = errand.seconds_left(self.outgoing.timeout)
        response = super().send(request, stream=True, timeout=timeout, verify=verify)
        try:
            _read_whole(response, errand.limit)
        finally:
            response.raw.close()
        return response


def guarded_session(outgoing: Outgoing) -> requests.Session:
    """A session for one thread that goes nowhere but through a `GuardedAdapter`."""
    session = requests.Session()
    guard(session, outgoing)
    return session


def guard(session: requests.Session, outgoing: Outgoing) -> GuardedAdapter:
    """Make `session` a guarded one: no other adapter, no proxies or passwords of the machine, no cookies."""
    adapter = GuardedAdapter(outgoing)
    session.close()
    session.adapters.clear()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.trust_env = False
    session.max_redirects = MAX_REDIRECTS
    session.verify = outgoing.ca_file or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return adapter


def fetch(session: requests.Session, url: str, *, limit: int, deadline: float) -> Fetched:
    """GET `url` within `limit` bytes and `deadline` seconds, redirects included; raises only `FetchFailed`."""
    adapter = session.get_adapter("https://")
    assert isinstance(adapter, GuardedAdapter), "fetch needs a guarded session"
    adapter.errand = Errand(limit=limit, seconds=deadline)
    try:
        response = session.get(url)
    except (requests.RequestException, ValueError) as error:
        raise Refused("The address cannot be fetched.") from error
    finally:
        adapter.errand = None
    if response.status_code != requests.codes.ok:
        raise FetchFailed(f"{urlsplit(response.url).hostname} answered {response.status_code}.")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(response.content, media_type, response.url)


def post(outgoing: Outgoing, url: str, *, body: bytes, headers: Mapping[str, str], limit: int) -> Answered:
    """POST `body` within `limit` bytes and `outgoing.deadline` seconds; raises only `FetchFailed`.

    No redirect is followed: what is posted, a key in it, is for nobody but the address that was meant.
    """
    session = guarded_session(outgoing)
    adapter = session.get_adapter("https://")
    assert isinstance(adapter, GuardedAdapter), "post needs a guarded session"
    adapter.errand = Errand(limit=limit, seconds=outgoing.deadline)
    try:
        response = session.post(url, data=body, headers=dict(headers), allow_redirects=False)
    except (requests.RequestException, ValueError) as error:
        raise Refused("The address cannot be fetched.") from error
    finally:
        session.close()
    kept = {name.lower(): value for name, value in response.headers.items()}
    return Answered(response.status_code, kept, response.content)


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses and port of a host; `*.localhost` is this machine without asking anybody (RFC 6761)."""
    if host == "localhost" or host.endswith(".localhost"):
        return [("127.0.0.1", port)]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(entry[4][0]), port) for entry in found))


def _read_whole(response: requests.Response, limit: int) -> None:
    """Read the body, unpacked, so far as `limit` allows; the response then stands on its own."""
    body = bytearray()
    for piece in response.raw.stream(64 * 1024, decode_content=True):
        body += piece
        if len(body) > limit:
            raise TooLarge(f"The answer of {urlsplit(response.url).hostname} is too large.")
    response._content = bytes(body)
