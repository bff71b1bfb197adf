"""docs/nginx.conf, with ports and paths of the test filled in, in front of a real `rejoinder serve`."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from frames import Frame
from records import Records
from served import PATIENCE, Browser, free_port, listening, posting, wait_until
from source import ROOT
from stage import BLOG

from widget import LARGEST_BODY

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
NAME = "comments.rejoinder.test"
THREAD = f"/thread?page={quote(BLOG, safe='')}"
AROUND = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log notice;
events {{}}
http {{
    client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/proxied; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/rejoinder.conf;
}}
"""


def filled(folder: Path, upstream: str, port: int) -> str:
    """Return the documented configuration with every marked line changed to the test's."""
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    for there, here in {
        "/var/cache/nginx/rejoinder": f"{folder}/cache",
        "127.0.0.1:8080": upstream.removeprefix("http://"),
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/letsencrypt/live/comments.example.org": str(folder),
        "server_name comments.example.org": f"server_name {NAME}",
        "/var/log/nginx": str(folder),
    }.items():
        assert there in text
        text = text.replace(there, here)
    return text


pytestmark = pytest.mark.either_store  # what a proxy sees of an answer


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A folder with a certificate for our name, and what trusts it."""
    folder, authority = tmp_path_factory.mktemp("tls"), trustme.CA()
    issued, trusting = authority.issue_cert(NAME, "127.0.0.1"), ssl.create_default_context()
    issued.private_key_pem.write_to_path(str(folder / "privkey.pem"))
    for number, part in enumerate(issued.cert_chain_pems):
        part.write_to_path(str(folder / "fullchain.pem"), append=number > 0)
    authority.configure_trust(trusting)
    return folder, trusting


@pytest.fixture(params=["tcp", "unix"])
def address(
    request: pytest.FixtureRequest, database: str, authority: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> Iterator[str]:
    """Where nginx answers for a server that listens on a port, or on a Unix socket."""
    options = ("--unix-socket", str(tmp_path / "s")) if request.param == "unix" else ()
    shutil.copytree(authority[0], tmp_path, dirs_exist_ok=True)
    with listening(database, tmp_path, "--workers", "1", *options) as server:
        port = free_port()
        (tmp_path / "rejoinder.conf").write_text(filled(tmp_path, server.address, port), encoding="utf-8")
        (tmp_path / "nginx.conf").write_text(AROUND.format(folder=tmp_path), encoding="utf-8")
        with running(tmp_path, port):
            yield f"https://127.0.0.1:{port}"


@pytest.fixture
def browse(address: str, authority: tuple[Path, ssl.SSLContext]) -> Callable[..., Browser]:
    """Return what makes a browser, at an address of its own where that matters."""
    return lambda source="": Browser(address, source=source, tls=authority[1])


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """Run nginx until the block ends."""
    program = shutil.which("nginx", path=PLACES)
    assert program, "run tools/nginx.py"
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE)
    try:
        while process.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
        else:
            pytest.fail(process.communicate()[1].decode())
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_thread_passes_with_its_validator_and_coding(browse: Callable[..., Browser]) -> None:
    first = browse().get(THREAD, headers={"Accept-Encoding": "gzip"})
    assert first.status_code == 200
    assert (first.headers["Content-Encoding"], first.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Strict-Transport-Security" in first.headers
    known = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    again = browse().get(THREAD, headers=known)
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_comment_is_seen_at_once(browse: Callable[..., Browser]) -> None:
    frame = Frame(browse(), BLOG)
    for number in range(3):
        before = browse().get(THREAD).headers["ETag"]
        assert frame.post(f"Comment {number}").status_code == 201
        after = browse().get(THREAD, headers={"If-None-Match": before})
        assert after.status_code == 200
        assert f"Comment {number}" in after.text


def test_what_never_changes_is_kept_in_each_coding(browse: Callable[..., Browser]) -> None:
    script = re.search(r'<script type="module" src="([^"]+)"', browse().get(THREAD).text)
    assert script
    for coding in ("gzip", "br"):
        two = [browse().get(script[1], headers={"Accept-Encoding": coding}) for _ in range(2)]
        assert [one.headers["X-Cache"] for one in two] == ["MISS", "HIT"]
        assert [one.headers.get("Content-Encoding") for one in two] == [coding, coding]
        assert two[0].content == two[1].content


def test_private_answers_and_cookies_pass_and_stay_nowhere(browse: Callable[..., Browser], tmp_path: Path) -> None:
    site = Frame(browse(), BLOG).site
    for dead in ("first", "second"):
        cookie = {"Cookie": f"__Host-rejoinder-{site}={dead}"}
        answer = browse().get(f"/session?site={site}", headers=cookie)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert f"__Host-rejoinder-{site}=;" in answer.headers["Set-Cookie"]  # a credential that is gone is expired
        assert "X-Cache" not in answer.headers
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_flood_limits_are_for_clients_and_not_for_the_proxy(browse: Callable[..., Browser], records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 1500")
    clients = ("127.0.0.2", "127.0.0.3", "127.0.0.2")
    answers = [Frame(browse(one), BLOG).post(f"Comment {n}").status_code for n, one in enumerate(clients)]
    assert answers == [201, 201, 429]


def test_a_client_cannot_choose_its_address(browse: Callable[..., Browser], records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 1500")
    answers = []
    for forged in ("198.51.100.1", "198.51.100.2"):
        frame = Frame(browse("127.0.0.2"), BLOG)
        sent = posting(frame, forged, X_Forwarded_For=forged)
        answers.append(frame.browser.open(f"/threads/{frame.thread}/comments", method="POST", **sent).status_code)
    assert answers == [201, 429]


def test_too_much_is_refused_in_our_shape(browse: Callable[..., Browser]) -> None:
    answer = Frame(browse(), BLOG).act("POST", "/threads/x/comments", {"body": "x" * LARGEST_BODY})
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.get_json()["type"] == "too-large"


def test_no_log_has_what_a_sign_in_brings(browse: Callable[..., Browser], tmp_path: Path) -> None:
    browse().get("/signin/google/callback?code=a-secret-code&state=s", headers={"Referer": "https://x/?a-secret-code"})

    def logs() -> str:
        return "".join((tmp_path / name).read_text(encoding="utf-8") for name in ("rejoinder.log", "error.log"))

    wait_until(lambda: "/signin/google/callback" in logs())  # it is written after the answer
    assert "secret" not in logs()
