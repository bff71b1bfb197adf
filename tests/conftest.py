"""What all tests share: the application on a real database of its own, two sites, and people on their pages."""

import gc
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from engines import left_out
from flask import Flask
from flask_migrate import upgrade
from frames import Frame
from postgres import memory
from records import Records
from stage import BLOG, OTHER, Time, compile_statements_once, running, settings_for
from stores import STORES, Databases, PostgresqlDatabases, SqliteFiles, postgresql_databases
from windows import FakeProvider

from widget.core import clock
from widget.extensions import db
from widget.people.actions.identities import remember_identity
from widget.people.actions.sessions import open_session
from widget.providers import Profile
from widget.sites.actions import add_site
from widget.sites.queries import site_by_id
from widget.web.actor import cookie_name
from widget.web.running import PROVIDERS
from widget.web.transactions import transaction

gc.set_threshold(50_000, 20, 20)  # what tests leave behind is small, and looking for it takes longer than it is worth


def pytest_addoption(parser: pytest.Parser) -> None:
    """The store on which everything that has one runs, and who writes the tables of docs/browsers.md."""
    parser.addoption("--store", choices=STORES, default=STORES[0], help="the store on which the tests run")
    parser.addoption("--write-browsers", action="store_true", help="write docs/browsers.md instead of checking it")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one sentence what this machine has no browser for."""
    if sentence := left_out():
        terminalreporter.write_line(sentence)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave `test_only_STORE….py` to the runs on that store: it is about what no other store has.

    On SQLite: its pragmas, its write-ahead log, its one file and what can be wrong with it. On PostgreSQL: a server
    that restarts or is not there, its isolation levels, and several writers at a time.
    """
    kept = not collection_path.name.startswith(f"test_only_{config.getoption('--store')}")
    return True if kept and collection_path.name.startswith("test_only_") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another store than the default, leave out what never touches a store, or has both of itself."""
    if config.getoption("--store") == STORES[0]:
        return
    touching = [
        item
        for item in items
        if "databases" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("either_store")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    """SQLite databases, in memory where there is room."""
    with TemporaryDirectory(prefix="rejoinder-sqlite-", dir=memory()) as folder:
        yield SqliteFiles(Path(folder))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlDatabases]:
    """PostgreSQL databases, on a server of this run."""
    with postgresql_databases() as databases:
        yield databases


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of the store that this run is for."""
    chosen = "sqlite_files" if request.config.getoption("--store") == "sqlite" else "postgresql"
    made: Databases = request.getfixturevalue(chosen)
    return made


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """A database with two sites, on which anybody may write at once, to be copied by each test."""
    url = databases.empty()
    with running(settings_for(url)) as app, app.app_context():
        upgrade()
        with transaction() as store:
            for name, page in (("Blog", BLOG), ("Other", OTHER)):
                site = add_site(store, name=name, origins=[page.rpartition("/")[0]], now=clock.now())
                site.flood_seconds = site.min_seconds = site.hourly_limit = site.minute_limit = 0
                site.approved_before = False
        compile_statements_once(db.engine, first=True)
    return url


@pytest.fixture
def database(databases: Databases, migrated: str) -> Iterator[str]:
    """The URL of a database of the test's own."""
    url = databases.copy(migrated)
    yield url
    databases.drop(url)


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    """The real application."""
    with running(settings_for(database)) as app:
        yield app


@pytest.fixture
def records(database: str) -> Iterator[Records]:
    """The test's database, read past the application."""
    with closing(Records(database)) as records:
        yield records


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The application's clock, in the test's hand; it starts now."""
    stopped = Time(datetime.now(UTC))
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture
def fakes(app: Flask) -> dict[str, FakeProvider]:
    """Google, X and Facebook replaced by providers at which somebody is signed in already."""
    people = {"google": "Ada", "x": "Mira", "facebook": "Ingrid"}
    offered_here = {provider: FakeProvider(provider, name) for provider, name in people.items()}
    app.extensions[PROVIDERS] = offered_here
    return offered_here


@pytest.fixture
def guest(app: Flask) -> Frame:
    """Somebody on the blog who is not signed in."""
    return Frame(app, BLOG)


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., Frame]:
    """Return a function that gives the frame of somebody who is signed in with Google."""

    def sign_in(name: str, page: str = BLOG) -> Frame:
        frame = Frame(app, page)
        with app.app_context(), transaction() as store:
            profile = Profile(issuer="https://accounts.google.com", subject=name.lower(), name=name)
            identity = remember_identity(store, profile, provider="google", picture=None, now=clock.now())
            site = site_by_id(store, frame.site)
            assert site
            _, token = open_session(store, site, identity, carried=[], now=clock.now(), idle=timedelta(days=14))
            frame.browser.set_cookie(cookie_name(site), token, domain="comments.rejoinder.test", secure=True)
        return frame

    return sign_in


@pytest.fixture
def alice(signed_in: Callable[..., Frame]) -> Frame:
    """Alice, signed in on the blog."""
    return signed_in("Alice")


@pytest.fixture
def bob(signed_in: Callable[..., Frame]) -> Frame:
    """Bob, signed in on the blog."""
    return signed_in("Bob")


@pytest.fixture
def stranger(signed_in: Callable[..., Frame]) -> Frame:
    """Somebody signed in on the other site."""
    return signed_in("Stranger", OTHER)
