"""Logging out at a provider that others wrote, with its own pages and its own server: our session is over too."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from dialects import SECRET
from flask import Flask
from frames import ORIGIN, Frame
from loopback import Quiet
from nodes import node
from stage import BLOG, OTHER, running, settings_for
from visitor import log_out_with, sign_in_with
from werkzeug.serving import make_server
from windows import SignIn


@contextmanager
def listening(apps: list[Flask]) -> Iterator[str]:
    """Serve the first of `apps` on loopback, once it is there; return where."""

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return apps[0](environ, start_response)

    server = make_server("127.0.0.1", 0, dispatch, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def log_in(app: Flask, person: requests.Session, provider: str, page: str) -> Frame:
    """Log in on a page of a site, with a browser that is then logged in at the provider."""
    frame, callback = Frame(app, page), f"{ORIGIN}/signin/{provider}/callback"
    attempt = SignIn(frame, provider)
    assert attempt.start().status_code == 200
    answer = sign_in_with(person, attempt.location, callback)
    assert "Signed in as" in attempt.window.browser.get(callback, query_string=answer, base_url=ORIGIN).text
    assert attempt.claim().status_code == 200
    return frame


@pytest.fixture(params=["google", "acme"])
def provider(request: pytest.FixtureRequest) -> str:
    """A known provider that speaks OpenID Connect by the book, and an issuer of the owner's."""
    given: str = request.param
    return given


@pytest.fixture
def issuer(provider: str, apps: list[Flask]) -> Iterator[str]:
    """The provider, which tells the application of logouts as soon as it is there."""
    with listening(apps) as here:
        told = f"{here}/signin/{provider}/back-channel-logout"
        with node("provider.mjs", told, f"{ORIGIN}/signin/{provider}/callback") as issuer:
            yield issuer


@pytest.fixture
def apps() -> list[Flask]:
    """The application, once it runs."""
    return []


@pytest.fixture
def app(database: str, provider: str, issuer: str, apps: list[Flask]) -> Iterator[Flask]:
    """The application, registered there."""
    known = {"issuer": issuer, "client_id": "client-2", "client_secret": SECRET}
    known |= {"title": "Acme"} if provider == "acme" else {}
    given = {f"providers_{provider}_{key}": value for key, value in known.items()}
    with running(settings_for(database, outgoing_allow_loopback="true", **given)) as app:
        apps.append(app)
        yield app


def test_logging_out_there_is_logging_out_here_in_that_browser_alone(app: Flask, provider: str, issuer: str) -> None:
    with requests.Session() as one, requests.Session() as other:
        here, elsewhere = log_in(app, one, provider, BLOG), log_in(app, other, provider, OTHER)
        assert (here.who(), elsewhere.who()) == ("User <b>ada</b>", "User <b>ada</b>")
        log_out_with(one, issuer)
    assert (here.who(), elsewhere.who()) == (None, "User <b>ada</b>")


def test_the_issuer_says_that_it_tells_of_logouts(app: Flask, issuer: str) -> None:
    metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).json()
    assert metadata["backchannel_logout_supported"] is True
    assert metadata["backchannel_logout_session_supported"] is True
