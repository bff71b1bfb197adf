"""Sign-ins as frame and window drive them over HTTP, and providers that answer as a test tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from frames import ORIGIN, Frame
from werkzeug.test import TestResponse

from widget.providers import TITLES, Flow, Profile

ISSUERS = {"google": "https://accounts.google.com", "x": "https://x.com", "facebook": "https://www.facebook.com"}


@dataclass
class FakeProvider:
    """A provider at which somebody is always signed in; `raises` is how it fails instead."""

    id: str
    name: str = "Ada"
    subject: str = ""
    makeshift: bool = False
    picture_url: str | None = None
    sends: tuple[str, ...] = ("name", "picture")
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False
    raises: Exception | None = None
    flows: list[Flow] = field(default_factory=list)
    chosen: list[bool] = field(default_factory=list)
    answers: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return TITLES[self.id]

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        self.flows.append(flow)
        self.chosen.append(choose_account)
        return f"https://accounts.idp.test/{self.id}?state={flow.state}"

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        self.answers.append(answer)
        if self.raises:
            raise self.raises
        issuer, subject = ISSUERS[self.id], self.subject or self.name.lower()
        return Profile(issuer, subject, self.name, picture_url=self.picture_url, makeshift=self.makeshift)


class Window:
    """The window's browser profile: it keeps the flow cookie, and it never sees the frame's partition."""

    def __init__(self, app: Flask) -> None:
        self.browser: FlaskClient = app.test_client()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        own = {"Origin": ORIGIN} if method != "GET" else {}
        given = own | headers
        return self.browser.open(path, method=method, json=body, headers=given, base_url=ORIGIN, buffered=True)


class SignIn:
    """One sign-in that `frame` has begun, with the window that it has opened for it.

    Where a `page` is named there is no window: that page's tab takes its place, and comes back to it.
    """

    def __init__(
        self,
        frame: Frame,
        provider: str = "google",
        *,
        mode: str = "signin",
        window: Window | None = None,
        page: str = "",
    ) -> None:
        self.frame, self.provider = frame, provider
        self.window = window or Window(frame.browser.application)
        wanted = {"provider": provider, "site": frame.site, "mode": mode, "page": page}
        begun = frame.act("POST", "/signin/transactions", wanted)
        assert begun.status_code == 201, begun.text
        self.id, self.secret, self.bind = (begun.get_json()[name] for name in ("id", "claim_secret", "bind"))
        self.location = ""

    def start(self, bind: str | None = None) -> TestResponse:
        """The window has got `bind` from the frame and asks where to go."""
        wanted = {"bind": self.bind if bind is None else bind}
        answer = self.window.send("POST", f"/signin/transactions/{self.id}/start", wanted)
        if answer.status_code == 200:
            self.location = answer.get_json()["location"]
        return answer

    @property
    def state(self) -> str:
        """What the provider will bring back."""
        return self.location.partition("state=")[2].partition("&")[0]

    def come_back(self, provider: str = "", **query: str) -> TestResponse:
        """The provider sends the window back."""
        answer = {"state": self.state, "code": "a-code"} | query
        path = f"/signin/{provider or self.provider}/callback"
        return self.window.browser.get(path, query_string=answer, base_url=ORIGIN)

    def claim(self, secret: str | None = None, code: str = "") -> TestResponse:
        """The frame asks how it stands, and takes what is there."""
        wanted = {"claim_secret": self.secret if secret is None else secret, "code": code}
        return self.frame.send("POST", f"/signin/transactions/{self.id}/claim", wanted)

    def take_bearer(self, secret: str | None = None, code: str = "") -> TestResponse:
        """The frame has seen that its cookie did not stick."""
        wanted = {"claim_secret": self.secret if secret is None else secret, "code": code}
        return self.frame.send("POST", f"/signin/transactions/{self.id}/bearer", wanted)

    def cancel(self, secret: str | None = None) -> TestResponse:
        """The person has clicked Cancel."""
        wanted = {"claim_secret": self.secret if secret is None else secret}
        return self.frame.act("DELETE", f"/signin/transactions/{self.id}", wanted)

    def through(self) -> "SignIn":
        """Go all the way to the provider and back."""
        assert self.start().status_code == 200
        assert self.come_back().status_code == 200
        return self
