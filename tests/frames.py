"""The frame of one browser on one page, as the tests drive it over HTTP: it keeps cookie, bearer, token, receipts."""

import re
import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ORIGIN = "https://comments.rejoinder.test"


class Frame:
    """Speaks for a frame of Rejoinder on `page`; every request is one that the real frame could send."""

    def __init__(self, app: Flask, page: str, *, key: str | None = None, browser: FlaskClient | None = None) -> None:
        self.browser = browser or app.test_client()
        self.page, self.key = page, key
        self.bearer: str | None = None
        self.receipts: list[str] = []
        self.posted, self.form = 0, secrets.token_hex(8)
        document = self.document()
        self.thread = _attribute(document.text, "data-thread")
        self.site = _attribute(document.text, "data-site")

    def document(self, **headers: str) -> TestResponse:
        """Ask for the public document."""
        query = {"page": self.page} | ({"key": self.key} if self.key else {})
        return self.browser.get("/thread", query_string=query, headers=headers, base_url=ORIGIN)

    def read(self) -> str:
        """Return the words of the public document, without its tags, style and catalogue of sentences."""
        bare = re.sub(r"<(script|style|title)\b.*?</\1>", "", self.document().text, flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", bare).split())

    def session(self) -> dict[str, Any]:
        """Ask who this frame is."""
        answer = self.send("GET", f"/session?site={self.site}&thread={self.thread}")
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def who(self) -> str | None:
        """Return the name of who is signed in."""
        identity = self.session()["identity"]
        return str(identity["name"]) if identity else None

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a request with the credentials that the frame has; it adds no CSRF token by itself."""
        own = {"Origin": ORIGIN} if method != "GET" else {}
        if self.bearer:
            own["Authorization"] = f"Bearer {self.bearer}"
        if self.receipts:
            own["Rejoinder-Receipts"] = ",".join(self.receipts)
        given = own | headers
        return self.browser.open(path, method=method, json=body, headers=given, base_url=ORIGIN, buffered=True)

    def act(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send an unsafe request as the real frame does: with a fresh CSRF token."""
        return self.send(method, path, body, **({"X-CSRFToken": self.session()["csrf_token"]} | headers))

    def post(self, body: str = "", parent: str | None = None, **fields: str) -> TestResponse:
        """Post a comment as whom the frame is; `fields` change or add what is sent (`as_` stands for `as`)."""
        self.posted += 1
        session = self.session()
        identity = session["identity"]
        sent = {"body": body or f"Comment number {self.posted}", "page": self.page}
        sent |= {"idempotency_key": f"{self.form}-{self.posted}", "as": identity["id"] if identity else "guest"}
        sent |= {} if identity else {"name": "Grace", "email": "grace@example.org"}
        sent |= {"parent": parent} if parent else {}
        sent |= {"key": self.key} if self.key else {}
        sent |= {name.rstrip("_"): value for name, value in fields.items()}
        token = {"X-CSRFToken": session["csrf_token"]}
        answer = self.send("POST", f"/threads/{self.thread}/comments", sent, **token)
        if answer.status_code == 201 and "receipt" in answer.get_json():
            self.receipts.append(answer.get_json()["receipt"])
        return answer

    def delete(self, comment: str) -> TestResponse:
        """Delete a comment."""
        return self.act("DELETE", f"/comments/{comment}")


def _attribute(html: str, name: str) -> str:
    return html.partition(f'{name}="')[2].partition('"')[0]


def cookies_of(response: TestResponse) -> dict[str, dict[str, str]]:
    """Return what an answer sets: each cookie's value (under "") and attributes, these in lower case."""
    found = {}
    for header in response.headers.getlist("Set-Cookie"):
        named, *attributes = (part.strip() for part in header.split(";"))
        name, _, value = named.partition("=")
        pairs = (attribute.partition("=") for attribute in attributes)
        found[name] = {"": value} | {key.lower(): text for key, _, text in pairs}
    return found
