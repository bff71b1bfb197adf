"""Walking through a stand-in as a browser and a client would, with the test client of its app."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from widget.demo.settings import demo_clients

ACCOUNTS = "https://accounts.idp.test"
CLIENTS = demo_clients("https://comments.rejoinder.test")
VERIFIER = "a-verifier-of-forty-three-or-more-characters-"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
AUTHORISE = {
    "google": "/google/o/oauth2/v2/auth",
    "x": "/x/i/oauth2/authorize",
    "facebook": "/facebook/v24.0/dialog/oauth",
}
TOKEN = {"google": "/google/token", "x": "/x/2/oauth2/token", "facebook": "/facebook/v24.0/oauth/access_token"}
PROFILE = {"google": "/google/v1/userinfo", "x": "/x/2/users/me", "facebook": "/facebook/v24.0/me"}
SCOPES = {"google": "openid profile email", "x": "users.read tweet.read", "facebook": "public_profile email"}
FIELDS = {
    "google": {},
    "x": {"user.fields": "profile_image_url"},
    "facebook": {"fields": "id,name,email,picture.width(200)"},
}
FIRST = {"google": "ada", "x": "mira", "facebook": "ingrid"}
PROVIDERS = tuple(AUTHORISE)


@dataclass
class Walk:
    """One sign-in at one provider; every step can be changed by keyword."""

    client: FlaskClient
    provider: str

    def ask(self, **changes: str | None) -> TestResponse:
        """The first page that a person sees."""
        asked = {
            "client_id": CLIENTS[self.provider].client_id,
            "redirect_uri": CLIENTS[self.provider].redirect_uri,
            "response_type": "code",
            "scope": SCOPES[self.provider],
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changes
        query = {name: value for name, value in asked.items() if value is not None}
        return self.client.get(AUTHORISE[self.provider], query_string=query, follow_redirects=True)

    def choose(self, person: str = "", **changes: str | None) -> TestResponse:
        page = self.ask(**changes)
        chooser = page.request.path.replace("/consent/", "/accounts/")
        answer = self.client.post(chooser, data={"person": person or FIRST[self.provider]})
        return self.client.get(answer.location)

    def decide(self, decision: str = "allow", **changes: str | None) -> dict[str, str]:
        """The query with which the browser comes back to the application."""
        page = self.choose(**changes)
        return self.came_back(self.client.post(page.request.path, data={"decision": decision}))

    def came_back(self, response: TestResponse) -> dict[str, str]:
        assert response.location.startswith(CLIENTS[self.provider].redirect_uri + "?")
        return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}

    def redeem(self, code: str, **changes: str) -> TestResponse:
        registered = CLIENTS[self.provider]
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": registered.redirect_uri,
            "code_verifier": VERIFIER,
        }
        if self.provider == "x":
            basic = (registered.client_id, changes.pop("client_secret", registered.client_secret))
            return self.client.post(TOKEN["x"], data=given | changes, auth=basic)
        given |= {"client_id": registered.client_id, "client_secret": registered.client_secret}
        return self.client.post(TOKEN[self.provider], data=given | changes)

    def profile(self, token: str) -> TestResponse:
        query = dict(FIELDS[self.provider])
        if self.provider == "facebook":
            secret = CLIENTS["facebook"].client_secret.encode()
            query["appsecret_proof"] = hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()
        bearer = {"Authorization": f"Bearer {token}"}
        return self.client.get(PROFILE[self.provider], query_string=query, headers=bearer)

    def whole(self) -> Any:
        """The profile at the end of a sign-in in which everybody says yes."""
        token = self.redeem(self.decide()["code"]).get_json()
        return self.profile(token["access_token"]).get_json()
