"""What GitHub, Microsoft and issuers of the owner's do as nobody else does."""

from typing import Any

import pytest
from dialects import CODE, GONE, KEY, SECRET, TOKEN, Visit, metadata, says, sentence_of

from widget.config import ConfigurationError, providers_with
from widget.providers.microsoft import PERSONAL, Tenants, build
from widget.providers.oauth import BASIC, POST
from widget.providers.openid import OpenIdProvider

ONE = "72f988bf-86f1-41af-91ab-2d7cd011db47"
OTHER = "c9d1f2aa-0000-4000-8000-1234567890ab"
CLOUD = "https://login.microsoftonline.com"


class TestGitHub:
    """GitHub's own habits."""

    def test_errors_come_with_status_200(self, github: Visit) -> None:
        github.answers["/token"] = says({"error": "bad_verification_code", "error_description": "The code passed…"})
        assert "already used" in sentence_of(github)
        github.answers["/token"] = says({"error": "incorrect_client_credentials"})
        assert "did not complete" in sentence_of(github)

    def test_an_unconfirmed_address_is_told(self, github: Visit) -> None:
        github.answers["/token"] = says({"error": "unverified_user_email", "error_uri": "https://docs.github.com"})
        assert sentence_of(github) == "GitHub wants you to confirm your email address there first."

    def test_json_is_asked_for_and_the_secret_stays_out_of_addresses(self, github: Visit) -> None:
        github.come_back()
        (asked,) = github.asked_at("/token")
        assert asked.headers["Accept"] == "application/json"
        assert asked.form["client_secret"] == SECRET
        assert asked.authorization is None

    @pytest.mark.parametrize("number", ["1001", 0, -1, 1.5, True, None, GONE])
    def test_a_person_is_a_number(self, github: Visit, number: Any) -> None:
        person = {"login": "ada", "name": "Ada"} | ({} if number is GONE else {"id": number})
        github.answers["/profile"] = says(person)
        assert "did not send a usable profile" in sentence_of(github)

    def test_the_login_is_only_shown(self, github: Visit) -> None:
        github.answers["/profile"] = says({"id": 7, "login": "ada-l", "name": None, "avatar_url": None})
        came = github.come_back()
        assert (came.subject, came.name, came.handle, came.makeshift) == ("7", "ada-l", "ada-l", True)

    def test_an_enterprise_server_is_another_issuer(self, github: Visit) -> None:
        assert github.come_back().issuer == github.server.url
        given = providers_with({"github": {"client_id": "a", "client_secret": "b"}})["github"]
        assert given["authorize_url"].removesuffix("/authorize") == "https://github.com/login/oauth"


