"""Mastodon: everybody names their own server, and we register there when the first one comes.

https://docs.joinmastodon.org/methods/oauth/. Everything of a server is asked at the very host that was named, and each
has a callback of its own, so that no server can answer for another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from widget.config import Outgoing, ProviderSettings
from widget.providers.answers import handle, shown_name, subject, web_url
from widget.providers.contract import Flow, Profile, Registration
from widget.providers.failures import NO_PROFILE, UNFINISHED, UNVERIFIED, failed
from widget.providers.oauth import POST, Client, authorise_url, code_of

TITLE = "Mastodon"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{4,253}}$)({LABEL}\.)+(?!\d+$){LABEL}")
SHORTCODE = re.compile(r"(?<![^\W_]):[A-Za-z0-9_]{2,}:(?![^\W_])")  # a picture there, noise in a name here
NARROW, BROAD = "profile", "read:accounts"  # since 4.3, and before
MAX_HANDLE = 100


@dataclass(frozen=True, slots=True)
class Mastodon:
    """All servers together, as the form offers them."""

    client_name: str
    suggestion: str
    outgoing: Outgoing
    id: str = "mastodon"
    title: str = TITLE
    sends: tuple[str, ...] = ("name", "picture", "handle")
    refuses_apps: bool = False
    switches_at: str = ""

    def server(self, text: str) -> str | None:
        """The host in a handle, an address or a bare name; None for anything else."""
        named = text.strip().lower().removeprefix("https://").partition("/")[0].rpartition("@")[2]
        host, colon, port = named.partition(":")
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
        if not HOST.fullmatch(host) or (colon and not (self.outgoing.allow_loopback and port.isdecimal())):
            return None
        return f"{host}{colon}{port}"

    def register(self, host: str, redirect_uri: str) -> Registration:
        """Make ourselves known to a server; raises `ProviderFailed`."""
        base = address(host, self.outgoing)
        with self._client("", "", "").talk() as talk:
            metadata = talk.find(f"{base}/.well-known/oauth-authorization-server") or {}  # before 4.3 there are none
            if str(metadata.get("issuer", base)).rstrip("/") != base:
                raise failed(TITLE, UNVERIFIED, "the metadata name another issuer")
            scopes = metadata.get("scopes_supported")
            scope = NARROW if isinstance(scopes, list) and NARROW in scopes else BROAD
            fields = {"client_name": self.client_name, "redirect_uris": redirect_uri, "scopes": scope}
            known = talk.post(f"{base}/api/v1/apps", fields)
        ours = known.get("client_id"), known.get("client_secret")
        if not all(isinstance(one, str) and re.fullmatch(r"[\x21-\x7e]{1,255}", one) for one in ours):
            raise failed(TITLE, UNFINISHED, "the registration has no credentials")
        return Registration(host, str(ours[0]), str(ours[1]), scope, userinfo="userinfo_endpoint" in metadata)

    def at(self, registration: Registration) -> "MastodonServer":
        """One server as a provider."""
        client = self._client(registration.client_id, registration.client_secret, registration.scope)
        return MastodonServer(client, registration.host, userinfo=registration.userinfo)

    def _client(self, client_id: str, client_secret: str, scope: str) -> Client:
        return Client(TITLE, client_id, client_secret, scope, self.outgoing, POST)


@dataclass(frozen=True, slots=True)
class MastodonServer:
    """One server. A person is the address of their actor, which the server can give for its own people alone."""

    client: Client
    host: str
    userinfo: bool = field(kw_only=True)
    id: str = "mastodon"
    title: str = TITLE
    sends: tuple[str, ...] = ("name", "picture", "handle")
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False

    @property
    def issuer(self) -> str:
        return address(self.host, self.client.outgoing)

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        force = {"force_login": "true"} if choose_account else {}
        return authorise_url(self.client, f"{self.issuer}/oauth/authorize", flow, pkce=True, **force)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        named = answer.get("iss", "").rstrip("/") == self.issuer
        code = code_of(answer, title=self.title, issuer=answer["iss"] if named else self.issuer)
        with self.client.talk() as talk:
            token = talk.token(f"{self.issuer}/oauth/token", flow, code, code_verifier=flow.verifier)
            path = "/oauth/userinfo" if self.userinfo else "/api/v1/accounts/verify_credentials"
            person = talk.profile(f"{self.issuer}{path}", token["access_token"])
        return self._profile(person if self.userinfo else as_userinfo(person, self.issuer))

    def _profile(self, person: Mapping[str, Any]) -> Profile:
        actor, username = subject(person.get("sub")), handle(person.get("preferred_username"))
        if actor is None or not actor.startswith(f"{self.issuer}/"):
            raise failed(self.title, NO_PROFILE, "the profile names no actor of this server")
        said, whole = person.get("name"), f"{username}@{self.host}"
        name = shown_name(SHORTCODE.sub("", said)) if isinstance(said, str) else None
        return Profile(
            issuer=self.issuer,
            subject=actor,
            name=name or username or f"{self.title} user",
            handle=whole if username and len(whole) <= MAX_HANDLE else None,
            picture_url=web_url(person.get("picture")),
            makeshift=name is None,
        )


def address(host: str, outgoing: Outgoing) -> str:
    """Where a server is: by https, but for the demo's own."""
    name = host.partition(":")[0]
    local = outgoing.allow_loopback and (name == "127.0.0.1" or name.endswith(".localhost"))
    return f"{'http' if local else 'https'}://{host}"


def as_userinfo(person: Mapping[str, Any], issuer: str) -> dict[str, Any]:
    """What servers before 4.4 say of a person, in the words of the later ones; the actor is the same."""
    username = handle(person.get("username"))
    return {
        "sub": person.get("uri") or (username and f"{issuer}/users/{username}"),
        "name": person.get("display_name"),
        "preferred_username": username,
        "picture": person.get("avatar_static"),
    }


def build(given: ProviderSettings, outgoing: Outgoing) -> Mastodon:
    """Mastodon as a provider."""
    return Mastodon(given["client_name"], given["instance"], outgoing)
