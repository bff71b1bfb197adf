"""Each way in which a stand-in can be told to misbehave, at every provider that has it."""

import time
from typing import Any

import pytest
from flask import Flask
from standin import ACCOUNTS, CLIENTS, FIRST, PROVIDERS, Walk

from widget.demo.standins import Fault, Misbehave


def tell(walk: Walk, *faults: Fault) -> Misbehave:
    misbehave: Misbehave = walk.client.application.extensions["misbehave"]
    misbehave.set(walk.provider, *faults)
    return misbehave


def told(walk: Walk, *faults: Fault) -> dict[str, Any]:
    """The inner profile, with these faults."""
    tell(walk, *faults)
    profile = walk.whole()
    return profile["data"] if walk.provider == "x" else profile


def test_denial_comes_back_without_a_question(walk: Walk) -> None:
    tell(walk, Fault.DENIAL)
    page = walk.ask()
    answer = walk.client.post(page.request.path, data={"person": FIRST[walk.provider]})
    back = walk.came_back(walk.client.get(answer.location))
    assert back["error"] == "access_denied"
    assert back["state"] == "a-state"


def test_no_return_ends_on_an_error_page(walk: Walk) -> None:
    tell(walk, Fault.NO_RETURN)
    page = walk.choose()
    assert page.status_code == 403
    assert CLIENTS[walk.provider].redirect_uri not in page.text


def test_a_slow_answer_is_slow_and_then_right(walk: Walk) -> None:
    misbehave = tell(walk, Fault.SLOW)
    misbehave.slow_seconds = 0.05
    code, begun = walk.decide()["code"], time.monotonic()
    assert walk.redeem(code).status_code == 200
    assert time.monotonic() - begun >= 0.05


def test_429_is_json_that_looks_like_a_token_to_the_careless(walk: Walk) -> None:
    tell(walk, Fault.TOO_MANY)
    answer = walk.redeem(walk.decide()["code"])
    assert answer.status_code == 429
    assert "error" not in answer.get_json()


@pytest.mark.parametrize("provider", ["x", "facebook"])
def test_429_can_come_for_the_profile(standins: Flask, provider: str) -> None:
    walk = Walk(standins.test_client(), provider)
    token = walk.redeem(walk.decide()["code"]).get_json()["access_token"]
    tell(walk, Fault.PROFILE_TOO_MANY)
    assert walk.profile(token).status_code == 429
    tell(walk)


def test_error_can_be_an_object(walk: Walk) -> None:
    tell(walk, Fault.ERROR_OBJECT)
    answer = walk.redeem(walk.decide()["code"])
    assert answer.status_code >= 400
    assert isinstance(answer.get_json()["error"], dict)


def test_a_profile_can_be_false(walk: Walk) -> None:
    tell(walk, Fault.FALSE_PROFILE)
    assert walk.whole() is False


def test_google_can_have_false_for_an_id_token(standins: Flask) -> None:
    walk = Walk(standins.test_client(), "google")
    tell(walk, Fault.FALSE_PROFILE)
    assert walk.redeem(walk.decide()["code"]).get_json()["id_token"] is False
    tell(walk)


@pytest.mark.parametrize(
    ("fault", "fields"),
    [
        (Fault.NO_EMAIL, {"email", "email_verified", "confirmed_email"}),
        (Fault.NO_NAME, {"name"}),
        (Fault.NO_PICTURE, {"picture", "profile_image_url"}),
    ],
)
def test_parts_of_a_profile_can_be_missing(walk: Walk, fault: Fault, fields: set[str]) -> None:
    whole, partial = told(walk), told(walk, fault)
    assert set(partial) == set(whole) - fields


def test_a_name_can_be_full_of_markup(walk: Walk) -> None:
    assert "<script>" in told(walk, Fault.ODD_NAME)["name"]


def test_a_picture_can_be_a_web_page(walk: Walk) -> None:
    tell(walk, Fault.BAD_PICTURE)
    answer = walk.client.get(f"/pictures/{FIRST[walk.provider]}.png")
    assert (answer.status_code, answer.mimetype) == (403, "text/html")


def test_a_code_can_have_been_used(walk: Walk) -> None:
    tell(walk, Fault.USED_CODE)
    assert walk.redeem(walk.decide()["code"]).status_code == 400


def test_a_window_can_be_cut_off_from_its_opener(walk: Walk) -> None:
    assert "Cross-Origin-Opener-Policy" not in walk.ask().headers
    tell(walk, Fault.SEVERED)
    assert walk.ask().headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_state_can_be_left_out(walk: Walk) -> None:
    tell(walk, Fault.NO_STATE)
    assert "state" not in walk.decide("deny")


def test_facebook_can_fail_without_the_word_error(standins: Flask) -> None:
    walk = Walk(standins.test_client(), "facebook")
    tell(walk, Fault.BARE_ERROR)
    assert set(walk.decide()) == {"error_code", "error_message", "state"}
    tell(walk)


def test_google_can_pretend_to_be_another(standins: Flask) -> None:
    walk = Walk(standins.test_client(), "google")
    tell(walk, Fault.WRONG_ISS)
    assert walk.decide()["iss"] != f"{ACCOUNTS}/google"
    tell(walk)


def test_the_panel_sets_exactly_what_is_ticked(walk: Walk) -> None:
    misbehave = tell(walk, Fault.SLOW)
    walk.client.post(f"/misbehave/{walk.provider}", data={"fault": ["denial", "no-name", "unheard-of"]})
    assert misbehave.active(walk.provider) == {Fault.DENIAL, Fault.NO_NAME}
    assert "2 faults are on" in walk.client.get("/misbehave").text
    walk.client.post("/misbehave")
    assert not any(misbehave.active(provider) for provider in PROVIDERS)


def test_the_panel_leads_back_to_the_sign_in_under_way(walk: Walk) -> None:
    page = walk.ask()
    assert f'action="/misbehave/{walk.provider}"' in page.text
    ticket = page.request.path.rpartition("/")[2]
    answer = walk.client.post(f"/misbehave/{walk.provider}", data={"ticket": ticket})
    assert answer.location == page.request.path


def test_one_provider_misbehaves_alone(standins: Flask) -> None:
    google, x = (Walk(standins.test_client(), provider) for provider in ("google", "x"))
    tell(google, Fault.NO_NAME)
    assert "name" in x.whole()["data"]
    tell(google)
