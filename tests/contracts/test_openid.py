"""What the OpenID Connect adapter believes: metadata, keys and ID tokens."""

import base64
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from dialects import CLIENT_ID, CODE, GONE, KEY, SECRET, TOKEN, Visit, metadata, says, sentence_of
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from widget.config import providers_with
from widget.providers.google import ISSUER, build
from widget.providers.issuers import OneIssuer
from widget.providers.openid import KEPT, OpenIdProvider

METADATA = "/.well-known/openid-configuration"


def adapter(visit: Visit) -> OpenIdProvider:
    assert isinstance(visit.provider, OpenIdProvider)
    return visit.provider


def with_token(visit: Visit, token: object) -> None:
    visit.answers["/token"] = says({"access_token": TOKEN, "token_type": "Bearer", "id_token": token})


class TestMetadata:
    """The document that says where everything is."""

    @pytest.mark.parametrize("issuer", ["https://evil.example", "", None, GONE, [], 5])
    def test_another_issuer_is_refused(self, google: Visit, issuer: Any) -> None:
        google.answers[METADATA] = says(metadata(google.server.url, issuer=issuer))
        assert "could not be verified" in sentence_of(google)

    def test_a_trailing_slash_makes_another_issuer(self, google: Visit) -> None:
        google.answers[METADATA] = says(metadata(google.server.url, issuer=google.server.url + "/"))
        assert "could not be verified" in sentence_of(google)

    @pytest.mark.parametrize("name", ["token_endpoint", "userinfo_endpoint", "jwks_uri"])
    @pytest.mark.parametrize("url", [None, GONE, "", 5, [], "javascript:alert(1)", "/token", "https://"])
    def test_odd_endpoints_are_refused(self, google: Visit, name: str, url: Any) -> None:
        google.answers[METADATA] = says(metadata(google.server.url, **{name: url}))
        assert "did not complete" in sentence_of(google)

    @pytest.mark.parametrize("url", [None, "javascript:alert(1)", "ftp://x", "//evil.example"])
    def test_nobody_is_sent_to_an_odd_address(self, google: Visit, url: Any) -> None:
        google.answers[METADATA] = says(metadata(google.server.url, authorization_endpoint=url))
        with pytest.raises(Exception, match="did not complete"):
            google.provider.authorise_url(google.flow, choose_account=False)

    @pytest.mark.parametrize("url", ["https://10.0.0.1/token", "https://[::ffff:127.0.0.1]/t", "http://8.8.8.8/"])
    def test_an_endpoint_in_our_own_network_is_not_asked(self, google: Visit, url: str) -> None:
        google.answers[METADATA] = says(metadata(google.server.url, token_endpoint=url))
        assert "could not be reached" in sentence_of(google)

    def test_it_is_asked_for_once_an_hour(self, google: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(2):
            google.come_back()
        assert len(google.asked_at(METADATA)) == len(google.asked_at("/jwks")) == 1
        later = time.monotonic() + KEPT + 1
        monkeypatch.setattr("widget.providers.openid.time.monotonic", lambda: later)
        google.come_back()
        assert len(google.asked_at(METADATA)) == len(google.asked_at("/jwks")) == 2

    def test_a_failure_is_not_kept(self, google: Visit) -> None:
        good = google.answers[METADATA]
        google.answers[METADATA] = says(b"<h1>Sorry</h1>", 503)
        assert "could not be reached" in sentence_of(google)
        google.answers[METADATA] = good
        assert google.come_back().subject == "1001"


class TestIssuerOfTheAnswer:
    """RFC 9207."""

    def test_an_announced_issuer_must_be_there(self, google: Visit) -> None:
        with pytest.raises(Exception, match="could not be verified"):
            google.provider.profile(google.flow, {"code": CODE})
        assert google.asked_at("/token") == []

    def test_an_unannounced_one_may_be_missing_but_never_wrong(self, google: Visit) -> None:
        unannounced = metadata(google.server.url, authorization_response_iss_parameter_supported=GONE)
        google.answers[METADATA] = says(unannounced)
        assert google.provider.profile(google.flow, {"code": CODE}).subject == "1001"
        with pytest.raises(Exception, match="could not be verified"):
            google.provider.profile(google.flow, {"code": CODE, "iss": "https://evil.example"})


class TestKeys:
    """Who may sign an ID token."""

    def refused(self, visit: Visit) -> None:
        assert "could not be verified" in sentence_of(visit)
        assert visit.asked_at("/userinfo") == []

    def test_another_key_under_a_known_name_is_refused(self, google: Visit) -> None:
        other = RSAKey.generate_key(2048)
        with_token(google, jwt.encode({"alg": "RS256", "kid": KEY.kid}, google.claims(), other))
        self.refused(google)

    @pytest.mark.parametrize("secret", [SECRET * 3, KEY.as_pem(private=False).decode().replace("-", "_")])
    def test_a_shared_secret_signs_nothing(self, google: Visit, secret: str) -> None:
        key = OctKey.import_key(secret)
        with_token(google, jwt.encode({"alg": "HS256", "kid": KEY.kid}, google.claims(), key))
        self.refused(google)

    def test_a_shared_secret_among_the_keys_is_ignored(self, google: Visit) -> None:
        secret = OctKey.import_key(SECRET * 3, {"kid": "shared"})
        google.answers["/jwks"] = says({"keys": [secret.as_dict(private=True), KEY.as_dict(private=False)]})
        with_token(google, jwt.encode({"alg": "HS256", "kid": "shared"}, google.claims(), secret))
        self.refused(google)

    def test_what_nobody_signed_is_refused(self, google: Visit) -> None:
        for algorithm in ("none", "None", ""):
            parts = ({"alg": algorithm, "kid": KEY.kid}, google.claims())
            with_token(google, ".".join(map(encoded, parts)) + ".")
            self.refused(google)

    def test_an_unknown_key_is_looked_for_once(self, google: Visit) -> None:
        with_token(google, jwt.encode({"alg": "RS256", "kid": "new"}, google.claims(), KEY))
        self.refused(google)
        assert len(google.asked_at("/jwks")) == 2

    def test_a_key_that_we_cannot_read_spoils_no_other(self, google: Visit) -> None:
        odd = [5, None, {}, {"kty": "RSA"}, {"kty": "EC", "crv": "?"}, {"kty": "AKP", "alg": "ML-DSA-44"}]
        google.answers["/jwks"] = says({"keys": [*odd, KEY.as_dict(private=False)]})
        assert google.come_back().subject == "1001"

    @pytest.mark.parametrize("keys", [None, 5, {}, [], [5]])
    def test_without_keys_nothing_is_believed(self, google: Visit, keys: Any) -> None:
        google.answers["/jwks"] = says({"keys": keys})
        self.refused(google)

    def test_a_token_without_the_name_of_its_key_needs_a_single_one(self, google: Visit) -> None:
        with_token(google, jwt.encode({"alg": "RS256"}, google.claims(), KEY))
        assert google.come_back().subject == "1001"
        adapter(google)._known = None
        google.answers["/jwks"] = says(KeySet([KEY, RSAKey.generate_key(2048)]).as_dict(private=False))
        assert "could not be verified" in sentence_of(google)

    @pytest.mark.parametrize("header", [{"kid": 5}, {"kid": None}, {"crit": ["x"]}, {"b64": False}])
    def test_odd_headers_are_refused_or_ignored(self, google: Visit, header: dict[str, Any]) -> None:
        good = google.id_token().split(".")
        with_token(google, f"{encoded({'alg': 'RS256', 'kid': KEY.kid} | header)}.{good[1]}.{good[2]}")
        self.refused(google)


class TestClaims:
    """What an ID token says."""

    def test_a_name_in_the_token_saves_a_request(self, google: Visit) -> None:
        with_token(google, google.id_token(name="Ada", picture="https://a.example/p"))
        assert google.come_back().name == "Ada"
        assert google.asked_at("/userinfo") == []

    @pytest.mark.parametrize("aud", [CLIENT_ID, [CLIENT_ID]])
    def test_the_audience_may_be_a_list_of_us_alone(self, google: Visit, aud: Any) -> None:
        with_token(google, google.id_token(aud=aud))
        assert google.come_back().subject == "1001"

    def test_clocks_may_differ_a_little(self, google: Visit) -> None:
        now = int(time.time())
        with_token(google, google.id_token(iat=now + 60, exp=now - 60))
        assert google.come_back().subject == "1001"

    @pytest.mark.parametrize("exp", [float("nan"), True, "9999999999", [9999999999]])
    def test_an_odd_expiry_never_lasts_for_ever(self, google: Visit, exp: Any) -> None:
        with_token(google, google.id_token(exp=exp))
        assert "could not be verified" in sentence_of(google)


class TestGoogle:
    """Google's two spellings of itself."""

    def test_the_short_spelling_of_the_issuer_is_the_same_issuer(self, google: Visit) -> None:
        google.provider = replace(adapter(google), issuer=OneIssuer(google.server.url, ("accounts.google.com",)))
        with_token(google, google.id_token(iss="accounts.google.com"))
        assert google.come_back().issuer == google.server.url

    def test_nobody_else_has_that_spelling(self, google: Visit) -> None:
        with_token(google, google.id_token(iss="accounts.google.com"))
        assert "could not be verified" in sentence_of(google)

    @pytest.mark.parametrize(
        ("issuer", "aliases"),
        [(ISSUER, ("accounts.google.com",)), ("https://issuer.example", ())],
    )
    def test_only_google_itself_gets_it(self, google: Visit, issuer: str, aliases: tuple[str, ...]) -> None:
        given = providers_with({"google": {"client_id": "a", "client_secret": "b", "issuer": issuer}})["google"]
        made = build(given, adapter(google).client.outgoing)
        assert made.issuer == OneIssuer(issuer, aliases)


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
