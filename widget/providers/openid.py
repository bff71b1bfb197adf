"""Any OpenID Connect provider that publishes its metadata: discovery, code flow with PKCE, ID token, userinfo."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from widget.config import Outgoing, ProviderSettings
from widget.errors import ProviderFailed
from widget.providers.answers import handle, plain_name, shown_name, subject, web_url
from widget.providers.claims import UnknownKey, Untrusted, check_claims, check_logout
from widget.providers.contract import Flow, Logout, Profile
from widget.providers.failures import NO_PROFILE, UNFINISHED, UNREACHABLE, UNVERIFIED, failed
from widget.providers.issuers import Issuer, OneIssuer
from widget.providers.oauth import POST, Client, authorise_url, code_of

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from widget.providers.talk import Talk

KEPT = 3600  # seconds for which metadata and keys are believed
PAUSE = 10  # seconds for which no logout token makes us ask an issuer again that was asked in vain
LOGOUT_TYPES = ("logout+jwt", "jwt")  # the second is of issuers that name none (Keycloak before 25)
CHOOSE = {"prompt": "select_account"}


@dataclass(slots=True)
class _Known:
    metadata: dict[str, Any]
    until: float
    keys: "KeySet | None" = None


@dataclass(slots=True)
class OpenIdProvider:
    """One issuer. `chooser` is what asks it to let people choose an account, `extras` what it wants in any case;

    `secret` makes ours where none is kept.
    """

    id: str
    issuer: Issuer
    client: Client
    sends: tuple[str, ...] = ("name", "picture")
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False
    pkce: bool = True
    has_userinfo: bool = True
    chooser: Mapping[str, str] = field(default_factory=lambda: CHOOSE)
    extras: Mapping[str, str] = field(default_factory=dict)
    secret: Callable[[], str] | None = field(default=None, repr=False)
    _known: _Known | None = field(default=None, init=False, repr=False)
    _vain_until: float = field(default=0.0, init=False, repr=False)

    @property
    def title(self) -> str:
        return self.client.title

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        with self.client.talk() as talk:
            endpoint = self._endpoint(talk, "authorization_endpoint")
        more = {**self.extras, **(self.chooser if choose_account else {})}
        return authorise_url(self.client, endpoint, flow, pkce=self.pkce, nonce=flow.nonce, **more)

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        claims, issuer = self.claims(flow, answer)
        person = subject(claims.get("sub"))
        if person is None:
            raise failed(self.title, NO_PROFILE, "the ID token has no usable subject")
        name, username = shown_name(claims.get("name")), claims.get("preferred_username")
        return Profile(
            issuer=issuer,
            subject=person,
            name=name or plain_name(username) or f"{self.title} user",
            handle=handle(username) if "handle" in self.sends else None,
            picture_url=web_url(claims.get("picture")) if "picture" in self.sends else None,
            makeshift=name is None,
            sid=subject(claims.get("sid")),
        )

    def claims(self, flow: Flow, answer: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """What the issuer says of whoever came back, and its name; raises as `profile` does."""
        client = replace(self.client, client_secret=self.secret()) if self.secret else self.client
        with client.talk() as talk:
            metadata = self._metadata(talk)
            required = metadata.get("authorization_response_iss_parameter_supported") is True
            named = self.issuer.of_answer(answer.get("iss"))
            code = code_of(answer, title=self.title, issuer=named, issuer_required=required)
            endpoint = self._endpoint(talk, "token_endpoint")
            if not self.client.auth_method:
                talk.known_by(_auth_method(metadata))
            verifier = {"code_verifier": flow.verifier} if self.pkce else {}
            token = talk.token(endpoint, flow, code, **verifier)
            claims, issuer = self._verified(talk, token, flow)
            if self.has_userinfo and not claims.get("name"):  # allowed: userinfo has it (OpenID Connect Core 5.4)
                claims = self._userinfo(talk, token, claims)
        return claims, issuer

    def logout(self, token: str, now: float) -> Logout:
        """What a logout token ends.

        Anybody may send one: when we have asked the issuer in vain for the sake of one, we do not for the next.
        """
        may_ask = time.monotonic() >= self._vain_until
        if not may_ask and not self._has_keys():
            raise failed(self.title, UNREACHABLE, "its keys could not be had a moment ago")
        try:
            with self.client.talk() as talk:
                claims, issuer = self._signed(talk, token, LOGOUT_TYPES, renew=may_ask)
        except (UnknownKey, ProviderFailed):
            if may_ask:
                self._vain_until = time.monotonic() + PAUSE
            raise
        return check_logout(claims, issuer=issuer, client_id=self.client.client_id, now=now)

    def _has_keys(self) -> bool:
        return self._known is not None and self._known.keys is not None and self._known.until >= time.monotonic()

    def _metadata(self, talk: "Talk") -> dict[str, Any]:
        return self._current(talk).metadata

    def _current(self, talk: "Talk") -> _Known:
        """The issuer's metadata, which must be its own."""
        if self._known is None or self._known.until < time.monotonic():
            url = self.issuer.place.rstrip("/") + "/.well-known/openid-configuration"
            metadata = talk.get(url, UNFINISHED)
            if not self.issuer.is_in_metadata(metadata.get("issuer")):
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

    def _verified(self, talk: "Talk", token: Mapping[str, Any], flow: Flow) -> tuple[dict[str, Any], str]:
        try:
            claims, issuer = self._signed(talk, token.get("id_token"))
            check_claims(claims, client_id=self.client.client_id, nonce=flow.nonce)
        except Untrusted as error:
            raise failed(self.title, UNVERIFIED, str(error)) from None
        return claims, issuer

    def _signed(
        self, talk: "Talk", token: object, types: Collection[str] = (), *, renew: bool = True
    ) -> tuple[dict[str, Any], str]:
        """What the issuer has signed, and its name; with `renew` its keys are fetched again for one that is new."""
        try:
            claims = talk.claims(token, self._keys(talk, renew=False), types)
        except UnknownKey:
            if not renew:
                raise
            claims = talk.claims(token, self._keys(talk, renew=True), types)
        issuer = self.issuer.of_token(claims)
        if issuer is None:
            raise Untrusted("the token has a wrong issuer")
        return claims, issuer

    def _userinfo(self, talk: "Talk", token: Mapping[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
        found = talk.profile(self._endpoint(talk, "userinfo_endpoint"), token["access_token"])
        if found.get("sub") != claims.get("sub"):
            raise failed(self.title, UNVERIFIED, "userinfo is about somebody else")
        return claims | found


def own_issuer(given: ProviderSettings, outgoing: Outgoing) -> OpenIdProvider:
    """An OpenID Connect issuer that the owner has named."""
    client = Client.of(given, given["title"], given["scope"], outgoing, auth_method="")
    return OpenIdProvider(given.id, OneIssuer(given["issuer"]), client)


def _auth_method(metadata: Mapping[str, Any]) -> str:
    """How the issuer wants us to prove who we are: Basic, the default (Discovery 3), unless it takes only the other."""
    offered = metadata.get("token_endpoint_auth_methods_supported")
    only_post = isinstance(offered, list) and POST in offered and "client_secret_basic" not in offered
    return POST if only_post else "client_secret_basic"
