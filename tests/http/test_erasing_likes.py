"""The likes of who wants to be forgotten: no face at once, no like in the end, and the counts are right."""

import pytest
from flask import Flask
from frames import Frame
from likes import counted, like, like_page
from owners import Owner, commenting
from records import Records
from stage import Time
from windows import FakeProvider

from widget.cli.housekeeping import settle_once

Fakes = dict[str, FakeProvider]


@pytest.fixture
def ada(app: Flask, fakes: Fakes) -> Owner:
    """Ada Quimby, logged in to her own page."""
    fakes["google"].name, fakes["google"].subject = "Ada Quimby", "subject-4711"
    return Owner(app).log_in()


@pytest.fixture
def liked(app: Flask, ada: Owner, alice: Frame, bob: Frame) -> str:
    """A comment of Alice that Ada and Bob like, on a page that Ada likes."""
    comment: str = alice.post("Likeable").get_json()["id"]
    for frame in (commenting(app), bob):
        assert like(frame, comment).status_code == 200
    assert like_page(commenting(app)).status_code == 200
    return comment


def erase(owner: Owner, remove: str) -> None:
    """Fill in the form and press its button."""
    assert owner.press("/me/erase", on="/me/erase", remove=remove).location == "/me"


@pytest.mark.parametrize("remove", ["text", "name"])
def test_the_face_goes_at_once_and_the_like_in_the_end(
    app: Flask, ada: Owner, liked: str, guest: Frame, records: Records, time: Time, remove: str
) -> None:
    assert "Ada Quimby" in guest.document().text
    erase(ada, remove)
    assert "Ada Quimby" not in guest.document().text
    assert "Ada Quimby" not in guest.send("GET", f"/comments/{liked}/likes").text
    time.passes(days=8)
    settle_once(app)
    assert counted(records) == ([1], [0])
    assert "Be the first to like this." in guest.read()
    assert "1 blogger likes this." in guest.read()


def test_taken_back_the_likes_are_as_before(app: Flask, ada: Owner, liked: str, guest: Frame, records: Records) -> None:
    before = guest.document().text
    erase(ada, "text")
    ada.press("/me/erase/cancel")
    assert counted(records) == ([2], [1])
    assert guest.document().text.count("Ada Quimby") == before.count("Ada Quimby")


def test_linked_and_unlinked_each_account_keeps_its_likes(app: Flask, ada: Owner, liked: str, records: Records) -> None:
    ada.link("x")
    assert counted(records) == ([2], [1])
    ((x,),) = records.query("SELECT public_id FROM identities WHERE provider = 'x'")
    ada.press(f"/me/identities/{x}/unlink")
    assert counted(records) == ([2], [1])


def test_whoever_likes_a_comment_alone_vanishes_from_it_too(app: Flask, ada: Owner, alice: Frame, guest: Frame) -> None:
    like(commenting(app), alice.post("Likeable").get_json()["id"])
    assert "Ada Quimby" in guest.document().text
    erase(ada, "name")
    assert "Ada Quimby" not in guest.document().text
