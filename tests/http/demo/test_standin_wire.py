"""What goes over the wire at each stand-in, letter by letter where the real ones differ from the standards."""

import io
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from PIL import Image
from standin import ACCOUNTS, CLIENTS, PROFILE, Walk

from widget.demo.people import PEOPLE

GOOGLE = f"{ACCOUNTS}/google"


@pytest.fixture
def google(standins: Flask) -> Walk:
    return Walk(standins.test_client(), "google")


@pytest.fixture
def x(standins: Flask) -> Walk:
    return Walk(standins.test_client(), "x")


@pytest.fixture
def facebook(standins: Flask) -> Walk:
    return Walk(standins.test_client(), "facebook")


def claims_of(walk: Walk, **asked: str) -> dict[str, Any]:
    answer = walk.redeem(walk.decide(**asked)["code"]).get_json()
    keys = KeySet.import_key_set(walk.client.get("/google/oauth2/v3/certs").get_json())
    return jwt.decode(answer["id_token"], keys, algorithms=["RS256"]).claims


def test_google_describes_itself(google: Walk) -> None:
    metadata = google.client.get("/google/.well-known/openid-configuration").get_json()
    assert metadata["issuer"] == GOOGLE
    assert metadata["authorization_response_iss_parameter_supported"] is True
    assert metadata["id_token_signing_alg_values_supported"] == ["RS256"]
    endpoints = [url for name, url in metadata.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(endpoints) == 4
    assert all(url.startswith(GOOGLE + "/") for url in endpoints)


def test_google_keeps_its_private_key(google: Walk) -> None:
    (key,) = google.client.get("/google/oauth2/v3/certs").get_json()["keys"]
    assert key["kid"]
    assert "d" not in key


def test_google_signs_who_it_is_for_whom_and_until_when(google: Walk) -> None:
    claims, ada = claims_of(google, scope="openid profile"), PEOPLE["google"][0]
    assert (claims["iss"], claims["aud"], claims["sub"]) == (GOOGLE, CLIENTS["google"].client_id, ada.subject)
    assert (claims["nonce"], claims["exp"] - claims["iat"]) == ("a-nonce", 3600)
    assert (claims["name"], claims["picture"]) == ("Ada Lindgren", f"{ACCOUNTS}/pictures/ada=s96-c")
    assert "email" not in claims


def test_google_tells_an_address_only_when_asked_for_it(google: Walk) -> None:
    claims = claims_of(google, scope="openid email")
    assert (claims["email"], claims["email_verified"]) == ("ada.lindgren@example.org", True)
    assert "name" not in claims


def test_google_names_itself_in_the_callback(google: Walk) -> None:
    assert google.decide()["iss"] == GOOGLE
    assert google.decide("deny") == {"error": "access_denied", "state": "a-state", "iss": GOOGLE}


def test_x_answers_a_denial_by_the_book(x: Walk) -> None:
    assert x.decide("deny") == {"error": "access_denied", "state": "a-state"}


def test_x_wraps_the_profile_in_data(x: Walk) -> None:
    assert x.whole() == {
        "data": {
            "id": PEOPLE["x"][0].subject,
            "name": "Mira Castellano",
            "username": "miracastellano",
            "profile_image_url": f"{ACCOUNTS}/pictures/mira_normal.png",
        }
    }


def test_x_wants_both_scopes_for_a_profile(x: Walk) -> None:
    token = x.redeem(x.decide(scope="users.read")["code"]).get_json()
    answer = x.profile(token["access_token"])
    assert answer.status_code == 403
    assert answer.get_json() == {"title": "Forbidden", "detail": "Forbidden", "type": "about:blank", "status": 403}


def test_x_refuses_a_long_state_and_a_missing_one(x: Walk) -> None:
    assert x.ask(state="s" * 501).status_code == 400
    assert x.ask(state=None).status_code == 400


def test_x_answers_a_stranger_with_a_problem(x: Walk) -> None:
    answer = x.profile("guessed")
    assert answer.status_code == 401
    assert answer.get_json()["title"] == "Unauthorized"


def test_facebook_leaves_its_mark_on_the_way_back(facebook: Walk) -> None:
    page = facebook.choose()
    for decision in ("allow", "deny"):
        assert facebook.client.post(page.request.path, data={"decision": decision}).location.endswith("#_=_")


def test_facebook_denies_in_four_parameters(facebook: Walk) -> None:
    assert facebook.decide("deny") == {
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
        "state": "a-state",
    }


def test_facebook_wraps_the_picture_in_data(facebook: Walk) -> None:
    url = f"{ACCOUNTS}/pictures/ingrid_200x200.png"
    assert facebook.whole() == {
        "id": PEOPLE["facebook"][0].subject,
        "name": "Ingrid Solberg",
        "email": "ingrid@example.com",
        "picture": {"data": {"height": 200, "is_silhouette": False, "url": url, "width": 200}},
    }


def test_facebook_takes_the_token_request_by_get_as_well(facebook: Walk) -> None:
    client = CLIENTS["facebook"]
    query = {"client_id": client.client_id, "client_secret": client.client_secret, "code": "guessed"}
    answer = facebook.client.get("/facebook/v24.0/oauth/access_token", query_string=query)
    assert answer.get_json()["error"]["type"] == "OAuthException"


@pytest.mark.parametrize("proof", [None, "wrong"])
def test_facebook_checks_the_proof_of_the_secret(facebook: Walk, proof: str | None) -> None:
    token = facebook.redeem(facebook.decide()["code"]).get_json()["access_token"]
    query = {"access_token": token} | ({"appsecret_proof": proof} if proof else {})
    answer = facebook.client.get(PROFILE["facebook"], query_string=query)
    assert answer.status_code == 400
    assert "appsecret_proof" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("ada=s96-c", 96),
        ("mira_normal.png", 48),
        ("mira_400x400.png", 400),
        ("ingrid_200x200.png", 200),
        ("tom.png", 400),
    ],
)
def test_portraits_are_real_pictures(standins: Flask, name: str, size: int) -> None:
    answer = standins.test_client().get(f"/pictures/{name}")
    assert answer.content_type == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size == (size, size)


@pytest.mark.parametrize("name", ["nobody.png", "mira_huge.png", "ada=s96-c/x"])
def test_other_portraits_are_not_there(standins: Flask, name: str) -> None:
    assert standins.test_client().get(f"/pictures/{name}").status_code == 404
