"""The stand-ins speak as Google, X and Facebook do, and verify what those verify."""

import pytest
from flask import Flask
from standin import CHALLENGE, CLIENTS, TOKEN, Walk

from widget.demo.people import PEOPLE

USED = {
    "google": {"error": "invalid_grant", "error_description": "Bad Request"},
    "x": {
        "error": "invalid_request",
        "error_description": "Value passed for the authorization code was invalid.",
    },
    "facebook": {
        "error": {
            "message": "This authorization code has been used.",
            "type": "OAuthException",
            "code": 100,
            "fbtrace_id": "A0standin",
        }
    },
}


def test_every_page_says_that_it_is_a_stand_in(walk: Walk) -> None:
    wrong = walk.ask(client_id="nobody")
    for page in (walk.ask(), walk.choose(), wrong):
        assert "Stand-in for" in page.text
        assert "asks for no password" in page.text


def test_the_chooser_offers_at_least_two_people(walk: Walk) -> None:
    page = walk.ask()
    assert len(PEOPLE[walk.provider]) >= 2
    assert all(person.name in page.text for person in PEOPLE[walk.provider])


def test_consent_says_what_will_be_told_and_offers_both_answers(walk: Walk) -> None:
    page = walk.choose()
    assert "name" in page.text
    assert "Allow" in page.text
    assert "Deny" in page.text


def test_a_browser_that_has_chosen_goes_straight_to_consent(walk: Walk) -> None:
    walk.decide()
    assert "/consent/" in walk.ask().request.path


@pytest.mark.parametrize(
    ("provider", "wish", "step"),
    [
        ("google", {"prompt": "select_account"}, "accounts"),
        ("facebook", {"auth_type": "reauthenticate"}, "accounts"),
        ("x", {"force_login": "true", "prompt": "select_account"}, "consent"),
    ],
)
def test_the_account_chooser_can_be_forced_but_not_at_x(
    standins: Flask, provider: str, wish: dict[str, str], step: str
) -> None:
    walk = Walk(standins.test_client(), provider)
    walk.decide()
    assert f"/{step}/" in walk.ask(**wish).request.path


@pytest.mark.parametrize("change", ["client_id", "redirect_uri", "response_type", "scope"])
def test_a_request_that_is_not_registered_is_never_sent_back(walk: Walk, change: str) -> None:
    page = walk.ask(**{change: CLIENTS[walk.provider].redirect_uri + "/"})
    assert page.status_code == 400
    assert page.history == ()


def test_only_x_insists_on_pkce(walk: Walk) -> None:
    page = walk.ask(code_challenge=None, code_challenge_method=None)
    assert page.status_code == (400 if walk.provider == "x" else 200)
    assert walk.ask(code_challenge=CHALLENGE, code_challenge_method="plain").status_code == 400


def test_a_code_brings_a_token_and_the_token_a_profile(walk: Walk) -> None:
    profile = walk.whole()
    person = PEOPLE[walk.provider][0]
    inner = profile["data"] if walk.provider == "x" else profile
    assert inner["name"] == person.name
    assert inner["sub" if walk.provider == "google" else "id"] == person.subject


def test_a_code_works_once(walk: Walk) -> None:
    code = walk.decide()["code"]
    assert walk.redeem(code).status_code == 200
    again = walk.redeem(code)
    assert again.status_code == 400
    assert again.get_json() == USED[walk.provider]


@pytest.mark.parametrize(
    "change",
    [
        {"code": "guessed"},
        {"redirect_uri": "https://evil.example/"},
        {"code_verifier": "another"},
        {"client_secret": "no"},
    ],
)
def test_a_token_needs_the_right_everything(walk: Walk, change: dict[str, str]) -> None:
    answer = walk.redeem(**({"code": walk.decide()["code"]} | change))
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.get_json()


def test_x_takes_its_credentials_by_basic_authentication_alone(standins: Flask) -> None:
    client = CLIENTS["x"]
    posted = {"client_id": client.client_id, "client_secret": client.client_secret}
    answer = standins.test_client().post(TOKEN["x"], data=posted)
    assert answer.status_code == 401
    assert answer.get_json()["error"] == "unauthorized_client"


@pytest.mark.parametrize(("provider", "seconds"), [("google", 600), ("x", 30), ("facebook", 600)])
def test_a_code_has_its_time(standins: Flask, provider: str, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    walk, desk = Walk(standins.test_client(), provider), standins.extensions["standins"].desks[provider]
    monkeypatch.setattr(desk, "clock", lambda: 1000.0)
    in_time, late = walk.decide()["code"], walk.decide()["code"]
    monkeypatch.setattr(desk, "clock", lambda: 1000.0 + seconds)
    assert walk.redeem(in_time).status_code == 200
    monkeypatch.setattr(desk, "clock", lambda: 1001.0 + seconds)
    assert walk.redeem(late).status_code == 400


def test_a_page_that_is_not_there_says_so_in_the_look_of_the_others(standins: Flask) -> None:
    page = standins.test_client().get("/google/accounts/of-another-time")
    assert page.status_code == 404
    assert "There is nothing here" in page.text
    assert "standins.css" in page.text


def test_all_can_be_let_behave_at_either_end_of_the_page(standins: Flask) -> None:
    text = standins.test_client().get("/misbehave").text
    first, last = text.index("Let all behave"), text.rindex("Let all behave")
    assert first < text.index("Misbehave</") < last or first < text.index('class="misbehave"') < last
