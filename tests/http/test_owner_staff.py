"""Who looks after a site, as its owners change it; one owner always stays."""

import pytest
from desk import Desk, seated
from flask import Flask
from owners import Owner
from owning import owning
from records import Records
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, the only owner of the blog."""
    return owning(app)


@pytest.fixture
def mira(app: Flask, desk: Desk) -> Desk:
    """Mira, a moderator there."""
    return seated(app, "x")


def account(records: Records, provider: str) -> str:
    """The id of somebody."""
    asked = "SELECT accounts.public_id FROM accounts JOIN identities ON account_id = accounts.id WHERE provider = ?"
    return str(records.query(asked, provider)[0][0])


def roles(records: Records) -> list[str]:
    """The roles that people have, in the order in which they came."""
    return [role for (role,) in records.query("SELECT role FROM staff ORDER BY id")]


def test_an_invitation_is_shown_once_and_gives_its_role(desk: Desk, app: Flask, records: Records) -> None:
    place = f"{desk.path}/staff"
    shown = desk.press(place, on=place, role="moderator").text
    link = shown.partition("/admin/invitations/")[2].partition("<")[0]
    assert link
    assert link not in desk.see(place).text
    mira = Owner(app).log_in("x")
    assert mira.see(f"/admin/invitations/{link}").status_code == 303
    assert mira.press("/admin/invitations", on="/admin/invitations").status_code == 303
    assert roles(records) == ["owner", "moderator"]
    assert "invited somebody" in desk.words(f"{desk.path}/audit?what=roles")


def test_an_invitation_that_was_taken_back_gives_nothing(desk: Desk, app: Flask, records: Records) -> None:
    place = f"{desk.path}/staff"
    link = desk.press(place, on=place, role="owner").text.partition("/admin/invitations/")[2].partition("<")[0]
    ((number,),) = records.query("SELECT id FROM invitations")
    assert desk.press(f"{desk.path}/invitations/{number}/revoke", on=place).status_code == 303
    assert Owner(app).see(f"/admin/invitations/{link}").status_code == 404
    assert "took an invitation back" in desk.words(f"{desk.path}/audit")


def test_a_role_is_changed_and_taken_away(desk: Desk, mira: Desk, records: Records) -> None:
    place = f"{desk.path}/staff/{account(records, 'x')}"
    assert desk.press(place, on=f"{desk.path}/staff", role="owner").status_code == 303
    assert mira.see(f"{mira.path}/settings").status_code == 200
    assert desk.press(f"{place}/remove", on=f"{desk.path}/staff").status_code == 303
    assert mira.see(mira.path).status_code == 404
    assert [action for (action,) in records.query("SELECT action FROM audit ORDER BY id")] == [
        "role-changed",
        "role-taken",
    ]


def test_the_last_owner_can_neither_step_down_nor_leave(desk: Desk, mira: Desk, records: Records) -> None:
    place = f"{desk.path}/staff/{account(records, 'google')}"
    with records.unchanged(but=()):
        assert desk.press(place, on=f"{desk.path}/staff", role="moderator").status_code == 409
        refused = desk.press(f"{place}/remove", on=f"{desk.path}/staff")
    assert (refused.status_code, "A site needs an owner" in refused.text) == (409, True)


def test_one_of_two_owners_leaves_and_comes_to_their_own_page(app: Flask, desk: Desk, records: Records) -> None:
    seated(app, "x", role=Role.OWNER)
    left = desk.press(f"{desk.path}/staff/{account(records, 'google')}/remove", on=f"{desk.path}/staff")
    assert left.location == "/me"
    assert roles(records) == ["owner"]


def test_who_has_no_role_here_gets_none(app: Flask, desk: Desk, records: Records) -> None:
    seated(app, "x", role=None)
    place = f"{desk.path}/staff/{account(records, 'x')}"
    with records.unchanged(but=()):
        for path in (place, f"{place}/remove", f"{desk.path}/staff/x"):
            assert desk.press(path, on=f"{desk.path}/staff", role="owner").status_code == 404
        assert desk.press(f"{desk.path}/staff", on=f"{desk.path}/staff", role="king").status_code == 400
