"""What all tests share: the application on a real database file of its own, two sites, and people on their pages."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from frames import Frame
from records import Records
from stage import BLOG, OTHER, Time, settings_for
from windows import FakeProvider

from widget import create_app
from widget.core import clock
from widget.extensions import db
from widget.people.actions.identities import remember_identity
from widget.people.actions.sessions import open_session
from widget.providers import Profile
from widget.sites.actions import add_site
from widget.sites.queries import site_by_id
from widget.web import running
from widget.web.actor import cookie_name
from widget.web.transactions import transaction


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with two sites, without flood protection, to be copied by each test."""
    path = tmp_path_factory.mktemp("store") / "template.sqlite3"
    app = create_app(settings_for(path))
    with app.app_context():
        upgrade()
        with transaction() as store:
            for name, page in (("Blog", BLOG), ("Other", OTHER)):
                add_site(store, name=name, origins=[page.rpartition("/")[0]], now=clock.now()).flood_seconds = 0
        db.session.remove()
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    """A copy of the database of the test's own."""
    return Path(shutil.copy(migrated, tmp_path / "rejoinder.sqlite3"))


@pytest.fixture
def app(database: Path) -> Iterator[Flask]:
    """The real application."""
    app = create_app(settings_for(database))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def records(database: Path) -> Records:
    """The test's database file, read past the application."""
    return Records(database)


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
    app.extensions[running.PROVIDERS] = offered_here
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
