"""The contract of every provider: the way there, who comes back when all is well, and the ways to say no."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dialects import CLIENT_ID, CODE, GONE, PEM, PICTURE, SECRET, TOKEN, Visit, sentence_of, settings

from widget.errors import Denied
from widget.providers import Profile, configured


class TestGoing:
    """The address to which the browser is sent."""

    def query(self, visit: Visit, *, choose_account: bool = False) -> dict[str, str]:
        url = urlsplit(visit.provider.authorise_url(visit.flow, choose_account=choose_account))
        assert url.path == visit.dialect.authorise_path
        return {name: value for name, (value,) in parse_qs(url.query, strict_parsing=True).items()}

    def test_it_asks_for_a_code_bound_to_the_flow(self, visit: Visit) -> None:
        query = self.query(visit)
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["redirect_uri"] == visit.flow.redirect_uri
        assert query["state"] == visit.flow.state

    def test_it_asks_for_no_more_than_is_shown(self, visit: Visit) -> None:
        assert self.query(visit).get("scope", "") == visit.dialect.scope
        assert "email" not in visit.provider.sends

    def test_it_keeps_what_must_stay_here(self, visit: Visit) -> None:
        url = visit.provider.authorise_url(visit.flow, choose_account=True)
        assert visit.flow.verifier not in url
        assert not any(secret in url for secret in (SECRET, PEM))

    def test_it_carries_the_challenge_where_the_provider_knows_it(self, visit: Visit) -> None:
        digest = hashlib.sha256(visit.flow.verifier.encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        expected = challenge if visit.dialect.pkce else None
        assert self.query(visit).get("code_challenge") == expected
        assert self.query(visit).get("code_challenge_method") == (expected and "S256")

    def test_it_forces_the_account_chooser_where_the_provider_has_one(self, visit: Visit) -> None:
        usual, choosing = self.query(visit), self.query(visit, choose_account=True)
        assert dict(choosing.items() - usual.items()) == visit.dialect.chosen

    def test_it_says_what_it_will_not_do(self, visit: Visit) -> None:
        told = (visit.provider.refuses_apps, visit.provider.switches_at)
        assert told == (visit.dialect.refuses_apps, visit.dialect.switches_at)

    def test_a_provider_shows_no_secret_when_printed(self, visit: Visit) -> None:
        assert not any(secret in repr(visit.provider) for secret in (SECRET, PEM[40:80]))

    def test_only_providers_with_credentials_are_offered(self, visit: Visit) -> None:
        given = settings(visit.server.url)
        mine = {visit.dialect.id: given.providers[visit.dialect.id]}
        assert list(configured(replace(given, providers=mine))) == [visit.dialect.id]
        gaps = dict.fromkeys(mine[visit.dialect.id].needs, "")
        unknown = replace(mine[visit.dialect.id], values={**mine[visit.dialect.id].values, **gaps})
        assert configured(replace(given, providers={visit.dialect.id: unknown})) == {}


class TestComingBack:
    """A callback when all is well."""

    def test_a_person_comes_back(self, visit: Visit) -> None:
        picture = PICTURE if "picture" in visit.provider.sends else None
        expected = Profile(visit.dialect.issuer, visit.subject, "Ada Lovelace", visit.dialect.handle, picture)
        assert visit.come_back() == expected

    def test_the_code_is_exchanged_with_our_secret(self, visit: Visit) -> None:
        visit.come_back()
        (asked,) = visit.asked_at(visit.dialect.token_path)
        assert asked.method == "POST"
        assert asked.form["grant_type"] == "authorization_code"
        assert asked.form["code"] == CODE
        assert asked.form["redirect_uri"] == visit.flow.redirect_uri
        known = asked.authorization or asked.form
        assert (known.get("username") or known.get("client_id")) == CLIENT_ID
        assert visit.knows(known.get("password") or known.get("client_secret"))

    def test_the_verifier_goes_with_the_code(self, visit: Visit) -> None:
        visit.come_back()
        (asked,) = visit.asked_at(visit.dialect.token_path)
        expected = visit.flow.verifier if visit.dialect.pkce else None
        assert asked.form.get("code_verifier") == expected

    def test_tokens_and_secrets_are_in_no_address(self, visit: Visit) -> None:
        visit.come_back()
        assert not [asked.url for asked in visit.asked if TOKEN in asked.url or SECRET in asked.url]

    def test_the_right_issuer_in_the_answer_is_welcome(self, visit: Visit) -> None:
        assert visit.come_back(code=CODE, iss=visit.dialect.issuer).subject == visit.subject

    @pytest.mark.parametrize("name", [None, GONE, "", " \t\n", 5, [], {}, "\u202e", "\u200d", "\x00"])
    def test_somebody_without_a_name_gets_one(self, visit: Visit, name: Any) -> None:
        visit.person(name=name)
        came = visit.come_back()
        assert (came.name, came.makeshift) == (visit.dialect.nameless, True)

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("  Ada  Lovelace\r\n", "Ada Lovelace"),
            ("Bob <b>B</b><script>alert(1)</script>", "Bob <b>B</b><script>alert(1)</script>"),
            ("\u202eadA\u202c \u2066x\u2069", "adA x"),
            ("A\x00d\x1b[31ma\x7f", "Ad[31ma"),
            ("A\u2028B", "A B"),
            ("Zoë \U0001f469\u200d\U0001f467 नमस्ते", "Zoë \U0001f469\u200d\U0001f467 नमस्ते"),
            ("\ud83d lone", "lone"),
            ("x" * 10_240, "x" * 100),
            ("عائشة", "عائشة"),
        ],
    )
    def test_names_become_one_line_of_plain_text(self, visit: Visit, name: str, shown: str) -> None:
        visit.person(name=name)
        assert visit.come_back().name == shown

    @pytest.mark.parametrize(
        "picture", [None, GONE, "", 5, [], {}, "javascript:alert(1)", "data:image/png,x", "//x", "https://[x", "a b"]
    )
    def test_no_picture_is_no_trouble(self, visit: Visit, picture: Any) -> None:
        visit.person(picture=picture)
        assert visit.come_back().picture_url is None


class TestNo:
    """A callback in which the provider says no, or somebody else says anything."""

    def test_a_denial_is_told_from_a_failure(self, visit: Visit) -> None:
        with pytest.raises(Denied) as raised:
            visit.come_back(**visit.dialect.denial)
        assert raised.value.values == {"provider": visit.provider.title}
        assert visit.asked_at(visit.dialect.token_path) == []

    @pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable", "invalid_request", "", "<b>"])
    def test_another_error_is_a_failure(self, visit: Visit, error: str) -> None:
        assert "did not complete the sign-in" in sentence_of(visit, error=error, code=CODE)

    def test_an_error_code_without_error_is_a_failure(self, visit: Visit) -> None:
        assert "did not complete" in sentence_of(visit, error_code="901", error_message="App not active", code=CODE)

    @pytest.mark.parametrize("answer", [{"error": "access_denied"}, {"code": CODE}])
    def test_another_issuer_is_heard_before_anything_else(self, visit: Visit, answer: dict[str, str]) -> None:
        assert "could not be verified" in sentence_of(visit, iss="https://evil.example", **answer)
        assert visit.asked_at(visit.dialect.token_path) == []

    @pytest.mark.parametrize("code", ["", "a\r\nb", "ä", "x" * 5000])
    def test_a_callback_without_a_usable_code_is_a_failure(self, visit: Visit, code: str) -> None:
        assert "did not complete" in sentence_of(visit, code=code)
        assert "did not complete" in sentence_of(visit, state="x")
