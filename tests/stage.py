"""Where the tests play: two sites with a page each, settings that work, and a clock in the test's hand."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Condition
from typing import TYPE_CHECKING, Any

import brotli
from described import hold_answers
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from widget import create_app
from widget.config import Settings, load
from widget.extensions import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BLOG, OTHER = "https://blog.test/a-post", "https://other.test/a-post"
ENVIRONMENT = {
    "REJOINDER_BASE_URL": "https://comments.rejoinder.test",
    "REJOINDER_SECRET_KEY": "a key for tests that is long enough for it",
}


def settings_for(database: str, **more: str) -> Settings:
    """Return settings for a database's URL; `more` are environment variables without their prefix."""
    extra = {f"REJOINDER_{name.upper()}": value for name, value in more.items()}
    return load(None, ENVIRONMENT | {"REJOINDER_DATABASE_URL": database} | extra)


class Compiled(BytecodeCache):
    """Templates that this run has compiled already: nearly every test has an application of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def compile_rules_once() -> None:
    """Let the routes of one application serve for the next: what builds addresses is slow to make, and the same."""
    compile_builder, made = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        name = (rule.rule, str(rule.defaults), append_unknown)
        if name not in made:
            made[name] = compile_builder(rule, append_unknown)
        return made[name]

    Rule._compile_builder = compiled  # type: ignore[method-assign]  # for the tests alone


compile_rules_once()
brotli.compress = lru_cache(maxsize=1000)(brotli.compress)  # each application packs the same files
STATEMENTS: dict[str, tuple[Dialect, Any]] = {}


def compile_statements_once(engine: Engine, *, first: bool = False) -> None:
    """Let what one engine has compiled serve the next on the same kind of store: a third of the time of most tests.

    SQLAlchemy keeps it by the dialect, of which each engine has its own. The `first` has been connected: its dialect
    knows the store.
    """
    kind = engine.dialect.name
    if first:
        STATEMENTS.setdefault(kind, (engine.dialect, LRUCache(5000)))
    if kind in STATEMENTS:
        engine.dialect, engine._compiled_cache = STATEMENTS[kind]


class Counted:
    """A WSGI application that knows how many requests it is at work on, so that its store is not taken from them."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application, self.requests, self.changed = application, 0, Condition()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.count(+1)
        try:
            return self.application(environ, start_response)
        finally:
            self.count(-1)

    def count(self, change: int) -> None:
        """A request has begun, or ended."""
        with self.changed:
            self.requests += change
            self.changed.notify_all()

    def wait(self) -> None:
        """Return when no request is at work any more."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.requests, timeout=30)


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The application, whose connections to the database end with the block; its answers are as described."""
    app = create_app(settings)
    wrong = hold_answers(app)
    app.jinja_env.bytecode_cache = COMPILED
    counted = Counted(app.wsgi_app)
    app.wsgi_app = counted  # type: ignore[method-assign]  # Flask's own way to put something in front
    with app.app_context():
        compile_statements_once(db.engine)
    try:
        yield app
    finally:
        counted.wait()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    assert not wrong, wrong


@dataclass
class Time:
    """The clock of a test: it stands still until it is told how much time has passed."""

    now: datetime

    def passes(self, **how_long: float) -> None:
        """Move on by days, minutes, seconds, as `timedelta` takes them."""
        self.now += timedelta(**how_long)
