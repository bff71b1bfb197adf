"""X: OAuth 2.0 with PKCE. The code lives 30 seconds, and the profile is one priced request.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
"""

from collections.abc import Mapping
from dataclasses import dataclass

from widget.config import Outgoing, ProviderSettings
from widget.providers.answers import handle, shown_name, subject, web_url
from widget.providers.contract import Flow, Profile
from widget.providers.failures import NO_PROFILE, failed
from widget.providers.oauth import Client, authorise_url, code_of

TITLE = "X"
ISSUER = "https://x.com"
SCOPE = "users.read tweet.read"  # /2/users/me answers 403 without tweet.read


@dataclass(frozen=True, slots=True)
class XProvider:
    """X cannot be told to let people choose an account: whoever is signed in there comes back."""

    client: Client
    authorise_endpoint: str
    token_endpoint: str
    user_endpoint: str
    id: str = "x"
    title: str = TITLE
    sends: tuple[str, ...] = ("name", "picture", "handle")
    refuses_apps: bool = False
    switches_at: str = "x.com"
    answers_by_post: bool = False

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:  # noqa: ARG002 (X has no such wish)
        return authorise_url(self.client, self.authorise_endpoint, flow, pkce=True)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        code = code_of(answer, title=self.title, issuer=ISSUER)
        with self.client.talk() as talk:
            token = talk.token(self.token_endpoint, flow, code, code_verifier=flow.verifier)
            wanted = {"user.fields": "profile_image_url"}
            found = talk.profile(self.user_endpoint, token["access_token"], **wanted)
        return self._profile(found.get("data"))

    def _profile(self, person: object) -> Profile:
        known = person if isinstance(person, dict) else {}
        identified = subject(known.get("id"))
        if identified is None:
            raise failed(self.title, NO_PROFILE, "the profile has no id")
        username, name = handle(known.get("username")), shown_name(known.get("name"))
        return Profile(
            issuer=ISSUER,
            subject=identified,
            name=name or username or f"{self.title} user",
            handle=username,
            picture_url=_larger(web_url(known.get("profile_image_url"))),
            makeshift=name is None,
        )


def build(given: ProviderSettings, outgoing: Outgoing) -> XProvider:
    """X as a provider."""
    client = Client.of(given, TITLE, SCOPE, outgoing)
    return XProvider(client, given["authorize_url"], given["token_url"], given["user_url"])


def _larger(picture_url: str | None) -> str | None:
    """X names the 48 pixel variant of a picture; the next one has 73 and the same address but for a word."""
    return picture_url and picture_url.replace("_normal.", "_bigger.")
