"""The OAuth 2.0 that all providers share: how we are known to one, and the checks that Authlib leaves out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from widget.config import Outgoing, ProviderSettings
from widget.core.late import late
from widget.errors import Denied
from widget.providers.contract import Flow
from widget.providers.failures import UNFINISHED, UNVERIFIED, failed, loggable

if TYPE_CHECKING:
    from widget.providers.talk import Talk

DENIALS = {"access_denied", "200", "user_cancelled_authorize"}
BASIC, POST = "client_secret_basic", "client_secret_post"


@dataclass(frozen=True, slots=True)
class Client:
    """How we are known to one provider, and how we speak to it; without a method, its metadata say how it knows us."""

    title: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    outgoing: Outgoing
    auth_method: str = BASIC

    @classmethod
    def of(
        cls, given: ProviderSettings, title: str, scope: str, outgoing: Outgoing, *, auth_method: str = BASIC
    ) -> "Client":
        """As which the owner has registered us."""
        return cls(title, given["client_id"], given["client_secret"], scope, outgoing, auth_method)

    def talk(self) -> "Talk":
        """A conversation with the provider, to be used in a `with` statement."""
        talk: Talk = late("widget.providers.talk").Talk(self)  # Authlib comes when somebody signs in
        return talk


def authorise_url(client: Client, endpoint: str, flow: Flow, *, pkce: bool, **more: str) -> str:
    """Where the browser asks `endpoint` for a code, bound to `flow`."""
    with client.talk() as talk:
        return talk.authorise_url(endpoint, flow, verifier=flow.verifier if pkce else None, **more)


def code_of(answer: Mapping[str, str], *, title: str, issuer: str, issuer_required: bool = False) -> str:
    """The code in a callback's query, after the checks that must come before any use of it.

    First who answers (RFC 9207: an `iss` is compared exactly), then the many forms of no.
    """
    named = answer.get("iss")
    if named != issuer and (named is not None or issuer_required):
        raise failed(title, UNVERIFIED, "the answer names another issuer" if named else "the answer names no issuer")
    if _is_denial(answer):
        raise Denied(provider=title)
    if "error" in answer or "error_code" in answer:
        error = answer.get("error") or answer.get("error_code")
        raise failed(title, UNFINISHED, f"the provider answered {loggable(error)}")
    code = answer.get("code", "")
    if not re.fullmatch(r"[\x21-\x7e]{1,4096}", code):
        raise failed(title, UNFINISHED, "the answer has no code")
    return code


def _is_denial(answer: Mapping[str, str]) -> bool:
    """`error=access_denied` everywhere; Facebook may send only error_code=200, X's older dialog only `denied`."""
    if answer.get("error_reason") == "user_denied" or "denied" in answer:
        return True
    return answer.get("error", answer.get("error_code")) in DENIALS
