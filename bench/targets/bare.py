"""The bounds: bare callables behind the same granian as ours, and nginx with the same bytes as files."""

import json
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.places import CACHE
from bench.processes import Server, launch
from bench.targets.contract import BROWSER, Page, Unavailable
from bench.targets.ours import threads
from bench.wire import Answer, Request
from widget.cli.supervisor import CONNECTIONS

CAPTURED = CACHE / "captured"
ADDED_BY_SERVERS = {"server", "date", "connection", "transfer-encoding", "content-length"}
REASONS = {200: "200 OK", 304: "304 Not Modified"}
NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 100000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {captured};
{locations}
  }}
}}
"""


def capture(answers: dict[str, Answer]) -> None:
    """Keep what ours has answered, by name, for the bounds to repeat."""
    shutil.rmtree(CAPTURED, ignore_errors=True)
    CAPTURED.mkdir(parents=True)
    listed = {}
    for name, answer in answers.items():
        headers = [(key, text) for key, text in answer.headers.items() if key not in ADDED_BY_SERVERS]
        if answer.status == 200:
            headers.append(("content-length", str(len(answer.body))))
        listed[name] = {"status": REASONS[answer.status], "headers": headers}
        (CAPTURED / name).write_bytes(answer.body)
    (CAPTURED / "answers.json").write_text(json.dumps(listed, indent=1), "utf-8")


def granian(factory: str, port: int) -> list[str]:
    """Return how granian serves `MODULE:FACTORY` of bench, with the workers, threads and connections that ours has."""
    program = str(Path(sys.executable).parent / "granian")
    size = ["--workers", "1", "--blocking-threads", str(threads()), "--backpressure", str(CONNECTIONS)]
    return [
        program,
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        *size,
        "--factory",
        "--no-access-log",
        f"bench.{factory}",
    ]


@dataclass(frozen=True, slots=True)
class Replay:
    """A bare callable, or nginx, that gives the captured answer of a name."""

    name: str
    with_nginx: bool = False

    def install(self) -> None:
        """See that nginx is there where it is needed."""
        if self.with_nginx and not shutil.which("nginx"):
            raise Unavailable("nginx is not installed.")

    def start(self, folder: Path, port: int) -> Server:
        """Serve what was captured."""
        if not self.with_nginx:
            return Server(launch(granian("bounds:replayed", port), folder, {"BENCH_CAPTURED": str(CAPTURED)}), port)
        file = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        values = {"folder": folder, "port": port, "captured": CAPTURED, "user": user, "locations": _locations()}
        file.write_text(NGINX.format(**values), "utf-8")
        return Server(launch(["nginx", "-c", str(file)], folder), port)

    def request(self, name: str) -> Request:
        """Return the request for the captured answer with this name."""
        return Request(f"/{name}", headers=BROWSER)


class Inserts:
    """One durable insert for each post: what the disk allows."""

    name = "Bare SQLite insert"
    factory = "bounds:inserting"
    pattern = '"id"'

    def install(self) -> None:
        """Nothing."""

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Nothing: it makes its table when it starts."""

    def start(self, folder: Path, port: int) -> Server:
        """Serve the inserting callable."""
        variables = {"BENCH_DATABASE": str(folder / "bare.sqlite3")}
        return Server(launch(granian(self.factory, port), folder, variables), port)

    def begin(self, server: Server, page: str) -> None:
        """Nothing."""

    def read(self, page: str) -> Request:
        """Return a sign of life."""
        return Request("/")

    def counts(self, pages: list[str]) -> Request | None:
        """It has none."""
        return None

    def post(self, page: str, number: int, text: str) -> Request:
        """Return the same fields as a guest's comment."""
        body = {
            "page": page,
            "name": f"Guest {number % 500}",
            "email": f"guest{number % 500}@example.org",
            "body": text,
        }
        return Request("/", "POST", {"Content-Type": "application/json"}, json.dumps(body).encode())

    def accepted(self, answer: Answer) -> bool:
        """Whether the row was made."""
        return answer.status == 201

    def stored(self, folder: Path) -> str:
        """Read the rows."""
        connection = sqlite3.connect(folder / "bare.sqlite3")
        found = "\n".join(text for (text,) in connection.execute("SELECT body FROM comments"))
        connection.close()
        return found


class Stack(Inserts):
    """The same posts through the least of Flask, Flask-SQLAlchemy and Flask-WTF."""

    name = "Bare Flask"
    factory = "stack:stacked"


def _locations() -> str:
    """Return nginx's word for each captured answer: its headers around its file."""
    lines = []
    for name, one in json.loads((CAPTURED / "answers.json").read_text("utf-8")).items():
        headers = [(key, text) for key, text in one["headers"] if key not in {"content-length", "content-type"}]
        added = " ".join(f'add_header {key} "{_quoted(text)}";' for key, text in headers)
        media = dict(one["headers"]).get("content-type", "text/html").partition(";")[0]
        empty = "return 304;" if one["status"].startswith("304") else ""
        lines.append(f"    location = /{name} {{ types {{}} default_type {media}; etag off; {added} {empty} }}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
