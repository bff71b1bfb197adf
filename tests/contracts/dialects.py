"""What each provider says on the wire when all is well, as one shape that tests can bend."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from loopback import Server, serving
from spoken import DIALECTS, GONE, Dialect, present
from werkzeug.wrappers import Request, Response

from widget.config import Outgoing, Reading, Sessions, Settings, providers_with
from widget.errors import ProviderFailed
from widget.providers import Federation, Flow, Provider, Registration, configured, new_flow

__all__ = ["DIALECTS", "GONE"]
Answer = Callable[[Request], Response]
USUAL: Any = object()  # who always signs in
CLIENT_ID, SECRET, CODE, TOKEN = "client-1", "s3cret-of-the-site", "c0de-of-the-visit", "t0ken-of-the-person"
PICTURE = "https://pictures.example/ada.png"
TEAM_KEY = ECKey.generate_key("P-256")
PEM = TEAM_KEY.as_pem(private=True).decode()
KEY = RSAKey.generate_key(2048, auto_kid=True)


def says(body: Any, status: int = 200, **headers: str) -> Answer:
    """An answer with this body: bytes as they are, everything else as JSON."""
    if isinstance(body, bytes):
        return lambda _: Response(body, status, headers)
    return lambda _: Response(as_json(body), status, headers, mimetype="application/json")


def as_json(body: Any) -> str:
    return json.dumps(body)


def settings(url: str, *, timeout: float = 5.0) -> Settings:
    """Settings under which all providers live at `url`."""
    return Settings(
        base_url="http://comments.localhost",
        secret_key="k" * 32,
        database_url="sqlite://",
        trusted_proxies="",
        sessions=Sessions(14, 90),
        reading=Reading(1),
        outgoing=Outgoing(timeout=timeout, deadline=5.0, ca_file="", allow_loopback=True),
        providers=providers_with(tables_at(url)),
    )


def tables_at(url: str) -> dict[str, dict[str, str]]:
    """Return the tables of providers that live at `url` and know us."""
    known = {"client_id": CLIENT_ID, "client_secret": SECRET}
    return {
        "google": known | {"issuer": url},
        "x": known | {"authorize_url": f"{url}/authorize", "token_url": f"{url}/token", "user_url": f"{url}/profile"},
        "facebook": known | {"authorize_url": f"{url}/authorize", "graph_url": f"{url}/graph"},
        "wordpress": known | {"issuer": url},
        "github": known
        | {"authorize_url": f"{url}/authorize", "token_url": f"{url}/token", "user_url": f"{url}/profile"},
        "microsoft": known | {"authority_url": url},
        "apple": {"client_id": CLIENT_ID, "team_id": "TEAM", "key_id": "KEY", "private_key": PEM, "issuer": url},
        "mastodon": {"client_name": "Comments"},
        "acme": known | {"title": "Acme", "issuer": url},
    }


@dataclass
class Visit:
    """One sign-in with one stand-in, whose answers the test may replace before it asks for the profile."""

    dialect: Dialect
    server: Server
    answers: dict[str, Answer]
    asked: list[Request]
    flow: Flow = field(default_factory=lambda: new_flow("https://comments.example/signin/callback"))
    provider: Provider = field(init=False)
    subject: str = "1001"
    user: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        below = f"/{self.dialect.tenant}/v2.0" if self.dialect.tenant else ""
        self.dialect.issuer = self.dialect.issuer or f"{self.server.url}{below}"
        if self.dialect.is_server:
            self.subject = f"{self.server.url}/users/1001"
            self.dialect.handle = f"ada@{urlsplit(self.server.url).netloc}"
        self.provider = self.at(settings(self.server.url))
        self.person()

    def at(self, given: Settings) -> Provider:
        """The provider under these settings; of many servers, the one that is known already."""
        offer, address = configured(given)[self.dialect.id], given.providers["google"]["issuer"]
        if not isinstance(offer, Federation):
            return offer
        host = urlsplit(address).netloc
        return offer.at(Registration(host, CLIENT_ID, SECRET, self.dialect.scope, userinfo=True))

    def person(self, *, subject: Any = USUAL, name: Any = "Ada Lovelace", picture: Any = PICTURE) -> None:
        """Let this person sign in; without a subject it is the usual one."""
        subject = self.subject if subject is USUAL else subject
        if self.dialect.posts:
            self.user = {"user": as_json({"name": present(firstName=name)})}
        else:
            self.answers[self.dialect.profile_path] = says(self.dialect.profile(subject, name, picture))
        token = {"access_token": TOKEN, "token_type": "bearer", "expires_in": 3600}
        if self.dialect.openid:
            token["id_token"] = self.id_token(sub=subject)
        self.answers[self.dialect.token_path] = says(token)

    def knows(self, secret: str | None) -> bool:
        """Whether this proves who we are: the secret, or a statement that our key has signed."""
        if not self.dialect.posts:
            return secret == SECRET
        told = jwt.decode(secret or "", TEAM_KEY, algorithms=["ES256"])
        named = (told.claims["iss"], told.claims["sub"], told.claims["aud"], told.header["kid"])
        return named == ("TEAM", CLIENT_ID, self.server.url, "KEY") and told.claims["exp"] > time.time()

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {
            "iss": self.dialect.issuer,
            "tid": self.dialect.tenant,
            "aud": CLIENT_ID,
            "sub": "1001",
            "nonce": self.flow.nonce,
            "iat": now,
            "exp": now + 3600,
        }
        return present(**(usual | changes))

    def id_token(self, **changes: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": KEY.kid}, self.claims(**changes), KEY)

    def come_back(self, **answer: str) -> Any:
        """The profile that the provider makes of a callback with this query."""
        answer = answer or {"code": CODE}
        if self.dialect.openid:
            answer.setdefault("iss", self.dialect.issuer)
        return self.provider.profile(self.flow, self.user | answer)

    def asked_at(self, path: str) -> list[Request]:
        return [request for request in self.asked if request.path == path]


@contextmanager
def visiting(name: str) -> Iterator[Visit]:
    """A stand-in for one provider on loopback, all well behaved."""
    answers: dict[str, Answer] = {}
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        request.get_data(parse_form_data=True)
        asked.append(request)
        return answers[request.path](request) if request.path in answers else Response(status=404)

    with serving(answer) as server:
        url = server.url
        dialect = replace(DIALECTS[name])
        named = f"{url}/{{tenantid}}/v2.0" if dialect.tenant else url
        answers[dialect.metadata_path] = says(metadata(url, issuer=named))
        answers["/jwks"] = says(KeySet([KEY]).as_dict(private=False))
        yield Visit(dialect, server, answers, asked)


def metadata(url: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "issuer": url,
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "userinfo_endpoint": f"{url}/userinfo",
        "jwks_uri": f"{url}/jwks",
        "authorization_response_iss_parameter_supported": True,
    }
    return present(**(usual | changes))


def sentence_of(visit: Visit, **answer: str) -> str:
    """What the person reads when the sign-in fails."""
    with pytest.raises(ProviderFailed) as raised:
        visit.come_back(**answer)
    assert raised.value.type == "provider-failed"
    return raised.value.detail % raised.value.values
