"""A conversation with a provider: Authlib over guarded HTTP. Imported when the first one begins."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.jwk import KeySet

from widget.core.fetch import MAX_ANSWER, Errand, FetchFailed, guard
from widget.providers.contract import Flow
from widget.providers.failures import (
    BUSY,
    NO_ADDRESS,
    NO_PROFILE,
    UNFINISHED,
    UNREACHABLE,
    USED,
    failed,
    loggable,
)
from widget.providers.idtoken import public_keys, verified_claims
from widget.providers.oauth import Client

REASONS = {"invalid_grant": USED, "bad_verification_code": USED, "unverified_user_email": NO_ADDRESS}


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

    def known_by(self, auth_method: str) -> None:
        """Prove who we are in the way that the provider's metadata ask for."""
        self._session.token_endpoint_auth_method = auth_method

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
            return self._object(self._checked(response), sentence)

    def find(self, url: str) -> dict[str, Any] | None:
        """GET a JSON object that need not be there: None for 404."""
        with self._reported():
            response = self._session.get(
                url, headers={"Accept": "application/json"}, withhold_token=True, allow_redirects=False
            )
            if response.status_code == requests.codes.not_found:
                return None
            return self._object(self._checked(response), UNFINISHED)

    def post(self, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """POST a form and read a JSON object."""
        with self._reported():
            response = self._session.post(
                url, data=fields, headers={"Accept": "application/json"}, withhold_token=True, allow_redirects=False
            )
            return self._object(self._checked(response), UNFINISHED)

    def keys(self, url: str, sentence: str) -> KeySet:
        """GET the keys that sign an issuer's tokens; ends in `sentence` when they cannot be had."""
        return public_keys(self.get(url, sentence))

    def claims(self, token: object, keys: KeySet, types: Collection[str] = ()) -> dict[str, Any]:
        """The claims of a token that one of `keys` has signed; raises `Untrusted`."""
        return verified_claims(token, keys, types)

    def _object(self, response: requests.Response, sentence: str) -> dict[str, Any]:
        answer = response.json() if response.status_code == requests.codes.ok else None
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
        known = REASONS.get(kind, UNFINISHED) if isinstance(kind, str) else UNFINISHED
        return failed(self.title, USED if of_the_code else known, cause)
