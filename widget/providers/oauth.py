"""The OAuth 2.0 that all providers share: Authlib over guarded HTTP, with the checks that Authlib leaves out."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from widget.core.fetch import MAX_ANSWER, Errand, FetchFailed, Outgoing, guard
from widget.errors import Denied
from widget.providers.contract import Flow
from widget.providers.failures import BUSY, NO_PROFILE, UNFINISHED, UNREACHABLE, UNVERIFIED, USED, failed, loggable


@dataclass(frozen=True, slots=True)
class Client:
    """How we are known to one provider, and how we speak to it."""

    title: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    outgoing: Outgoing
    auth_method: str = "client_secret_basic"

    def talk(self) -> "Talk":
        """A conversation with the provider, to be used in a `with` statement."""
        return Talk(self)


class Talk:
    """All requests of one sign-in: together they have `outgoing.deadline` seconds; tokens end with it."""

    def __init__(self, client: Client) -> None:
        self.title = client.title
        self._session: Any = OAuth2Session(
            client.client_id,
            client.client_secret,
            scope=client.scope,
            token_endpoint_auth_method=client.auth_method,
            code_challenge_method="S256",
        )
        self._session.register_compliance_hook("access_token_response", self._checked)
        guard(self._session, client.outgoing).errand = Errand(limit=MAX_ANSWER, seconds=client.outgoing.deadline)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def authorise_url(self, endpoint: str, flow: Flow, *, verifier: str | None, **more: str) -> str:
        url, _state = self._session.create_authorization_url(
            endpoint, flow.state, verifier, redirect_uri=flow.redirect_uri, **more
        )
        return str(url)

    def token(self, url: str, flow: Flow, code: str, **more: str) -> dict[str, Any]:
        """Exchange the code; the answer holds a usable `access_token`."""
        with self._reported():
            token = self._session.fetch_token(
                url,
                grant_type="authorization_code",
                code=code,
                redirect_uri=flow.redirect_uri,
                allow_redirects=False,
                **more,
            )
        access = token.get("access_token")
        if not isinstance(access, str) or not re.fullmatch(r"[\x21-\x7e]{1,8192}", access):
            raise failed(self.title, UNFINISHED, "the token answer has no access token")
        return dict(token)

    def profile(self, url: str, access_token: str, **params: str) -> dict[str, Any]:
        """GET a JSON object with the access token, which goes in the header and so in nobody's log."""
        return self.get(url, NO_PROFILE, params, access_token)

    def get(
        self, url: str, sentence: str, params: Mapping[str, str] | None = None, access_token: str = ""
    ) -> dict[str, Any]:
        """GET a JSON object; ends in `sentence` when it is anything else."""
        headers = {"Accept": "application/json"}
        if access_token:
            headers["Authorization"] = f"Bearer {access_token}"
        with self._reported():
            response = self._session.get(
                url, params=params, headers=headers, withhold_token=True, allow_redirects=False
            )
            usable = self._checked(response).status_code == requests.codes.ok
            answer = response.json() if usable else None
        if not isinstance(answer, dict):
            raise failed(self.title, sentence, f"HTTP {response.status_code} without a JSON object")
        return answer

    def _checked(self, response: requests.Response) -> requests.Response:
        """Stop at answers that mean trouble whatever their body says; Authlib would call some of them tokens."""
        if response.status_code == requests.codes.too_many_requests:
            raise failed(self.title, BUSY, "HTTP 429")
        if response.status_code >= requests.codes.server_error:
            raise failed(self.title, UNREACHABLE, f"HTTP {response.status_code}")
        return response

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except OAuthError as error:
            raise self._refused(error) from None
        except FetchFailed as error:
            raise failed(self.title, UNREACHABLE, str(error)) from None
        except (requests.RequestException, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise failed(self.title, UNFINISHED, f"unusable answer ({type(error).__name__})") from None

    def _refused(self, error: OAuthError) -> Exception:
        """Facebook's error is an object, and 100 its code for codes; X says `invalid_request` (SIGNIN 1.3, 1.4)."""
        details = error.error if isinstance(error.error, dict) else {"type": error.error}
        kind, number = details.get("type"), details.get("code")
        of_the_code = number == 100 or "authorization code" in str(error.description)
        cause = f"token refused: {loggable(kind)} {number if isinstance(number, int) else ''}".rstrip()
        return failed(self.title, USED if kind == "invalid_grant" or of_the_code else UNFINISHED, cause)


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
    return answer.get("error", answer.get("error_code")) in {"access_denied", "200"}
