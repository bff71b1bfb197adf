"""An issuer that logs people out: real keys and tokens on loopback, with somebody always signed in there."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from dialects import CLIENT_ID, KEY, metadata, settings
from flask import Flask
from frames import ORIGIN
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from loopback import Server, serving
from stage import Time
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response
from windows import FakeProvider

from widget.providers import Flow, Logout, Profile, configured
from widget.providers.openid import OpenIdProvider

EVENT = "http://schemas.openid.net/event/backchannel-logout"
PATH = "/signin/google/back-channel-logout"


@dataclass
class Issuer(FakeProvider):
    """Stands in for Google; what it says of a logout is verified by the real adapter. `keys` is what it publishes."""

    server: Server = field(kw_only=True)
    adapter: OpenIdProvider = field(kw_only=True)
    sid: str | None = None
    keys: list[RSAKey] = field(default_factory=lambda: [KEY])
    is_down: bool = False

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        return replace(super().profile(flow, answer), issuer=self.server.url, sid=self.sid)

    def logout(self, token: str, now: float) -> Logout:
        return self.adapter.logout(token, now)

    def token(self, time: Time, *, key: Any = KEY, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """A logout token made now; `claims` are its own ones, or take the place of the usual ones, None of none."""
        now = int(time.now.timestamp())
        usual = {"iss": self.server.url, "aud": CLIENT_ID, "iat": now, "exp": now + 120}
        usual |= {"jti": secrets.token_hex(8), "events": {EVENT: {}}}
        head = {"alg": "RS256", "kid": KEY.kid, "typ": "logout+jwt"} | dict(header or {})
        head, said = ({name: one for name, one in of.items() if one is not None} for of in (head, usual | claims))
        return jwt.encode(head, said, key, algorithms=[head["alg"]])


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """The issuer, with its metadata and keys on loopback."""
    made: list[Issuer] = []

    def answer(request: Request) -> Response:
        if made[0].is_down:
            return Response(status=503)
        keys = KeySet(list(made[0].keys)).as_dict(private=False)
        said = keys if request.path == "/jwks" else metadata(made[0].server.url)
        return Response(json.dumps(said), mimetype="application/json")

    with serving(answer) as server:
        adapter = configured(settings(server.url))["google"]
        assert isinstance(adapter, OpenIdProvider)
        made.append(Issuer("google", server=server, adapter=adapter))
        yield made[0]


def tell(app: Flask, token: str | None, path: str = PATH) -> TestResponse:
    """Post a logout token as the issuer's server does: without cookie, CSRF token or Origin."""
    fields = {} if token is None else {"logout_token": token}
    return app.test_client().post(path, data=fields, base_url=ORIGIN)
