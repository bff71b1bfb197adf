"""Signing in at a server that people name: asked for in the window, known once, and never taken for another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner, Visit
from records import Records
from stage import BLOG, Time
from werkzeug.test import TestResponse
from windows import SignIn

from widget.errors import ProviderFailed
from widget.people.actions.transactions import MOST_LOOKUPS
from widget.providers import Flow, Profile, Provider, Registration
from widget.signin.transactions import MOST_BEGUN
from widget.web.running import PROVIDERS


@dataclass
class Server:
    """One server, at which somebody is always signed in."""

    host: str
    id: str = "mastodon"
    title: str = "Mastodon"
    sends: tuple[str, ...] = ("name",)
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        return f"https://{self.host}/oauth/authorize?state={flow.state}&redirect_uri={flow.redirect_uri}"

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        return Profile(f"https://{self.host}", f"https://{self.host}/users/lin", "Lin")


@dataclass
class Servers:
    """Many servers, of which those named `down` do not answer."""

    id: str = "mastodon"
    title: str = "Mastodon"
    sends: tuple[str, ...] = ("name",)
    refuses_apps: bool = False
    switches_at: str = ""
    suggestion: str = "mastodon.social"
    registered: list[tuple[str, str]] = field(default_factory=list)

    def server(self, text: str) -> str | None:
        return text.rpartition("@")[2] if "." in text else None

    def register(self, host: str, redirect_uri: str) -> Registration:
        self.registered.append((host, redirect_uri))
        if host.startswith("down"):
            raise ProviderFailed("%(provider)s could not be reached. Please try again.", provider=self.title)
        return Registration(host, "our-id", "our-s3cret", "profile", userinfo=True)

    def at(self, registration: Registration) -> Provider:
        return Server(registration.host)


@pytest.fixture
def servers(app: Flask) -> Servers:
    """The only provider that is offered."""
    only = Servers()
    app.extensions[PROVIDERS] = {"mastodon": only}
    return only


@pytest.fixture
def begun(servers: Servers, guest: Frame) -> SignIn:
    """A sign-in whose window has just opened."""
    return SignIn(guest, servers.id)


def name(sign_in: SignIn, server: str, bind: str | None = None) -> TestResponse:
    """The person writes a server's name into the window."""
    body = {"bind": sign_in.bind if bind is None else bind, "instance": server}
    answer = sign_in.window.send("POST", f"/signin/transactions/{sign_in.id}/start", body)
    if answer.status_code == 200:
        sign_in.location = answer.get_json()["location"].replace("&redirect_uri", "&")
    return answer


def come_back(sign_in: SignIn, host: str) -> TestResponse:
    answer = {"state": sign_in.state, "code": "a-code"}
    return sign_in.window.browser.get(f"/signin/mastodon/{host}/callback", query_string=answer, base_url=ORIGIN)


def test_the_window_hears_that_it_must_ask(begun: SignIn, servers: Servers, records: Records) -> None:
    with records.unchanged(but=()):
        asked = begun.window.send("POST", f"/signin/transactions/{begun.id}/start", {"bind": begun.bind})
    assert asked.get_json() == {"ask": {"suggestion": "mastodon.social"}}
    assert asked.status_code == 200
    assert "Set-Cookie" not in asked.headers


def test_a_named_server_signs_in(begun: SignIn, servers: Servers) -> None:
    assert "https://social.example/oauth/authorize" in name(begun, "@lin@social.example").get_json()["location"]
    assert servers.registered == [("social.example", f"{ORIGIN}/signin/mastodon/social.example/callback")]
    page = come_back(begun, "social.example")
    assert "Signed in as" in page.text
    assert begun.claim().status_code == 200
    assert begun.frame.session()["identity"]["provider"] == "mastodon"


def test_a_server_is_registered_with_once_a_week(app: Flask, servers: Servers, time: Time) -> None:
    for days in (0, 6, 2, 1):
        time.passes(days=days)
        assert name(SignIn(Frame(app, BLOG), "mastodon"), "social.example").status_code == 200
    assert len(servers.registered) == 2


def test_each_server_has_a_registration_of_its_own(app: Flask, servers: Servers) -> None:
    hosts = ["social.example", "other.example"]
    for host in hosts:
        assert name(SignIn(Frame(app, BLOG), "mastodon"), host).get_json()["location"].startswith(f"https://{host}/")
    assert [host for host, _ in servers.registered] == hosts