class TestMicrosoft:
    """Microsoft's many issuers."""

    def claims(self, visit: Visit, **changes: Any) -> None:
        token = {"access_token": TOKEN, "token_type": "Bearer", "id_token": visit.id_token(**changes)}
        visit.answers["/token"] = says(token)

    def test_a_tenant_is_part_of_who_somebody_is(self, microsoft: Visit) -> None:
        issuer = f"{microsoft.server.url}/{OTHER}/v2.0"
        self.claims(microsoft, iss=issuer, tid=OTHER, name="Ada")
        assert microsoft.provider.profile(microsoft.flow, {"code": CODE, "iss": issuer}).issuer == issuer

    @pytest.mark.parametrize("tid", [ONE, "", None, GONE, "common", "{tenantid}", 5, f"{OTHER}/x"])
    def test_a_tenant_that_does_not_agree_is_refused(self, microsoft: Visit, tid: Any) -> None:
        self.claims(microsoft, iss=f"{microsoft.server.url}/{OTHER}/v2.0", tid=tid, name="Ada")
        assert "could not be verified" in sentence_of(microsoft)

    @pytest.mark.parametrize(
        ("signs_for", "taken"), [("{tenantid}", True), (OTHER, True), (ONE, False), (f"{OTHER}/v1.0", False)]
    )
    def test_a_key_signs_for_no_other_tenant_than_it_says(
        self, microsoft: Visit, signs_for: str, *, taken: bool
    ) -> None:
        issuer, authority = f"{microsoft.server.url}/{OTHER}/v2.0", microsoft.server.url
        key = KEY.as_dict(private=False) | {"issuer": f"{authority}/{signs_for}/v2.0"}
        microsoft.answers["/jwks"] = says({"keys": [key]})
        self.claims(microsoft, iss=issuer, tid=OTHER, name="Ada")
        if taken:
            assert microsoft.provider.profile(microsoft.flow, {"code": CODE, "iss": issuer}).issuer == issuer
        else:
            assert "could not be verified" in sentence_of(microsoft, code=CODE, iss=issuer)

    @pytest.mark.parametrize("end", ["/v1.0", "", "/v2.0/", "/v2.0?x"])
    def test_another_shape_of_issuer_is_refused(self, microsoft: Visit, end: str) -> None:
        self.claims(microsoft, iss=f"{microsoft.server.url}/{ONE}{end}", tid=ONE, name="Ada")
        assert "could not be verified" in sentence_of(microsoft)

    def test_metadata_of_another_authority_are_refused(self, microsoft: Visit) -> None:
        wrong = metadata(microsoft.server.url, issuer="https://evil.example/{tenantid}/v2.0")
        microsoft.answers[microsoft.dialect.metadata_path] = says(wrong)
        assert "could not be verified" in sentence_of(microsoft)

    def test_an_address_is_nobodys_name(self, microsoft: Visit) -> None:
        """It would stand under every comment, and somebody else may have written it."""
        self.claims(microsoft, name=None, preferred_username="ada@corp.example", email="ada@corp.example")
        microsoft.answers["/userinfo"] = says({"sub": "1001"})
        came = microsoft.come_back()
        assert (came.name, came.makeshift, came.handle) == ("Microsoft user", True, None)

    @pytest.mark.parametrize(
        ("tenant", "admitted"),
        [("common", [ONE, OTHER, PERSONAL]), ("organizations", [ONE, OTHER]), ("consumers", [PERSONAL]), (ONE, [ONE])],
    )
    def test_only_the_configured_tenants_sign_in(self, tenant: str, admitted: list[str]) -> None:
        tenants = Tenants(CLOUD, tenant)
        issuers = {tid: f"{CLOUD}/{tid}/v2.0" for tid in (ONE, OTHER, PERSONAL)}
        assert [tid for tid, iss in issuers.items() if tenants.of_token({"iss": iss, "tid": tid})] == admitted
        assert [tid for tid, iss in issuers.items() if tenants.is_in_metadata(iss)] == admitted
        assert tenants.is_in_metadata(f"{CLOUD}/{{tenantid}}/v2.0") == (tenant != ONE)

    @pytest.mark.parametrize("tenant", ["", "contoso.onmicrosoft.com", "everybody", "../evil", f"{ONE}0"])
    def test_a_tenant_that_cannot_be_compared_stops_the_start(self, microsoft: Visit, tenant: str) -> None:
        given = providers_with({"microsoft": {"client_id": "a", "client_secret": "b", "tenant": tenant}})["microsoft"]
        assert isinstance(microsoft.provider, OpenIdProvider)
        with pytest.raises(ConfigurationError, match=r"providers\.microsoft\.tenant"):
            build(given, microsoft.provider.client.outgoing)


class TestOwnIssuer:
    """What an issuer of the owner's says of itself decides how we speak to it."""

    @pytest.mark.parametrize(
        ("methods", "basic"),
        [
            (GONE, True),
            ([POST], False),
            ([POST, BASIC], True),
            (5, True),
        ],
    )
    def test_it_is_told_who_we_are_as_it_likes(self, acme: Visit, methods: Any, basic: bool) -> None:
        said = metadata(acme.server.url, token_endpoint_auth_methods_supported=methods)
        acme.answers[acme.dialect.metadata_path] = says(said)
        acme.come_back()
        (asked,) = acme.asked_at("/token")
        assert (asked.authorization is not None, "client_secret" in asked.form) == (basic, not basic)

    @pytest.mark.parametrize(("username", "shown"), [("ada", "ada"), ("a@b.example", "Acme user"), (5, "Acme user")])
    def test_a_user_name_is_shown_unless_it_may_be_an_address(self, acme: Visit, username: Any, shown: str) -> None:
        acme.answers["/userinfo"] = says({"sub": "1001", "preferred_username": username})
        came = acme.come_back()
        assert (came.name, came.makeshift) == (shown, True)
