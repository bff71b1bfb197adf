"""Somebody on their own page, `/me`, as a browser without scripts drives it: links, plain forms, redirects."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from frames import ORIGIN, Frame
from stage import BLOG
from werkzeug.test import TestResponse
from windows import SignIn

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
ACTION = re.compile(r'action="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Owner:
    """A browser on the pages about its owner; every request is one that a form or a link there makes."""

    def __init__(self, app: Flask, browser: FlaskClient | None = None) -> None:
        self.browser = browser or app.test_client()

    def see(self, path: str = "/me", **headers: str) -> TestResponse:
        """Follow a link."""
        return self.browser.get(path, base_url=ORIGIN, headers={"User-Agent": FIREFOX} | headers, buffered=True)

    def words(self, path: str = "/me") -> str:
        """Return what can be read on a page, without the signs that set somebody else's words apart."""
        bare = re.sub(r"<(svg|title)\b.*?</\1>|[\u2068\u2069]", "", self.see(path).text, flags=re.DOTALL)
        return unescape(" ".join(re.sub(r"<[^>]+>", " ", bare).split()))

    def is_logged_in(self) -> bool:
        """Whether the page knows whose it is."""
        return "/me/log-out" in self.forms()

    def forms(self, path: str = "/me") -> list[str]:
        """Return where the forms of a page lead to."""
        return ACTION.findall(self.see(path).text)

    def token(self, path: str = "/me") -> str:
        """Return a token that a form of this page has; empty where there is no form."""
        found = TOKEN.search(self.see(path).text)
        return found[1] if found else ""

    def field(self, name: str, *, on: str) -> str:
        """Return what a hidden field of a page's form holds."""
        return unescape(self.see(on).text.partition(f'name="{name}" value="')[2].partition('"')[0])

    def send(self, path: str, fields: dict[str, Any], **headers: str) -> TestResponse:
        """Send a form as it is given, with nothing added but what every browser adds."""
        given = {"Origin": ORIGIN, "User-Agent": FIREFOX} | headers
        return self.browser.post(path, data=fields, base_url=ORIGIN, headers=given)

    def press(self, path: str, *, on: str = "/me", **fields: str) -> TestResponse:
        """Press the button of a form that stands on the page `on`."""
        return self.send(path, {"csrf_token": self.token(on), **fields})

    def visit(self, provider: str = "google", *, path: str = "/me/sign-in") -> "Visit":
        """Press the button of a provider, and stand before its page."""
        return Visit(self, self.press(path, provider=provider), provider)

    def log_in(self, provider: str = "google") -> "Owner":
        """Log in by a provider at which somebody is signed in."""
        assert self.visit(provider).come_back().location == "/me"
        return self

    def bring(self, provider: str) -> str:
        """Go for another account, and return the page that asks whether to link it."""
        location = self.visit(provider, path="/me/links").come_back().location
        assert location
        return location

    def link(self, provider: str) -> None:
        """Link another account, with all that it takes."""
        page = self.bring(provider)
        assert self.press(page, on=page).location == "/me"


class Visit:
    """A provider's page in the tab that has left `/me` for it."""

    def __init__(self, owner: Owner, going: TestResponse, provider: str) -> None:
        self.owner, self.going, self.provider = owner, going, provider
        self.state = going.text.partition("state=")[2].partition('"')[0]

    def come_back(self, **query: str) -> TestResponse:
        """The provider sends the tab back."""
        answer = {"state": self.state, "code": "a-code"} | query
        path = f"/signin/{self.provider}/callback"
        headers = {"User-Agent": FIREFOX}
        return self.owner.browser.get(path, query_string=answer, base_url=ORIGIN, headers=headers)


def commenting(app: Flask, provider: str = "google", page: str = BLOG) -> Frame:
    """Return the frame of whoever is signed in at a provider, after the dance in the window."""
    frame = Frame(app, page)
    assert SignIn(frame, provider).through().claim().status_code == 200
    return frame


def every_answer(app: Flask) -> dict[str, TestResponse]:
    """Return one answer of every route about oneself, and of those that Facebook's server asks for."""
    owner, comment = Owner(app), commenting(app).post("Mine").get_json()["id"]
    visit = owner.visit()
    found = {"POST /me/sign-in": visit.going, "callback of /me": visit.come_back()}
    link = owner.bring("x")
    seen = ("/me", "/me/export", "/me/erase", f"/me/comments/{comment}/delete", link, "/me/links/x")
    seen += (f"/comments/{comment}/report", "/comments/x/report")
    seen += (f"/comments/{comment}/edit", "/comments/x/edit", f"/threads/x/reply?page={BLOG}")
    found |= {f"GET {path}": owner.see(path) for path in seen}
    pressed = (
        f"/me/comments/{comment}/report",
        f"/comments/{comment}/edit",
        link,
        f"/me/comments/{comment}/delete",
        "/me/identities/x/unlink",
    )
    pressed += ("/me/sessions/x/end", "/me/guest-comments/claim", "/me/passkeys/new", "/me/passkeys")
    pressed += ("/me/passkeys/x/remove", "/threads/x/reply")
    pressed += ("/me/sessions/end", "/me/links", "/me/erase", "/me/erase/cancel", "/me/log-out", "/me/erase")
    pressed += ("/me/address", "/me/address/remove")
    for path in pressed:
        found[f"POST {path} {len(found)}"] = owner.press(path, provider="x", remove="text")
    for name in ("deauthorize", "data-deletion"):
        found[f"POST {name}"] = owner.send(f"/signin/facebook/{name}", {})
    return found | {"GET data-deletion": owner.see("/signin/facebook/data-deletion/x")}