def test_a_sign_in_keeps_to_the_registration_with_which_it_has_begun(
    app: Flask, servers: Servers, time: Time, records: Records
) -> None:
    first = SignIn(Frame(app, BLOG), "mastodon")
    name(first, "social.example")
    records.change("UPDATE registrations SET redirect_uri = 'https://former.example'")
    name(SignIn(Frame(app, BLOG), "mastodon"), "social.example")
    assert len(servers.registered) == 2
    assert "Signed in as" in come_back(first, "social.example").text


@pytest.mark.parametrize("text", ["", "nonsense", "down.example"])
def test_a_name_that_leads_nowhere_can_be_corrected(begun: SignIn, servers: Servers, text: str) -> None:
    refused = name(begun, text)
    assert (refused.status_code, refused.get_json()["type"]) == (422, "invalid")
    assert refused.get_json()["errors"]["instance"][0].endswith((".", "?"))
    assert begun.claim().status_code == 202
    assert name(begun, "social.example").status_code == 200


def test_only_so_many_servers_are_looked_up_for_one_sign_in(begun: SignIn, servers: Servers) -> None:
    for number in range(MOST_LOOKUPS):
        assert name(begun, f"down{number}.example").status_code == 422
    assert name(begun, "down.example").status_code == 403
    assert len(servers.registered) == MOST_LOOKUPS


def test_without_the_proof_of_the_form_no_server_is_asked(begun: SignIn, servers: Servers) -> None:
    assert name(begun, "social.example", bind="wrong").status_code == 403
    assert servers.registered == []


@pytest.mark.parametrize("place", ["/other.example", ""])
def test_an_answer_at_another_servers_address_is_refused(begun: SignIn, records: Records, place: str) -> None:
    """Mix-up: a dishonest server sends people on to an honest one, and would get the code of that."""
    name(begun, "social.example")
    with records.unchanged(but=()):
        query = {"state": begun.state, "code": "a-code"}
        path = f"/signin/mastodon{place}/callback"
        page = begun.window.browser.get(path, query_string=query, base_url=ORIGIN)
    assert page.status_code == 400
    assert begun.claim().status_code == 202


def test_a_sign_in_that_has_begun_changes_its_server_no_more(begun: SignIn, servers: Servers) -> None:
    name(begun, "social.example")
    assert name(begun, "other.example").status_code == 403
    assert "Signed in as" in come_back(begun, "social.example").text


def test_what_opens_a_server_is_told_to_nobody(begun: SignIn, servers: Servers) -> None:
    answers = [name(begun, "social.example"), come_back(begun, "social.example"), begun.claim()]
    assert not [answer for answer in answers if "our-s3cret" in answer.text]


def test_ones_own_page_asks_for_the_server_too(app: Flask, servers: Servers) -> None:
    owner = Owner(app)
    asked = owner.press("/me/sign-in", provider="mastodon")
    assert (asked.status_code, 'placeholder="mastodon.social"' in asked.text) == (200, True)
    going = owner.press("/me/sign-in", provider="mastodon", instance="@lin@social.example")
    state = Visit(owner, going, "mastodon").state.partition("&")[0]
    answer = {"state": state, "code": "a-code"}
    back = owner.browser.get("/signin/mastodon/social.example/callback", query_string=answer, base_url=ORIGIN)
    assert back.location == "/me"
    assert "Lin" in owner.words()


@pytest.mark.parametrize(
    ("typed", "sentence"), [("nothing", "such as mastodon.social"), ("down.example", "does not answer")]
)
def test_a_name_that_leads_nowhere_can_be_corrected_there_too(
    app: Flask, servers: Servers, typed: str, sentence: str
) -> None:
    owner = Owner(app)
    wrong = owner.press("/me/sign-in", provider="mastodon", instance=typed)
    assert (wrong.status_code, sentence in wrong.text, f'value="{typed}"' in wrong.text) == (422, True, True)
    assert not owner.is_logged_in()


def test_ones_own_page_looks_up_no_more_servers_than_it_begins_sign_ins(app: Flask, servers: Servers) -> None:
    owner = Owner(app)
    tried = [
        owner.press("/me/sign-in", provider="mastodon", instance=f"down{n}.example") for n in range(MOST_BEGUN + 1)
    ]
    assert [one.status_code for one in tried] == [422] * MOST_BEGUN + [429]
    assert len(servers.registered) == MOST_BEGUN
