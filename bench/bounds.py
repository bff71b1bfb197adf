"""Bare WSGI callables that granian serves: the same bytes from memory, and one durable insert for each post."""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]
Kept = tuple[str, list[tuple[str, str]], list[bytes]]
MISSING: Kept = ("404 Not Found", [("Content-Length", "0")], [])
SCHEMA = """
CREATE TABLE IF NOT EXISTS comments (id INTEGER PRIMARY KEY, page TEXT, name TEXT, email TEXT, body TEXT,
  created REAL DEFAULT (julianday()));
CREATE INDEX IF NOT EXISTS comments_page ON comments (page);
"""


def replayed() -> Callable[[Environ, Start], Iterable[bytes]]:
    """Return a callable that answers with what was captured of ours (capture.py), found by path."""
    kept = _captured(Path(os.environ["BENCH_CAPTURED"]))

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        status, headers, body = kept.get(environ["PATH_INFO"], MISSING)
        start(status, headers)
        return body

    return answer


def inserting() -> Callable[[Environ, Start], Iterable[bytes]]:
    """Return a callable that keeps each post in SQLite with WAL and FULL, as ours does, and nothing else."""
    local = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            made = sqlite3.connect(os.environ["BENCH_DATABASE"], timeout=30, isolation_level=None)
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("PRAGMA synchronous=FULL")
            made.executescript(SCHEMA)
            local.connection = made
        kept: sqlite3.Connection = local.connection
        return kept

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            start("200 OK", [("Content-Length", "0")])
            return []
        sent = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        row = sent["page"], sent["name"], sent["email"], sent["body"]
        made = connection().execute("INSERT INTO comments (page, name, email, body) VALUES (?, ?, ?, ?)", row)
        body = b'{"id":%d}' % (made.lastrowid or 0)
        start("201 Created", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _captured(folder: Path) -> dict[str, Kept]:
    listed = json.loads((folder / "answers.json").read_text("utf-8"))
    return {
        f"/{name}": (one["status"], [(key, value) for key, value in one["headers"]], [(folder / name).read_bytes()])
        for name, one in listed.items()
    }
