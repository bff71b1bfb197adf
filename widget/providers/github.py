"""GitHub: OAuth 2.0 with PKCE, errors with status 200, and accounts whose names are given to others later.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

from collections.abc import Mapping
from dataclasses import dataclass

from widget.config import Outgoing, ProviderSettings
from widget.providers.answers import handle, shown_name, web_url
from widget.providers.contract import Flow, Profile
from widget.providers.failures import NO_PROFILE, failed
from widget.providers.oauth import POST, Client, authorise_url, code_of

TITLE = "GitHub"
SCOPE = ""  # what everybody may read: name, login and picture


@dataclass(frozen=True, slots=True)
class GitHubProvider:
    """A person is the number; the login may be somebody else's tomorrow."""

    client: Client
    authorise_endpoint: str
    token_endpoint: str
    user_endpoint: str
    id: str = "github"
    title: str = TITLE
    sends: tuple[str, ...] = ("name", "picture", "handle")
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False

    @property
    def issuer(self) -> str:
        """As GitHub names itself in its answers; an Enterprise server is another issuer, with numbers of its own."""
        return self.authorise_endpoint.removesuffix("/authorize")

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        prompt = {"prompt": "select_account"} if choose_account else {}
        return authorise_url(self.client, self.authorise_endpoint, flow, pkce=True, **prompt)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        code = code_of(answer, title=self.title, issuer=self.issuer)
        with self.client.talk() as talk:
            token = talk.token(self.token_endpoint, flow, code, code_verifier=flow.verifier)
            person = talk.profile(self.user_endpoint, token["access_token"])
        number, login, name = person.get("id"), handle(person.get("login")), shown_name(person.get("name"))
        if type(number) is not int or number <= 0:
            raise failed(self.title, NO_PROFILE, "the profile has no id")
        return Profile(
            issuer=self.issuer,
            subject=str(number)[:255],
            name=name or login or f"{self.title} user",
            handle=login,
            picture_url=web_url(person.get("avatar_url")),
            makeshift=name is None,
        )


def build(given: ProviderSettings, outgoing: Outgoing) -> GitHubProvider:
    """GitHub as a provider."""
    client = Client.of(given, TITLE, SCOPE, outgoing, auth_method=POST)
    return GitHubProvider(client, given["authorize_url"], given["token_url"], given["user_url"])
