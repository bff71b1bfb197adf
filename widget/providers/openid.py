"""Any OpenID Connect provider that publishes its metadata: discovery, code flow with PKCE, ID token, userinfo."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from widget.providers.answers import shown_name, subject, web_url
from widget.providers.claims import UnknownKey, Untrusted, check_claims
from widget.providers.contract import Flow, Profile
from widget.providers.failures import NO_PROFILE, UNFINISHED, UNVERIFIED, failed
from widget.providers.oauth import Client, authorise_url, code_of

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from widget.providers.talk import Talk

KEPT = 3600  # seconds for which metadata and keys are believed


@dataclass(slots=True)
class _Known:
    metadata: dict[str, Any]
    until: float
    keys: "KeySet | None" = None


@dataclass(slots=True)
class OpenIdProvider:
    """One issuer. `aliases` are other spellings of it that its tokens may carry."""

    id: str
    issuer: str
    client: Client
    aliases: tuple[str, ...] = ()
    sends: tuple[str, ...] = ("name", "picture")
    refuses_apps: bool = False
    switches_at: str = ""
    _known: _Known | None = field(default=None, init=False, repr=False)

    @property
    def title(self) -> str:
        return self.client.title

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        with self.client.talk() as talk:
            endpoint = self._endpoint(talk, "authorization_endpoint")
        prompt = {"prompt": "select_account"} if choose_account else {}
        return authorise_url(self.client, endpoint, flow, pkce=True, nonce=flow.nonce, **prompt)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        with self.client.talk() as talk:
            required = self._metadata(talk).get("authorization_response_iss_parameter_supported") is True
            code = code_of(answer, title=self.title, issuer=self.issuer, issuer_required=required)
            endpoint = self._endpoint(talk, "token_endpoint")
            token = talk.token(endpoint, flow, code, code_verifier=flow.verifier)
            claims = self._claims(talk, token, flow)
            if not claims.get("name"):  # allowed: then userinfo has it (OpenID Connect Core 5.4)
                claims = self._userinfo(talk, token, claims)
        return self._profile(claims)

    def _profile(self, claims: Mapping[str, Any]) -> Profile:
        person = subject(claims.get("sub"))
        if person is None:
            raise failed(self.title, NO_PROFILE, "the ID token has no usable subject")
        name, picture_url = shown_name(claims.get("name")), web_url(claims.get("picture"))
        shown = name or shown_name(claims.get("preferred_username")) or f"{self.title} user"
        return Profile(self.issuer, person, shown, picture_url=picture_url, makeshift=name is None)

    def _metadata(self, talk: "Talk") -> dict[str, Any]:
        return self._current(talk).metadata

    def _current(self, talk: "Talk") -> _Known:
        """The issuer's metadata. It must name the issuer as configured (OpenID Connect Discovery 4.3)."""
        if self._known is None or self._known.until < time.monotonic():
            url = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
            metadata = talk.get(url, UNFINISHED)
            if metadata.get("issuer") != self.issuer:
                raise failed(self.title, UNVERIFIED, "the metadata name another issuer")
            self._known = _Known(metadata, time.monotonic() + KEPT)
        return self._known

    def _endpoint(self, talk: "Talk", name: str) -> str:
        url = web_url(self._metadata(talk).get(name))
        if url is None or not (url.startswith("https://") or self.client.outgoing.allow_loopback):
            raise failed(self.title, UNFINISHED, f"the metadata have no usable {name}")
        return url

    def _keys(self, talk: "Talk", *, renew: bool) -> "KeySet":
        known = self._current(talk)
        if known.keys is None or renew:
            known.keys = talk.keys(self._endpoint(talk, "jwks_uri"), UNVERIFIED)
        return known.keys

    def _claims(self, talk: "Talk", token: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
        try:
            try:
                claims = talk.claims(token.get("id_token"), self._keys(talk, renew=False))
            except UnknownKey:
                claims = talk.claims(token.get("id_token"), self._keys(talk, renew=True))
            issuers = (self.issuer, *self.aliases)
            check_claims(claims, issuers=issuers, client_id=self.client.client_id, nonce=flow.nonce)
        except Untrusted as error:
            raise failed(self.title, UNVERIFIED, str(error)) from None
        return claims

    def _userinfo(self, talk: "Talk", token: Mapping[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
        found = talk.profile(self._endpoint(talk, "userinfo_endpoint"), token["access_token"])
        if found.get("sub") != claims.get("sub"):
            raise failed(self.title, UNVERIFIED, "userinfo is about somebody else")
        return claims | found
