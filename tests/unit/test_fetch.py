"""Outgoing HTTP: where it goes and where it refuses to go (SIGNIN 4, rows on SSRF)."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme
from loopback import Outgoing, serving, talking
from werkzeug.wrappers import Request, Response

from widget.core import fetch as fetching
from widget.core.addresses import is_loopback, is_public
from widget.core.fetch import Fetched, FetchFailed, Refused, TooSlow, fetch, guarded_session


def get(url: str, outgoing: Outgoing | None = None, *, limit: int = 1000, deadline: float = 5.0) -> Fetched:
    with guarded_session(outgoing or Outgoing()) as session:
        return fetch(session, url, limit=limit, deadline=deadline)


def hello(_request: Request) -> Response:
    return Response("hello", mimetype="text/plain")


def test_a_server_that_nobody_asked_ends_with_its_test() -> None:
    with talking(lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")) as url:
        assert url.startswith("http://127.0.0.1:")


def test_an_answer_comes_back_whole() -> None:
    with serving(hello) as server:
        url = f"{server.url}/a?b=c"
        assert get(url) == Fetched(b"hello", "text/plain", url)


def test_names_under_localhost_need_no_name_server() -> None:
    with serving(hello) as server:
        url = f"http://accounts.localhost:{server.port}/"
        assert get(url).body == b"hello"
        assert server.requests == [url]


PRIVATE = [
    "10.0.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "203.0.113.9",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[3fff:fff:ffff::1]",
    "[::ffff:7f00:1]",
    "[ff02::1]",
    "2130706433",
    "0x7f.1",
    "127.1",
    "localhost",
    "a.localhost",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_no_private_address_is_reached_however_it_is_written(host: str) -> None:
    with pytest.raises(Refused):
        get(f"https://{host}/", Outgoing(allow_loopback=False))


@pytest.mark.parametrize("host", [host for host in PRIVATE if "[::ffff" in host or "[64" in host] + ["10.0.0.1"])
def test_loopback_for_the_demo_opens_nothing_else(host: str) -> None:
    with pytest.raises(Refused):
        get(f"https://{host}/")


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001:800::200e", "64:ff9b::808:808"])
def test_public_addresses_may_be_reached(address: str) -> None:
    assert is_public(address)
    assert not is_loopback(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.0.9", "::1"])
def test_this_machine_is_known_as_such(address: str) -> None:
    assert is_loopback(address)
    assert not is_public(address)


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:ffff:7f00:0001", "::7f00:1"])
def test_this_machine_in_disguise_is_neither(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in Python 3.13, where a mapped address has the properties of the one that it hides."""
    monkeypatch.setattr(ipaddress.IPv6Address, "is_loopback", property(lambda ip: ip != 0))
    assert not is_public(address)
    assert is_loopback(address) is (ipaddress.IPv6Address(address).ipv4_mapped is None)


def test_a_refused_server_hears_nothing() -> None:
    with serving(hello) as server:
        with pytest.raises(Refused):
            get(server.url, Outgoing(allow_loopback=False))
        assert server.requests == []


@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8/", "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://127.0.0.1/", "//x", "https:///a", "x"],
)
def test_only_https_is_fetched(url: str) -> None:
    with pytest.raises(Refused):
        get(url)


def test_an_address_with_a_password_in_it_is_refused() -> None:
    with pytest.raises(Refused):
        get("https://user:secret@8.8.8.8/")


@pytest.mark.parametrize(
    "target",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1]/",
        "http://8.8.8.8/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
    ],
)
def test_a_redirect_leads_nowhere_that_is_forbidden(target: str) -> None:
    with (
        serving(lambda _: Response(status=302, headers={"Location": target})) as server,
        pytest.raises(Refused),
    ):
        get(server.url)


def test_three_redirects_are_followed() -> None:
    with serving(hello) as last:
        steps = {"/": "/1", "/1": "/2", "/2": last.url}
        with serving(lambda asked: Response(status=302, headers={"Location": steps[asked.path]})) as server:
            assert get(server.url).url == last.url


