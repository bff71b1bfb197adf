"""The stand-in providers on a loopback server, and a person who walks through their pages."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from frames import ORIGIN
from loopback import Quiet
from werkzeug.serving import make_server

from widget.config import ProviderSettings
from widget.demo.settings import demo_clients, demo_providers
from widget.demo.standins import Fault, create_standins

FIRST = {"google": "ada", "x": "mira", "facebook": "ingrid"}


@dataclass
class Accounts:
    """A running server with the three stand-ins; `app` is the very app that it serves."""

    url: str
    app: Flask

    @property
    def providers(self) -> dict[str, ProviderSettings]:
        """The settings of an application that is registered here."""
        return demo_providers(self.url, demo_clients(ORIGIN))

    def misbehave(self, provider: str, *faults: Fault) -> None:
        """Set the faults of one provider."""
        self.app.extensions["misbehave"].set(provider, *faults)

    def behave(self) -> None:
        """Take all faults back."""
        self.app.extensions["misbehave"].clear()

    def tokens(self) -> list[str]:
        """Return every code and token that was given out."""
        desks = self.app.extensions["standins"].desks.values()
        return [secret for desk in desks for secret in (*desk._codes, *desk._tokens)]

    def visit(self, location: str, *, person: str = "", decision: str = "allow") -> dict[str, str]:
        """Go where the window was sent, choose, decide; return the query with which it comes back."""
        browser = self.app.test_client()
        page = browser.get(location, follow_redirects=True)
        provider = page.request.path.split("/")[1]
        chooser = page.request.path.replace("/consent/", "/accounts/")
        chosen = browser.post(chooser, data={"person": person or FIRST[provider]}, base_url=self.url)
        consent = browser.get(chosen.location, base_url=self.url)
        if consent.status_code == 200:
            consent = browser.post(consent.request.path, data={"decision": decision}, base_url=self.url)
        return dict(parse_qsl(urlsplit(consent.location or "").query))


@contextmanager
def serving_accounts() -> Iterator[Accounts]:
    """Run the stand-ins for a while."""
    apps: list[Flask] = []

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return apps[0](environ, start_response)

    server = make_server("127.0.0.1", 0, dispatch, threaded=True, request_handler=Quiet)
    url = f"http://accounts.localhost:{server.server_port}"
    apps.append(create_standins(url, demo_clients(ORIGIN)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        yield Accounts(url, apps[0])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
