"""Every adapter against the demo's stand-in of its provider, over real HTTP: in order, and with each fault."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from loopback import serving
from werkzeug.wrappers import Response

from widget.demo.people import PEOPLE
from widget.demo.settings import demo_clients, demo_settings
from widget.demo.standins import STANDINS, Fault, create_standins
from widget.demo.standins.microsoft import TENANT
from widget.demo.standins.misbehave import ONLY
from widget.errors import Denied, ProviderFailed
from widget.providers import Federation, Flow, Offered, Profile, Provider, configured, new_flow

COMMENTS = "http://comments.localhost"
ISSUERS = {"x": "https://x.com", "facebook": "https://www.facebook.com"}
BELOW = {"github": "/github/login/oauth", "microsoft": f"/microsoft/{TENANT}/v2.0", "mastodon": ""}


@dataclass
class House:
    """The stand-ins as they run in the demo."""

    app: Flask
    url: str
    providers: dict[str, Offered]

    def visit(self, name: str) -> "Visit":
        """A person on their way through one stand-in; at a server of many, we register first."""
        offer, host = self.providers[name], urlsplit(self.url).netloc
        place = f"{name}/{host}" if isinstance(offer, Federation) else name
        callback = f"{COMMENTS}/signin/{place}/callback"
        provider = offer.at(offer.register(host, callback)) if isinstance(offer, Federation) else offer
        return Visit(self, provider, new_flow(callback))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    apps: list[Flask] = []
    with serving(lambda request: Response.from_app(apps[0], request.environ)) as server:
        url = f"http://accounts.localhost:{server.port}"
        apps.append(create_standins(url, demo_clients(COMMENTS)))
        folder: Path = tmp_path_factory.mktemp("demo")
        yield House(apps[0], url, configured(demo_settings(COMMENTS, url, folder)))


@dataclass
class Visit:
    """One person's way through one stand-in."""

    house: House
    provider: Provider
    flow: Flow

    def misbehave(self, *faults: Fault) -> None:
        self.house.app.extensions["misbehave"].set(self.provider.id, *faults)

    def answer(self, decision: str = "allow") -> dict[str, str]:
        """The callback's query after choosing the first account and deciding."""
        browser = self.house.app.test_client()
        asked = urlsplit(self.provider.authorise_url(self.flow, choose_account=True))
        page = browser.get(f"{asked.path}?{asked.query}", follow_redirects=True)
        person = PEOPLE[self.provider.id][0].key
        decided = browser.post(page.request.path, data={"person": person})
        if "/consent/" in (decided.location or ""):
            consent = browser.get(decided.location)
            decided = browser.post(consent.request.path, data={"decision": decision}) if consent.text else consent
        if not decided.location:  # the answer is a form
            inputs = re.findall(r'name="(\w+)" value="([^"]*)"', decided.text.partition("data-answer")[2])
            return {name: html.unescape(value) for name, value in inputs if name != "fault"}
        return dict(parse_qsl(urlsplit(decided.location).query))

    def profile(self) -> Profile:
        return self.provider.profile(self.flow, self.answer())


@pytest.fixture(params=list(STANDINS))
def visit(request: pytest.FixtureRequest, house: House) -> Iterator[Visit]:
    yield house.visit(request.param)
    house.app.extensions["misbehave"].clear()


def test_the_person_who_was_chosen_comes_back(visit: Visit) -> None:
    person = PEOPLE[visit.provider.id][0]
    profile = visit.profile()
    name, standin = visit.provider.id, STANDINS[visit.provider.id]
    issuer = ISSUERS.get(name, f"{visit.house.url}{BELOW.get(name, f'/{name}')}")
    assert (profile.issuer, profile.subject, profile.name) == (
        issuer,
        standin.subject_of(person, visit.house.url),
        person.name,
    )
    assert profile.handle == standin.handle_of(person, visit.house.url)
    pictured = (profile.picture_url or "").startswith(f"{visit.house.url}/pictures/{person.key}")
    assert pictured == ("picture" in visit.provider.sends)


def test_a_no_is_a_denial(visit: Visit) -> None:
    with pytest.raises(Denied):
        visit.provider.profile(visit.flow, visit.answer("deny"))


def test_a_code_serves_once(visit: Visit) -> None:
    answer = visit.answer()
    visit.provider.profile(visit.flow, answer)
    with pytest.raises(ProviderFailed):
        visit.provider.profile(visit.flow, answer)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.TOO_MANY, "too busy"),
        (Fault.ERROR_OBJECT, "did not complete|could not be reached"),
        (Fault.FALSE_PROFILE, "did not send a usable profile|could not be verified"),
        (Fault.USED_CODE, "already used|did not complete"),
    ],
)
def test_a_fault_ends_in_one_sentence(visit: Visit, fault: Fault, sentence: str) -> None:
    visit.misbehave(fault)
    with pytest.raises(ProviderFailed, match=sentence):
        visit.profile()


@pytest.mark.parametrize("fault", [Fault.NO_NAME, Fault.NO_PICTURE, Fault.NO_EMAIL, Fault.ODD_NAME])
def test_a_gap_in_the_profile_is_no_trouble(visit: Visit, fault: Fault) -> None:
    visit.misbehave(fault)
    profile = visit.profile()
    assert profile.subject.endswith(PEOPLE[visit.provider.id][0].subject)
    assert profile.name
    assert "\u202e" not in profile.name
    assert (profile.picture_url is None) == (fault is Fault.NO_PICTURE or "picture" not in visit.provider.sends)


FORGED = [Fault.WRONG_ISS, Fault.OTHER_AUDIENCE, Fault.OTHER_TENANT]


@pytest.mark.parametrize(("name", "fault"), [(name, one) for one in FORGED for name in sorted(ONLY[one])])
def test_an_answer_for_somebody_else_is_not_believed(house: House, name: str, fault: Fault) -> None:
    visit = house.visit(name)
    visit.misbehave(fault)
    with pytest.raises(ProviderFailed, match="could not be verified"):
        visit.profile()
    house.app.extensions["misbehave"].clear()


@pytest.mark.parametrize("name", sorted(ONLY[Fault.PROFILE_TOO_MANY]))
def test_too_many_requests_for_profiles_are_told(house: House, name: str) -> None:
    visit = house.visit(name)
    visit.misbehave(Fault.PROFILE_TOO_MANY)
    with pytest.raises(ProviderFailed, match="too busy"):
        visit.profile()
    house.app.extensions["misbehave"].clear()


def test_facebooks_error_without_error_is_a_failure(house: House) -> None:
    visit = house.visit("facebook")
    visit.misbehave(Fault.BARE_ERROR)
    with pytest.raises(ProviderFailed):
        visit.profile()
    house.app.extensions["misbehave"].clear()


def test_github_may_want_an_address_confirmed_first(house: House) -> None:
    visit = house.visit("github")
    visit.misbehave(Fault.UNVERIFIED_ADDRESS)
    with pytest.raises(ProviderFailed, match="confirm your email address there first"):
        visit.profile()
    house.app.extensions["misbehave"].clear()
