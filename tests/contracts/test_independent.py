"""Every plain OpenID adapter against OpenID providers that others wrote: one certified, one made for forging."""

import base64
import html
import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from dialects import CLIENT_ID, settings
from visitor import CALLBACK, follow, sign_in

from widget.errors import Denied, ProviderFailed
from widget.providers import Flow, Profile, Provider, configured, new_flow


@pytest.fixture(params=["google", "acme"])
def name(request: pytest.FixtureRequest) -> str:
    """The adapters that speak OpenID Connect by the book: a known one, and an issuer of the owner's."""
    given: str = request.param
    return given


def adapter_at(issuer: str, name: str) -> Provider:
    return configured(settings(issuer))[name]


class TestCertified:
    """npm oidc-provider: discovery, PKCE required, consent, userinfo, `iss` in the answer."""

    def test_a_person_comes_back(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        answer = sign_in(provider.authorise_url(flow, choose_account=False))
        assert answer["state"] == flow.state
        assert answer["iss"] == certified
        expected = Profile(certified, "ada", "User <b>ada</b>", picture_url="https://pictures.example/ada.png")
        assert provider.profile(flow, answer) == expected

    def test_a_cancelled_login_is_a_denial(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        with requests.Session() as session:
            page = session.get(provider.authorise_url(flow, choose_account=False))
            cancel = re.search(r'<a href="([^"]+/abort)"', page.text)
            assert cancel is not None
            left = session.get(urljoin(page.url, html.unescape(cancel[1])), allow_redirects=False)
            answer, _ = follow(session, left)
        assert answer is not None
        assert answer["state"] == flow.state
        with pytest.raises(Denied):
            provider.profile(flow, answer)

    def test_a_code_serves_once(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        answer = sign_in(provider.authorise_url(flow, choose_account=False))
        provider.profile(flow, answer)
        with pytest.raises(ProviderFailed, match="already used"):
            provider.profile(flow, answer)

    def test_a_code_is_worth_nothing_without_its_verifier(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        answer = sign_in(provider.authorise_url(flow, choose_account=False))
        other = Flow(flow.redirect_uri, flow.state, flow.nonce, new_flow(CALLBACK).verifier)
        with pytest.raises(ProviderFailed):
            provider.profile(other, answer)

    def test_a_code_of_another_visit_brings_another_nonce(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        answer = sign_in(provider.authorise_url(flow, choose_account=False))
        other = Flow(flow.redirect_uri, flow.state, new_flow(CALLBACK).nonce, flow.verifier)
        with pytest.raises(ProviderFailed, match="could not be verified"):
            provider.profile(other, answer)

    @pytest.mark.parametrize("iss", [None, "https://evil.example", "http://127.0.0.1"])
    def test_an_answer_with_an_altered_issuer_is_refused(self, certified: str, name: str, iss: str | None) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        answer = sign_in(provider.authorise_url(flow, choose_account=False))
        answer |= {"iss": iss or ""}
        if iss is None:
            del answer["iss"]
        with pytest.raises(ProviderFailed, match="could not be verified"):
            provider.profile(flow, answer)

    def test_a_prompt_that_it_does_not_know_is_a_failure(self, certified: str, name: str) -> None:
        provider, flow = adapter_at(certified, name), new_flow(CALLBACK)
        with requests.Session() as session:
            url = provider.authorise_url(flow, choose_account=True)
            answer, _ = follow(session, session.get(url, allow_redirects=False))
        assert answer is not None
        assert answer["error"] == "invalid_request"
        with pytest.raises(ProviderFailed, match="did not complete"):
            provider.profile(flow, answer)


@pytest.fixture
def forge(forger: str, name: str) -> Callable[..., Profile]:
    """Sign in after telling the provider what to forge."""

    def visit(provider: Provider | None = None, **forgery: Any) -> Profile:
        requests.post(f"{forger}/forge", json=forgery, timeout=5)
        provider, flow = provider or adapter_at(forger, name), new_flow(CALLBACK)
        url = provider.authorise_url(flow, choose_account=False)
        with requests.Session() as session:
            answer, _ = follow(session, session.get(url, allow_redirects=False))
        assert answer is not None
        return provider.profile(flow, answer)

    return visit


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "first"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


class TestForged:
    """npm oauth2-mock-server: real signatures under false claims."""

    def test_without_forgery_a_person_comes_back(self, forge: Callable[..., Profile], forger: str) -> None:
        assert forge() == Profile(forger, "johndoe", "John Doe")

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://evil.example"},
            {"iss": None},
            {"aud": "another-client"},
            {"aud": None},
            {"aud": "another-client", "azp": CLIENT_ID},
            {"aud": ["another-client", CLIENT_ID], "azp": CLIENT_ID},
            {"azp": "another-client"},
            {"nonce": "another"},
            {"nonce": None},
            {"nonce": 5},
            pytest.param({"exp": int(time.time()) - 3600}, id="expired"),
            {"exp": None},
            {"exp": "tomorrow"},
            pytest.param({"iat": int(time.time()) + 3600}, id="from the future"),
            {"iat": None},
        ],
        ids=json.dumps,
    )
    def test_a_token_with_false_claims_is_refused(self, forge: Callable[..., Profile], claims: dict[str, Any]) -> None:
        with pytest.raises(ProviderFailed, match="could not be verified"):
            forge(claims=claims)

    @pytest.mark.parametrize("sub", [None, "", 5, "a\nb"])
    def test_a_token_about_nobody_is_refused(self, forge: Callable[..., Profile], sub: Any) -> None:
        with pytest.raises(ProviderFailed):
            forge(claims={"sub": sub}, userinfo={"sub": sub})

    def test_an_unknown_key_is_refused(self, forge: Callable[..., Profile]) -> None:
        with pytest.raises(ProviderFailed, match="could not be verified"):
            forge(header={"kid": "unknown"})

    def test_an_unsigned_token_is_refused(self, forge: Callable[..., Profile], forger: str) -> None:
        now = int(time.time())
        claims = {"iss": forger, "aud": CLIENT_ID, "sub": "1", "iat": now, "exp": now + 60}
        with pytest.raises(ProviderFailed, match="could not be verified"):
            forge(answer={"id_token": unsigned(claims)})

    @pytest.mark.parametrize("token", [None, "", 5, "a.b.c", "x", ".."])
    def test_a_missing_or_odd_token_is_refused(self, forge: Callable[..., Profile], token: Any) -> None:
        with pytest.raises(ProviderFailed, match="could not be verified"):
            forge(answer={"id_token": token})

    def test_userinfo_about_somebody_else_is_refused(self, forge: Callable[..., Profile]) -> None:
        with pytest.raises(ProviderFailed, match="could not be verified"):
            forge(userinfo={"sub": "somebody-else", "name": "Mallory"})

    def test_a_renewed_key_is_fetched(self, forge: Callable[..., Profile], forger: str, name: str) -> None:
        provider = adapter_at(forger, name)
        assert forge(provider).subject == "johndoe"
        for _ in range(2):  # the provider takes its keys in turn
            requests.post(f"{forger}/renew", timeout=5)
            assert forge(provider).subject == "johndoe"

    def test_too_many_requests_are_no_token(self, forge: Callable[..., Profile]) -> None:
        with pytest.raises(ProviderFailed, match="too busy"):
            forge(status=429)
