"""Rejoinder itself, on SQLite."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, select

from bench import seeding
from bench.places import BASE_URL, BLOG
from bench.processes import Server, launch
from bench.targets.contract import BROWSER, Page, Unavailable
from bench.wire import Answer, Request, fetch
from widget.comments.models import Comment
from widget.core.urls import thread_id, thread_key

COMMAND = str(Path(sys.executable).parent / "rejoinder")
JSON_TYPE = {"Content-Type": "application/json"}


@cache
def serve_help() -> str:
    """Return what `rejoinder serve` can be told."""
    return subprocess.run([COMMAND, "serve", "--help"], capture_output=True, text=True, check=True).stdout


def threads() -> int:
    """Return how many threads a worker of ours has by default: the bounds get as many."""
    told = re.search(r"--threads\b.*?default:\s*(\d+)", serve_help(), re.DOTALL)
    return int(told.group(1)) if told else 4


class Ours:
    """One worker with the threads it has by default."""

    name = "Rejoinder"
    pattern = '"id"'

    def __init__(self, base_url: str = BASE_URL, blog: str = BLOG) -> None:
        self.base_url, self.blog = base_url, blog
        self.token = ""

    def install(self) -> None:
        """Nothing: the project's own environment has it."""

    def variables(self, folder: Path) -> dict[str, str]:
        """Return the configuration as environment variables."""
        return {
            "REJOINDER_BASE_URL": self.base_url,
            "REJOINDER_SECRET_KEY": seeding.SECRET,
            "REJOINDER_DATABASE_URL": self.store(folder),
        }

    def store(self, folder: Path) -> str:
        """Return the SQLAlchemy URL of the data in `folder`."""
        return f"sqlite:///{folder / 'rejoinder.sqlite3'}"

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Migrate an empty database and fill it."""
        process = launch([COMMAND, "db", "upgrade"], folder, self.variables(folder))
        if process.wait():
            raise Unavailable(f"`rejoinder db upgrade` failed: {_last_line(folder)}")
        seeding.seed(self.store(folder), self.blog, pages)

    def start(self, folder: Path, port: int) -> Server:
        """Serve with one worker."""
        workers = ["--workers", "1"] if "--workers" in serve_help() else []
        command = [COMMAND, "serve", "--port", str(port), *workers]
        return Server(launch(command, folder, self.variables(folder)), port)

    def begin(self, server: Server, page: str) -> None:
        """Ask for the token of a guest; it serves any number of posts."""
        query = urlencode({"site": seeding.SITE, "thread": self._thread(page)})
        answer = fetch(server.port, Request(f"/session?{query}"))
        self.token = str(json.loads(answer.body)["csrf_token"])

    def read(self, page: str) -> Request:
        """Return the frame's document."""
        return Request(f"/thread?{urlencode({'page': self.blog + page})}", headers=BROWSER)

    def version(self, page: str) -> Request:
        """Return the live poll."""
        return Request(f"/threads/{self._thread(page)}/version", headers=BROWSER)

    def counts(self, pages: list[str]) -> Request | None:
        """Return one question for all."""
        return Request(f"/counts?{urlencode([('page', self.blog + page) for page in pages])}", headers=BROWSER)

    def post(self, page: str, number: int, text: str) -> Request:
        """Return a guest's comment with a key of its own."""
        body = {
            "body": text,
            "as": "guest",
            "name": f"Guest {number % 500}",
            "email": f"guest{number % 500}@example.org",
            "page": self.blog + page,
            "idempotency_key": f"bench-{number:012d}",
        }
        headers = JSON_TYPE | {"X-CSRFToken": self.token, "Origin": self.base_url}
        path = f"/threads/{self._thread(page)}/comments"
        return Request(path, "POST", headers, json.dumps(body).encode())

    def accepted(self, answer: Answer) -> bool:
        """Whether the comment was made."""
        return answer.status in {200, 201}

    def stored(self, folder: Path) -> str:
        """Read the sources from the store."""
        engine = create_engine(self.store(folder))
        with engine.connect() as connection:
            found = "\n".join(connection.scalars(select(Comment.source)))
        engine.dispose()
        return found

    def _thread(self, page: str) -> str:
        return thread_id(seeding.SITE_SECRET, thread_key(self.blog + page, None))


def _last_line(folder: Path) -> str:
    lines = (folder / "server.log").read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")[:300]
