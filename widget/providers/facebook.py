"""Facebook: OAuth 2.0 with habits of its own: errors as objects, `false` for a profile, signed requests.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from widget.config import Outgoing, ProviderSettings
from widget.providers.answers import shown_name, subject, web_url
from widget.providers.contract import Flow, Profile
from widget.providers.failures import NO_PROFILE, failed
from widget.providers.oauth import POST, Client, authorise_url, code_of

TITLE = "Facebook"
ISSUER = "https://www.facebook.com"
SCOPE = "public_profile"
FIELDS = "id,name,picture.width(200).height(200)"


@dataclass(frozen=True, slots=True)
class FacebookProvider:
    """Facebook can ask for the password again, but not for another account."""

    client: Client
    dialog: str
    graph: str
    id: str = "facebook"
    title: str = TITLE
    sends: tuple[str, ...] = ("name", "picture")
    refuses_apps: bool = True
    switches_at: str = ""
    answers_by_post: bool = False

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        again = {"auth_type": "reauthenticate"} if choose_account else {}
        return authorise_url(self.client, self.dialog, flow, pkce=False, **again)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        code = code_of(answer, title=self.title, issuer=ISSUER)
        with self.client.talk() as talk:
            token = talk.token(f"{self.graph}/oauth/access_token", flow, code)["access_token"]
            proof = self._proof(token)
            person = talk.profile(f"{self.graph}/me", token, fields=FIELDS, appsecret_proof=proof)
        identified = subject(person.get("id"))
        if identified is None:
            raise failed(self.title, NO_PROFILE, "the profile has no id")
        name, picture_url = shown_name(person.get("name")), _picture(person.get("picture"))
        shown = name or f"{self.title} user"
        return Profile(ISSUER, identified, shown, picture_url=picture_url, makeshift=name is None)

    def _proof(self, token: str) -> str:
        """Shows that the server and not a thief of the token is asking."""
        return hmac.new(self.client.client_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def build(given: ProviderSettings, outgoing: Outgoing) -> FacebookProvider:
    """Facebook as a provider."""
    client = Client.of(given, TITLE, SCOPE, outgoing, auth_method=POST)
    return FacebookProvider(client, given["authorize_url"], given["graph_url"].rstrip("/"))


def _picture(picture: Any) -> str | None:
    """The picture's address, which expires; the silhouette that stands for none is none."""
    found = picture.get("data") if isinstance(picture, dict) else None
    if not isinstance(found, dict) or found.get("is_silhouette") is True:
        return None
    return web_url(found.get("url"))
