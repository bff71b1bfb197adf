"""One server on a free port that is all hosts of the tests, told apart by the name that was asked for.

A browser takes it for its proxy: CONNECT to one of the hosts is answered and the TLS of that host begins on the same
connection; every other name is refused. The application's own requests begin with TLS at once.
"""

import base64
import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from rig_names import HOSTS
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

Application = Callable[..., Any]
TLS = b"\x16"  # with which every handshake begins
ACCEPTED = b"HTTP/1.1 200 OK\r\n\r\n"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Asked:
    """One request that reached the server: `cookies` is the header."""

    host: str
    method: str
    path: str
    cookies: str


@dataclass
class Rig:
    """The running server: `apps` by host can be changed at any time.

    `log` has every request and `refused` every name that is none of ours, both since the last clear.
    """

    port: int
    ca_file: Path
    key_hashes: str
    apps: dict[str, Application] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def proxy(self) -> str:
        """Where browsers find it."""
        return f"http://127.0.0.1:{self.port}"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        host = environ.get("HTTP_HOST", "").partition(":")[0]
        target = environ["RAW_URI"]
        self.log.append(Asked(host, environ["REQUEST_METHOD"], target, environ.get("HTTP_COOKIE", "")))
        return self.apps[host](environ, start_response)

    def asked(self, host: str, path: str = "/") -> list[Asked]:
        """What was asked of a host below a path."""
        return [one for one in list(self.log) if one.host == host and one.path.startswith(path)]


class Quiet(WSGIRequestHandler):
    """Keeps connections open, as a real server does, and says nothing: what was asked is in `Rig.log`."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        pass


class TLSServer(ThreadedWSGIServer):
    """Makes the TLS handshake in the connection's own thread: a silent connection holds up nobody else."""

    daemon_threads = True
    block_on_close = False
    refused: list[str]

    def finish_request(self, request: Any, client_address: Any) -> None:
        assert self.ssl_context
        with suppress(OSError):
            if request.recv(1, socket.MSG_PEEK) == TLS or self.let_through(request):
                with self.ssl_context.wrap_socket(request, server_side=True) as secured:
                    super().finish_request(secured, client_address)

    def let_through(self, connection: socket.socket) -> bool:
        """Answer as a proxy: whether the connection leads to one of our hosts."""
        method, _, target = head(connection).partition("\r\n")[0].rpartition(" ")[0].partition(" ")
        ours = method == "CONNECT" and target in {f"{host}:443" for host in HOSTS}
        if not ours:
            self.refused.append(urlsplit(target if "//" in target else f"//{target}").hostname or target)
        connection.sendall(ACCEPTED if ours else REFUSED)
        return ours


def head(connection: socket.socket) -> str:
    """The head of a request, and not a byte more: what follows is TLS."""
    received = b""
    while not received.endswith(b"\r\n\r\n") and (piece := connection.recv(1)):
        received += piece
    return received.decode("latin-1")


@contextmanager
def serving(folder: Path) -> Iterator[Rig]:
    """Serve every host until the block ends; the certificate authority is made for this run and kept in `folder`."""
    authority = trustme.CA()
    certificate = authority.issue_cert(*HOSTS)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    server = TLSServer("127.0.0.1", 0, lambda *request: rig(*request), handler=Quiet)
    server.ssl_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(server.ssl_context)
    rig = Rig(server.server_port, folder / "ca.pem", key_hashes(authority, certificate))
    server.refused = rig.refused
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield rig
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def key_hashes(authority: trustme.CA, certificate: trustme.LeafCert) -> str:
    """The keys to trust, as Chromium's --ignore-certificate-errors-spki-list takes them."""
    pems = (authority.cert_pem.bytes(), certificate.cert_chain_pems[0].bytes())
    keys = (x509.load_pem_x509_certificate(pem).public_key() for pem in pems)
    encoded = (key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for key in keys)
    return ",".join(base64.b64encode(hashlib.sha256(one).digest()).decode() for one in encoded)
