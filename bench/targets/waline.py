"""Waline's server from npm with SQLite, one worker."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.installing import from_npm
from bench.places import HERE, LOAD_CORE, NODE
from bench.processes import Server, free_port, launch
from bench.seedtext import comments_of, roots_of
from bench.targets.contract import BROWSER, Page, Unavailable
from bench.wire import Answer, Request

MODULES = NODE / "node_modules"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
DATES = "createdAt TEXT DEFAULT CURRENT_TIMESTAMP, updatedAt TEXT DEFAULT CURRENT_TIMESTAMP"
TABLES = f"""
CREATE TABLE wl_Comment (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER, comment TEXT, insertedAt TEXT, ip TEXT,
  link TEXT, mail TEXT, nick TEXT, pid INTEGER, rid INTEGER, sticky NUMERIC, status TEXT NOT NULL DEFAULT '',
  "like" INTEGER, ua TEXT, url TEXT, {DATES});
CREATE TABLE wl_Counter (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER, url TEXT NOT NULL DEFAULT '', {DATES});
CREATE TABLE wl_Users (id INTEGER PRIMARY KEY AUTOINCREMENT, display_name TEXT, email TEXT, password TEXT, type TEXT,
  label TEXT, url TEXT, avatar TEXT, github TEXT, twitter TEXT, facebook TEXT, google TEXT, weibo TEXT, qq TEXT,
  oidc TEXT, "2fa" TEXT, {DATES});
CREATE INDEX wl_Comment_url ON wl_Comment (url);
"""
INSERT = """
INSERT INTO wl_Comment (id, comment, insertedAt, ip, link, mail, nick, pid, rid, status, ua, url, createdAt)
VALUES (?, ?, ?, '127.0.0.1', '', ?, ?, ?, ?, 'approved', ?, ?, ?)
"""


class Waline:
    """Its pause between posts and its look-up of places are off."""

    name = "Waline"
    pattern = '"errno":0'

    def install(self) -> None:
        """Fetch server and client."""
        from_npm()
        if not list((MODULES / "sqlite3").glob("**/node_sqlite3.node")):
            raise Unavailable("Its SQLite driver could not be built: it needs a compiler and Node's headers.")

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Make its tables, since npm's package brings none, and fill them; `url` gets the index it lacks."""
        first = 1
        connection = sqlite3.connect(folder / "waline.sqlite")
        connection.executescript(TABLES)
        with connection:
            for page in pages:
                connection.executemany(INSERT, _rows(first, page))
                first += page.comments
        connection.close()

    def start(self, folder: Path, port: int) -> Server:
        """Serve with one worker. It asks for a list of sign-in services each time: a stand-in gives it an empty one."""
        services = free_port()
        stand_in = launch(["node", str(HERE / "waline_services.mjs"), str(services)], folder, core=LOAD_CORE)
        variables = {
            "SQLITE_PATH": str(folder),
            "SQLITE_DB": "waline",
            "JWT_TOKEN": "bench" * 8,
            "IPQPS": "0",
            "DISABLE_REGION": "true",
            "OAUTH_URL": f"http://127.0.0.1:{services}/",
        }
        program = MODULES / "@waline" / "vercel" / "vanilla.js"
        return Server(launch(["node", str(program), str(port)], folder, variables), port, [stand_in])

    def begin(self, server: Server, page: str) -> None:
        """Nothing: its posts need no token."""

    def read(self, page: str) -> Request:
        """Return its largest page: a hundred comments with all their replies."""
        query = urlencode({"path": page, "pageSize": 100, "page": 1, "lang": "en", "sortBy": "insertedAt_desc"})
        return Request(f"/api/comment?{query}", headers=BROWSER)

    def counts(self, pages: list[str]) -> Request | None:
        """Return one question for all."""
        return Request(f"/api/comment?type=count&url={','.join(map(quote, pages))}", headers=BROWSER)

    def post(self, page: str, number: int, text: str) -> Request:
        """Return a guest's comment."""
        person = {"nick": f"Guest {number % 500}", "mail": f"guest{number % 500}@example.org", "link": "", "ua": AGENT}
        body = person | {"comment": text, "url": page}
        return Request("/api/comment", "POST", {"Content-Type": "application/json"}, json.dumps(body).encode())

    def accepted(self, answer: Answer) -> bool:
        """Whether the comment was made."""
        return answer.status == 200 and b'"errno":0' in answer.body

    def stored(self, folder: Path) -> str:
        """Read the texts from its file."""
        connection = sqlite3.connect(folder / "waline.sqlite")
        found = "\n".join(text for (text,) in connection.execute("SELECT comment FROM wl_Comment"))
        connection.close()
        return found


def _rows(first: int, page: Page) -> list[tuple[object, ...]]:
    comments = list(comments_of(page.path, page.comments))
    roots = roots_of(comments)
    rows: list[tuple[object, ...]] = []
    for one in comments:
        above, root = one.parent, roots[one.number]
        when = datetime.fromtimestamp(one.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        places = (first + above - 1 if above else None, first + root - 1 if root else None)
        text = f"<p>{one.text}</p>"  # kept as HTML, which it makes when a comment is posted
        rows.append((first + one.number - 1, text, when, one.email, one.name, *places, AGENT, page.path, when))
    return rows
