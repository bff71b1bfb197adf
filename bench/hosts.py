"""The pages that a browser opens, the rivals' files as a CDN would give them, and a compressing proxy before them."""

import gzip
import http.client
import random
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.seedtext import SEED, prose

BROTLI = (
    "const z=require('zlib');process.stdout.write(z.brotliCompressSync(require('fs').readFileSync(process.argv[1])))"
)
TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A post</title><meta name="viewport" content="width=device-width">
<style>body {{ max-width: 44rem; margin: 2rem auto; font: 1rem/1.5 sans-serif }}</style>{head}</head>
<body><h1>A post</h1>{article}
<h2>Comments</h2>
{embed}
<footer><p>The end of the page.</p></footer></body></html>"""


@dataclass(slots=True)
class Hosts:
    """What stands under names of localhost: `pages` of the blog, `files` by path, and `behind`: a port for a name."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """Return the origin of a name."""
        return f"http://{name}.localhost:{self.port}"

    def add_page(self, path: str, embed: str, head: str = "") -> None:
        """Put a post with comments under it at a path of the blog."""
        draw = random.Random(SEED)
        article = "".join(f"<p>{prose(draw)}</p>" for _ in range(2))
        self.pages[path] = PAGE.format(head=head, article=article, embed=embed)

    def add_file(self, path: str, file: Path) -> None:
        """Offer a file, compressed with brotli as a CDN does."""
        packed = subprocess.run(["node", "-e", BROTLI, str(file)], capture_output=True, check=True).stdout
        self.files[path] = TYPES[file.suffix], packed


@contextmanager
def served() -> Iterator[Hosts]:
    """Yield hosts that are listening."""
    hosts = Hosts()
    handler = type("Handler", (_Handler,), {"hosts": hosts})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hosts.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hosts
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    hosts: Hosts
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.headers["Host"].partition(".")[0]
        path = self.path.partition("?")[0]
        if name in self.hosts.behind:
            self._forward(self.hosts.behind[name])
        elif path in self.hosts.files:
            media, packed = self.hosts.files[path]
            self._answer(
                200, {"Content-Type": media, "Content-Encoding": "br", "Access-Control-Allow-Origin": "*"}, packed
            )
        elif path in self.hosts.pages:
            self._answer(200, {"Content-Type": "text/html"}, self.hosts.pages[path].encode())
        else:
            self._answer(404, {}, b"")

    do_POST = do_OPTIONS = do_GET  # noqa: N815 (the names that http.server looks for)

    def _forward(self, port: int) -> None:
        """Pass a request on, and compress the answer as a proxy would."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers))
        response = connection.getresponse()
        packed = gzip.compress(response.read(), 6)
        left_out = {"content-length", "transfer-encoding", "connection", "date", "server", "content-encoding"}
        headers = {name: text for name, text in response.getheaders() if name.lower() not in left_out}
        connection.close()
        self._answer(response.status, headers | {"Content-Encoding": "gzip"}, packed)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, text in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
