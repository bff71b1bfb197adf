"""Isso from PyPI, served by gunicorn with one worker and as many threads as ours."""

import json
import sqlite3
from pathlib import Path
from urllib.parse import urlencode

from bench.installing import from_pypi
from bench.places import BLOG, VENV
from bench.processes import Server, free_port, launch, wait_until_read
from bench.seedtext import comments_of, roots_of
from bench.targets.contract import BROWSER, Page
from bench.targets.ours import threads
from bench.wire import Answer, Request

CONFIGURATION = """\
[general]
dbpath = {folder}/isso.sqlite3
host = {blog}
[server]
listen = http://127.0.0.1:{port}
[guard]
enabled = false
"""
JSON_TYPE = {"Content-Type": "application/json"}
VOTERS = bytes(256)
ANSWERS = frozenset({200, 404})


class Isso:
    """Its own guard against floods is off, as ours is."""

    name = "Isso"
    pattern = '"id"'

    def __init__(self, blog: str = BLOG) -> None:
        self.blog = blog

    def install(self) -> None:
        """Fetch it."""
        from_pypi("requirements-rivals.txt")

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Let it make its tables, then fill them."""
        server = self.start(folder, free_port())
        try:
            wait_until_read(server, self.read("/none"), ANSWERS)
        finally:
            server.stop()
        first = 1
        connection = sqlite3.connect(folder / "isso.sqlite3")
        with connection:
            for number, page in enumerate(pages, start=1):
                connection.execute("INSERT INTO threads VALUES (?, ?, ?)", (number, page.path, "A page"))
                connection.executemany(INSERT, _rows(number, first, page))
                first += page.comments
        connection.close()

    def start(self, folder: Path, port: int) -> Server:
        """Serve with one worker."""
        file = folder / "isso.cfg"
        file.write_text(CONFIGURATION.format(folder=folder, blog=self.blog, port=port), "utf-8")
        workers = ["-w", "1", "--threads", str(threads()), "--keep-alive", "60", "isso.run"]
        command = [str(VENV / "bin" / "gunicorn"), "-b", f"127.0.0.1:{port}", *workers]
        return Server(launch(command, folder, {"ISSO_SETTINGS": str(file)}), port)

    def begin(self, server: Server, page: str) -> None:
        """Nothing: its posts need no token."""

    def read(self, page: str) -> Request:
        """Return the list of up to 200 comments with their replies."""
        query = urlencode({"uri": page, "limit": 200, "nested_limit": 200})
        return Request(f"/?{query}", headers=BROWSER)

    def counts(self, pages: list[str]) -> Request | None:
        """Return one question for all."""
        return Request("/count", "POST", BROWSER | JSON_TYPE, json.dumps(pages).encode())

    def post(self, page: str, number: int, text: str) -> Request:
        """Return a guest's comment; the title saves it a look at the page."""
        person = {"author": f"Guest {number % 500}", "email": f"guest{number % 500}@example.org"}
        body = person | {"text": text, "title": "A page"}
        path, headers = f"/new?{urlencode({'uri': page})}", JSON_TYPE | {"Origin": self.blog}
        return Request(path, "POST", headers, json.dumps(body).encode())

    def accepted(self, answer: Answer) -> bool:
        """Whether the comment was made."""
        return answer.status in {201, 202}

    def stored(self, folder: Path) -> str:
        """Read the texts from its file."""
        connection = sqlite3.connect(folder / "isso.sqlite3")
        found = "\n".join(text for (text,) in connection.execute("SELECT text FROM comments"))
        connection.close()
        return found


INSERT = """
INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, email, voters)
VALUES (?, ?, ?, ?, 1, '127.0.0.0', ?, ?, ?, ?)
"""


def _rows(thread: int, first: int, page: Page) -> list[tuple[object, ...]]:
    """Return a page's comments; replies hang under the first of their branch, since it knows one level only."""
    comments = list(comments_of(page.path, page.comments))
    roots = roots_of(comments)
    rows: list[tuple[object, ...]] = []
    for one in comments:
        root = roots[one.number]
        place = (thread, first + one.number - 1, first + root - 1 if root else None, float(one.created))
        rows.append((*place, one.text, one.name, one.email, VOTERS))
    return rows
