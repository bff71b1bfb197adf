"""Apple: OpenID Connect whose answer is a form, whose secret is a signature, and who tells a name once.

https://developer.apple.com/documentation/signinwithapplerestapi
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from widget.config import ConfigurationError, Outgoing, ProviderSettings
from widget.core.late import late
from widget.providers.answers import shown_name
from widget.providers.contract import Flow, Profile
from widget.providers.issuers import OneIssuer
from widget.providers.oauth import POST, Client
from widget.providers.openid import OpenIdProvider

TITLE = "Apple"
MAX_USER = 20_000  # characters of the field in which the name comes


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key by which Apple knows us, instead of a secret that both sides have."""

    team_id: str
    key_id: str
    private_key: str = field(repr=False)

    def secret(self, client_id: str, audience: str) -> str:
        """A secret for the next minutes; what signs it comes with the first sign-in."""
        module = late("widget.providers.assertion")
        signed: str = module.signed_secret(self.private_key, self.key_id, self.team_id, client_id, audience)
        return signed


@dataclass(frozen=True, slots=True)
class AppleProvider:
    """What Apple adds to OpenID Connect: the name, which stands beside the answer and never in a token."""

    openid: OpenIdProvider
    id: str = "apple"
    title: str = TITLE
    sends: tuple[str, ...] = ("name",)
    refuses_apps: bool = False
    switches_at: str = "account.apple.com"
    answers_by_post: bool = True

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        return self.openid.authorise_url(flow, choose_account=choose_account)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        """The name is as the person's browser brought it: only shown, and no part of who they are."""
        profile = self.openid.profile(flow, answer)
        name = _name(answer.get("user", ""))
        return replace(profile, name=name or f"{TITLE} user", makeshift=name is None)


def build(given: ProviderSettings, outgoing: Outgoing) -> AppleProvider:
    """Apple as a provider."""
    if "PRIVATE KEY" not in given["private_key"]:
        raise ConfigurationError("providers.apple.private_key must be the text of the .p8 file that Apple gave.")
    key = SigningKey(given["team_id"], given["key_id"], given["private_key"])
    openid = OpenIdProvider(
        id=given.id,
        issuer=OneIssuer(given["issuer"]),
        client=Client(TITLE, given["client_id"], "", "name", outgoing, POST),
        sends=("name",),
        pkce=False,
        has_userinfo=False,
        chooser={},
        extras={"response_mode": "form_post"},
        secret=lambda: key.secret(given["client_id"], given["issuer"]),
    )
    return AppleProvider(openid)


def _name(text: str) -> str | None:
    """The name in the field `user`, which comes with somebody's first answer alone."""
    try:
        user = json.loads(text) if 0 < len(text) <= MAX_USER else None
    except (ValueError, RecursionError):
        return None
    names = user.get("name") if isinstance(user, dict) else None
    parts = [names.get(part) for part in ("firstName", "lastName")] if isinstance(names, dict) else []
    return shown_name(" ".join(part for part in parts if isinstance(part, str)))
