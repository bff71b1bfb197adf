"""What X and Facebook do as nobody else does."""

import hashlib
import hmac
from typing import Any

import pytest
from dialects import PICTURE, SECRET, TOKEN, Visit, says, sentence_of

from widget.errors import Denied


class TestX:
    """X's own habits."""

    def test_the_older_dialog_denies_by_another_word(self, x: Visit) -> None:
        with pytest.raises(Denied):
            x.come_back(denied="token")

    def test_errors_beside_a_missing_profile_are_a_failure(self, x: Visit) -> None:
        x.answers["/profile"] = says({"errors": [{"title": "Forbidden", "status": 403}]})
        assert "did not send a usable profile" in sentence_of(x)

    @pytest.mark.parametrize("person", [None, [], "1001", 5])
    def test_odd_data_are_a_failure(self, x: Visit, person: Any) -> None:
        x.answers["/profile"] = says({"data": person})
        assert "did not send a usable profile" in sentence_of(x)

    def test_the_larger_picture_is_taken(self, x: Visit) -> None:
        x.person(picture="https://pbs.twimg.com/profile_images/1/a_normal.jpg")
        assert x.come_back().picture_url == "https://pbs.twimg.com/profile_images/1/a_bigger.jpg"

    @pytest.mark.parametrize("username", [None, 5, "", "a b", "<b>", "x" * 51])
    def test_an_odd_handle_is_none(self, x: Visit, username: Any) -> None:
        x.answers["/profile"] = says({"data": {"id": "1", "name": "A", "username": username}})
        assert x.come_back().handle is None

    def test_our_secret_goes_by_basic_authentication(self, x: Visit) -> None:
        x.come_back()
        (asked,) = x.asked_at("/token")
        assert asked.authorization is not None
        assert "client_secret" not in asked.form


class TestFacebook:
    """Facebook's own habits."""

    def test_a_denial_may_come_without_error(self, facebook: Visit) -> None:
        with pytest.raises(Denied):
            facebook.come_back(error_code="200", error_message="Permissions error")

    def test_the_profile_is_asked_for_with_a_proof(self, facebook: Visit) -> None:
        facebook.come_back()
        (asked,) = facebook.asked_at("/graph/me")
        proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
        assert asked.args["appsecret_proof"] == proof

    def test_a_silhouette_is_no_picture(self, facebook: Visit) -> None:
        picture = {"data": {"url": PICTURE, "is_silhouette": True}}
        facebook.answers["/graph/me"] = says({"id": "1", "name": "A", "picture": picture})
        assert facebook.come_back().picture_url is None

    @pytest.mark.parametrize("picture", [False, None, [], "x", {"data": None}, {"data": []}, {"data": {"url": {}}}])
    def test_an_odd_picture_is_none(self, facebook: Visit, picture: Any) -> None:
        facebook.answers["/graph/me"] = says({"id": "1", "name": "A", "picture": picture})
        assert facebook.come_back().picture_url is None
