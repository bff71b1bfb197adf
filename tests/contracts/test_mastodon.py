"""Mastodon: any server by its name, known once there, and never one for another."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from dialects import CLIENT_ID, SECRET, Visit, says, sentence_of, settings, visiting

from widget.errors import ProviderFailed
from widget.providers import Registration, configured
from widget.providers.mastodon import Mastodon

METADATA, APPS = "/.well-known/oauth-authorization-server", "/api/v1/apps"
NO_HOSTS = ["", "@", "ada", "localhost", "127.0.0.1", "10.0.0.1", "[::1]", "0x7f.1", "a..b", "-a.b", "a b.example"]
NO_HOSTS += ["http://mastodon.social", "mastodon.social?x", "mastodon.social#x", "m.social\\x", "x" * 300 + ".example"]
NO_HOSTS += ["evil.example:x", "m.social\r\nHost: x", "\u202em.social", "mastodon.social:4x", "mastodon.social:"]
CALLBACK = "https://comments.example/signin/mastodon/host/callback"


@pytest.fixture
def visit() -> Iterator[Visit]:
    """A sign-in under way with a server of Mastodon, which also registers us."""
    with visiting("mastodon") as under_way:
        under_way.answers[APPS] = says({"client_id": CLIENT_ID, "client_secret": SECRET})
        under_way.answers[METADATA] = says(metadata(under_way.server.url))
        yield under_way


@pytest.fixture
def mastodon(visit: Visit) -> Mastodon:
    """Mastodon as the form offers it."""
    return offered(visit)


@pytest.fixture
def register(visit: Visit) -> Callable[[], Registration]:
    """Register at the server of the visit."""
    return lambda: offered(visit).register(visit.server.url.removeprefix("http://"), CALLBACK)


def offered(visit: Visit) -> Mastodon:
    found = configured(settings(visit.server.url))["mastodon"]
    assert isinstance(found, Mastodon)
    return found


def metadata(url: str, **changes: Any) -> dict[str, Any]:
    usual = {"issuer": f"{url}/", "scopes_supported": ["read", "profile"], "userinfo_endpoint": f"{url}/oauth/userinfo"}
    return usual | changes


class TestNaming:
    """What somebody writes as their server."""

    @pytest.mark.parametrize(
        ("text", "host"),
        [
            ("mastodon.social", "mastodon.social"),
            ("  @Ada@Mastodon.Social ", "mastodon.social"),
            ("ada@mastodon.social", "mastodon.social"),
            ("https://mastodon.social/@ada", "mastodon.social"),
            ("bücher.example", "xn--bcher-kva.example"),
        ],
    )
    def test_a_handle_an_address_and_a_name_mean_a_host(self, mastodon: Mastodon, text: str, host: str) -> None:
        assert mastodon.server(text) == host

    @pytest.mark.parametrize(
        "text",
        NO_HOSTS,
    )
    def test_what_is_no_public_host_is_none(self, mastodon: Mastodon, text: str) -> None:
        assert mastodon.server(text) is None

    def test_a_port_is_for_the_demo_alone(self, mastodon: Mastodon) -> None:
        assert mastodon.server("social.localhost:8000") == "social.localhost:8000"
        strict = Mastodon("Comments", "mastodon.social", Strict())
        assert strict.server("social.example:8000") is None
        assert strict.server("social.example") == "social.example"


class Strict:
    """The rules of the real thing."""

    allow_loopback, ca_file, timeout, deadline = False, "", 5.0, 5.0


class TestRegistering:
    """The first sign-in at a server."""

    def test_we_say_who_we_are_and_where_to_come_back(self, visit: Visit, register: Callable[[], Registration]) -> None:
        made = register()
        assert (made.client_id, made.client_secret, made.scope, made.userinfo) == (CLIENT_ID, SECRET, "profile", True)
        (asked,) = visit.asked_at(APPS)
        assert asked.form.to_dict() == {"client_name": "Comments", "redirect_uris": CALLBACK, "scopes": "profile"}

    def test_an_older_server_has_no_metadata(self, visit: Visit, register: Callable[[], Registration]) -> None:
        visit.answers.pop(METADATA)
        assert (register().scope, register().userinfo) == ("read:accounts", False)

    @pytest.mark.parametrize("issuer", ["https://evil.example/", "", None, 5])
    def test_another_issuer_is_refused(self, visit: Visit, register: Callable[[], Registration], issuer: Any) -> None:
        visit.answers[METADATA] = says(metadata(visit.server.url, issuer=issuer))
        with pytest.raises(ProviderFailed):
            register()
        assert visit.asked_at(APPS) == []

    @pytest.mark.parametrize(
        "body", [b"", b"false", b"<html>", {}, {"client_id": 5, "client_secret": SECRET}, {"client_id": "a b"}, []]
    )
    def test_what_is_no_registration_is_a_failure(
        self, visit: Visit, register: Callable[[], Registration], body: Any
    ) -> None:
        visit.answers[APPS] = says(body)
        with pytest.raises(ProviderFailed):
            register()

    @pytest.mark.parametrize("status", [301, 403, 404, 422, 429, 500])
    def test_a_refused_registration_is_a_failure(
        self, visit: Visit, register: Callable[[], Registration], status: int
    ) -> None:
        visit.answers[APPS] = says({"client_id": CLIENT_ID, "client_secret": SECRET}, status, Location="/elsewhere")
        with pytest.raises(ProviderFailed):
            register()
        assert visit.asked_at("/elsewhere") == []

    @pytest.mark.parametrize("host", ["10.0.0.1.nip.example", "metadata.internal.invalid"])
    def test_a_host_that_is_not_there_is_a_failure(self, mastodon: Mastodon, host: str) -> None:
        with pytest.raises(ProviderFailed, match="could not be reached"):
            mastodon.register(host, CALLBACK)


class TestPeople:
    """Who comes back from a server."""

    @pytest.mark.parametrize("actor", ["https://mastodon.social/users/ada", "", None, "1001", "https://evil.example/1"])
    def test_a_server_speaks_for_its_own_people_alone(self, visit: Visit, actor: Any) -> None:
        visit.person(subject=actor)
        assert "did not send a usable profile" in sentence_of(visit)

    def test_noise_in_names_is_left_out(self, visit: Visit) -> None:
        visit.person(name="Ada :blobcat: Lovelace :verified:")
        assert visit.come_back().name == "Ada Lovelace"

    def test_an_older_server_names_the_same_actor(self, visit: Visit) -> None:
        host = visit.server.url.removeprefix("http://")
        older = Registration(host, CLIENT_ID, SECRET, "read:accounts", userinfo=False)
        visit.provider = offered(visit).at(older)
        person = {"id": "1", "username": "ada", "display_name": "Ada", "avatar_static": "https://a.example/p.png"}
        visit.answers["/api/v1/accounts/verify_credentials"] = says(person)
        came = visit.come_back()
        assert (came.subject, came.name) == (f"{visit.server.url}/users/ada", "Ada")
        assert (came.handle, came.picture_url) == (f"ada@{host}", "https://a.example/p.png")

    @pytest.mark.parametrize("username", [None, "", 5, "a b", "../x"])
    def test_an_older_server_without_a_user_name_names_nobody(self, visit: Visit, username: Any) -> None:
        host = visit.server.url.removeprefix("http://")
        visit.provider = offered(visit).at(Registration(host, CLIENT_ID, SECRET, "read:accounts", userinfo=False))
        visit.answers["/api/v1/accounts/verify_credentials"] = says({"username": username, "display_name": "Ada"})
        assert "did not send a usable profile" in sentence_of(visit)

    def test_its_own_name_may_end_in_a_slash(self, visit: Visit) -> None:
        assert visit.come_back(code="c", iss=f"{visit.server.url}/").name == "Ada Lovelace"
        assert "could not be verified" in sentence_of(visit, code="c", iss="https://mastodon.social/")