def test_more_redirects_are_not() -> None:
    with serving(lambda asked: Response(status=302, headers={"Location": asked.path + "x"})) as server:
        with pytest.raises(Refused):
            get(server.url)
        assert len(server.requests) == 4


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second answer of the name server is never asked for."""
    answers = ["127.0.0.1", "10.0.0.1"]
    monkeypatch.setattr(fetching, "resolve", lambda _host, port: [(answers.pop(0), port)])
    with serving(hello) as server:
        monkeypatch.setattr(socket, "getaddrinfo", None)
        assert get(f"http://rebinding.test:{server.port}/").body == b"hello"
    assert answers == ["10.0.0.1"]


def test_a_redirect_to_the_same_name_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["127.0.0.1", "10.0.0.1"]
    monkeypatch.setattr(fetching, "resolve", lambda _host, port: [(answers.pop(0), port)])
    with serving(lambda _: Response(status=302, headers={"Location": "/again"})) as server:
        with pytest.raises(Refused):
            get(f"http://rebinding.test:{server.port}/")
        assert len(server.requests) == 1


def test_one_private_address_among_public_ones_spoils_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "resolve", lambda _host, port: [("8.8.8.8", port), ("10.0.0.1", port)])
    with pytest.raises(Refused):
        get("https://mixed.test/")


@pytest.mark.parametrize("status", [204, 304, 403, 404, 500])
def test_only_a_success_is_an_answer(status: int) -> None:
    with serving(lambda _: Response(status=status)) as server, pytest.raises(FetchFailed):
        get(server.url)


@pytest.mark.parametrize("noise", [b"", b"hello\r\n\r\n", b"HTTP/1.1 two hundred\r\n\r\n", b"\x00" * 100])
def test_what_is_not_http_is_no_answer(noise: bytes) -> None:
    with talking(lambda connection, _: connection.sendall(noise)) as url, pytest.raises(FetchFailed):
        get(url)


def test_a_closed_port_is_an_ordinary_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed):
        get(f"http://127.0.0.1:{port}/")


def test_a_name_that_nobody_knows_is_an_ordinary_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchFailed):
        get("https://nowhere.test/")


def test_neither_cookies_nor_proxies_nor_passwords_of_the_machine_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(headers={"Set-Cookie": "a=b"})

    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with serving(answer) as server, guarded_session(Outgoing()) as session:
        for _ in range(2):
            fetch(session, server.url, limit=10, deadline=5)
    assert [(request.cookies.get("a"), request.authorization) for request in seen] == [(None, None)] * 2


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """A TLS server called accounts.idp.test on loopback: its port, and the file of its authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("accounts.idp.test").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setattr(fetching, "resolve", lambda _host, port: [("127.0.0.1", port)])
    with serving(hello, context) as server:
        yield f"{server.port}", str(tmp_path / "ca.pem")


def test_tls_is_checked_against_the_name_and_the_given_authority(secure: tuple[str, str]) -> None:
    port, ca_file = secure
    assert get(f"https://accounts.idp.test:{port}/", Outgoing(ca_file=ca_file)).body == b"hello"


def test_a_certificate_for_another_name_is_refused(secure: tuple[str, str]) -> None:
    port, ca_file = secure
    with pytest.raises(FetchFailed):
        get(f"https://other.idp.test:{port}/", Outgoing(ca_file=ca_file))


def test_an_unknown_authority_is_refused(secure: tuple[str, str]) -> None:
    with pytest.raises(FetchFailed):
        get(f"https://accounts.idp.test:{secure[0]}/")


def test_a_slow_drip_over_tls_ends_at_the_deadline(secure: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is charged in the TLS socket as well: here every look at it costs a second."""
    ticks = iter(range(1000))
    monkeypatch.setattr("widget.core.connections.time.monotonic", lambda: float(next(ticks)))
    port, ca_file = secure
    with pytest.raises(TooSlow):
        get(f"https://accounts.idp.test:{port}/", Outgoing(ca_file=ca_file), deadline=3.5)


def test_a_plain_request_through_a_guarded_session_is_guarded_too() -> None:
    with guarded_session(Outgoing(allow_loopback=False)) as session, pytest.raises(Refused):
        session.post("https://10.0.0.1/", data={"a": "b"})


def test_a_session_without_the_guard_cannot_fetch() -> None:
    with requests.Session() as session, pytest.raises(AssertionError):
        fetch(session, "https://example.com/", limit=1, deadline=1)
