"""Who looks after a site is seen as such, and nobody else can look like it."""

from collections.abc import Callable

import pytest
from flask import Flask
from frames import Frame
from records import Records
from sqlalchemy import select

from widget.core import clock
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.sites.queries import site_by_id
from widget.web.transactions import transaction

LOOKS = ["Alice", "ALICE", "Аlice", "AIice", "A l i c e", "Moderator", "Modеrator Bob", "OWNER", "Аdmin"]
LOOKS += ["Moderador", "Модератор", "Leitung"]


@pytest.fixture
def staff(app: Flask, alice: Frame) -> Callable[[Role], Frame]:
    """Return a function that gives Alice a role on the blog."""

    def give(role: Role) -> Frame:
        with app.app_context(), transaction() as store:
            identity = store.scalar(select(Identity).where(Identity.name == "Alice"))
            site = site_by_id(store, alice.site)
            assert identity
            assert site
            give_role(store, site, identity.account, role, clock.now())
        return alice

    return give


@pytest.mark.parametrize(("role", "word"), [(Role.OWNER, "Owner"), (Role.MODERATOR, "Moderator")])
def test_readers_see_what_somebody_is(staff: Callable[[Role], Frame], guest: Frame, role: Role, word: str) -> None:
    alice = staff(role)
    told = alice.post().get_json()
    assert f'<strong class="role">{word}</strong>' in told["html"]
    assert f'<strong class="role">{word}</strong>' in guest.document().text
    (comment,) = guest.send("GET", f"/threads/{guest.thread}/comments").get_json()["comments"]
    assert comment["author"]["role"] == role


def test_a_comment_from_before_is_marked_too(staff: Callable[[Role], Frame], alice: Frame, guest: Frame) -> None:
    alice.post()
    before = guest.document()
    assert 'class="role"' not in before.text
    staff(Role.MODERATOR)
    assert 'class="role"' in guest.document(**{"If-None-Match": before.headers["ETag"]}).text


def test_on_another_site_it_counts_for_nothing(
    staff: Callable[[Role], Frame], signed_in: Callable[..., Frame], stranger: Frame
) -> None:
    staff(Role.OWNER)
    elsewhere = signed_in("Alice", stranger.page)
    assert 'class="role"' not in elsewhere.post().get_json()["html"]
    assert stranger.post(name="Alice").status_code == 201


@pytest.mark.parametrize("name", LOOKS)
def test_no_guest_can_look_like_the_staff(
    staff: Callable[[Role], Frame], guest: Frame, records: Records, name: str
) -> None:
    staff(Role.OWNER)
    answer = guest.post(name=name)
    assert answer.status_code == 422
    assert "looks like that of somebody" in answer.get_json()["errors"]["name"][0]
    assert records.count("comments") == 0


@pytest.mark.parametrize("name", ["Alicia", "Bob", "Moderate Mary", "Ownerby"])
def test_other_names_are_taken(staff: Callable[[Role], Frame], guest: Frame, name: str) -> None:
    staff(Role.OWNER)
    assert guest.post(name=name).get_json()["status"] == "published"


def test_who_is_called_like_the_staff_at_a_provider_waits(
    staff: Callable[[Role], Frame], signed_in: Callable[..., Frame], records: Records
) -> None:
    staff(Role.OWNER)
    assert signed_in("Аlice").post().get_json()["status"] == "held"
    ((findings,),) = records.query("SELECT findings FROM screenings")
    assert "imitation" in str(findings)
    assert records.query("SELECT count FROM threads") == [(0,)]
