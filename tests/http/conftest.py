"""What the tests over HTTP share, and those of the command."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from akismet import Akismet, Says, serving_akismet
from click.testing import CliRunner
from commands import Run
from flask import Flask
from frames import ORIGIN, Frame
from issuers import Issuer, running_issuer
from mailboxes import Mailbox, mail_settings, serving_mail
from served import Serve, listening
from stage import BLOG, ENVIRONMENT, running, settings_for
from stores import Databases
from windows import FakeProvider, SignIn

from widget import cli
from widget.cli import base
from widget.extensions import db
from widget.providers.email import EmailLink
from widget.web.running import PROVIDERS

Fakes = dict[str, FakeProvider]


@pytest.fixture(scope="module")
def akismet_server() -> Iterator[Akismet]:
    """An Akismet of this file."""
    with serving_akismet() as akismet:
        yield akismet


@pytest.fixture
def akismet(akismet_server: Akismet) -> Akismet:
    """The same, with nothing asked and nothing said."""
    akismet_server.asked.clear()
    akismet_server.next.clear()
    akismet_server.always = Says()
    return akismet_server


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """The URL of a database without tables."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def run(empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Return what runs `rejoinder` in an empty folder, with an empty database."""
    monkeypatch.chdir(tmp_path)
    for name in ("REJOINDER_CONFIG", "REJOINDER_BASE_URL", "REJOINDER_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REJOINDER_DATABASE_URL", empty)
    made, create = [], base.create_app
    monkeypatch.setattr(base, "create_app", lambda settings: made.append(create(settings)) or made[-1])
    yield lambda *arguments: CliRunner().invoke(cli.main, arguments)
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def ready(run: Run) -> Run:
    """The same with a configuration, and with tables."""
    assert run("init", "https://comments.example.org").exit_code == 0
    assert run("db", "upgrade").exit_code == 0
    return run


@pytest.fixture
def command(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """What runs `rejoinder` on the test's database."""
    for name, value in (ENVIRONMENT | {"REJOINDER_DATABASE_URL": database}).items():
        monkeypatch.setenv(name, value)
    made, create = [], base.create_app
    monkeypatch.setattr(base, "create_app", lambda settings: made.append(create(settings)) or made[-1])
    yield lambda *arguments: CliRunner().invoke(cli.main, arguments)
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def thread(command: Run) -> Run:
    """What runs `rejoinder thread` there."""
    return lambda *arguments: command("thread", *arguments)


@pytest.fixture
def started(guest: Frame, fakes: Fakes) -> SignIn:
    """A sign-in whose window is at the provider."""
    sign_in = SignIn(guest)
    sign_in.start()
    return sign_in


@pytest.fixture
def issuer(app: Flask) -> Iterator[Issuer]:
    """An issuer at which Ada is signed in; and X, at which Mira is."""
    with running_issuer() as issuer:
        app.extensions[PROVIDERS] = {"google": issuer, "x": FakeProvider("x", "Mira")}
        yield issuer


@pytest.fixture
def log_in(app: Flask, issuer: Issuer) -> Callable[..., Frame]:
    """Return what logs somebody in from one of their sessions at the issuer."""

    def sign_in(sid: str | None = None, name: str = "Ada", page: str = BLOG) -> Frame:
        issuer.sid, issuer.name = sid, name
        frame = Frame(app, page)
        assert SignIn(frame).through().claim().status_code == 200
        return frame

    return sign_in


@pytest.fixture(scope="session")
def post_office() -> Iterator[Mailbox]:
    """A mail server of this run."""
    with serving_mail() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(post_office: Mailbox) -> Mailbox:
    """The same, empty and well-behaved."""
    post_office.empty()
    return post_office


@pytest.fixture
def mailing(database: str, mailbox: Mailbox) -> Iterator[Flask]:
    """The application with a mail server, and with Google, X and Facebook as in `fakes`."""
    with running(settings_for(database, **mail_settings(mailbox.port))) as app:
        people = {"google": "Ada", "x": "Mira", "facebook": "Ingrid"}
        fakes = {provider: FakeProvider(provider, name) for provider, name in people.items()}
        app.extensions[PROVIDERS] = {**fakes, "email": EmailLink(ORIGIN)}
        yield app


@pytest.fixture
def serving(database: str, tmp_path: Path) -> Serve:
    """Return what runs a server on the test's database, in the test's folder."""
    return partial(listening, database, tmp_path)
