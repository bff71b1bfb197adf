"""Owners and moderators turn what their pages give them against one another, and against who writes."""

import pytest
from at_once import all_at_once
from desk import Desk, seated
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from owning import owning
from records import Records
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, an owner of the blog."""
    return owning(app)


def account(records: Records, provider: str) -> str:
    """Return the id of somebody."""
    asked = "SELECT accounts.public_id FROM accounts JOIN identities ON account_id = accounts.id WHERE provider = ?"
    return str(records.query(asked, provider)[0][0])


def invited(owner: Desk, role: str = "owner") -> str:
    """Return the path of a link that somebody makes."""
    shown = owner.press(f"{owner.path}/staff", on=f"{owner.path}/staff", role=role).text
    return "/admin/invitations/" + shown.partition("/admin/invitations/")[2].partition("<")[0]


@pytest.mark.parametrize("what", ["", "/remove"])
def test_an_owner_who_has_to_go_comes_back_by_no_link_that_they_made(
    app: Flask, desk: Desk, records: Records, what: str
) -> None:
    mira = seated(app, "x", role=Role.OWNER)
    link = invited(mira)
    desk.press(f"{desk.path}/staff/{account(records, 'x')}{what}", on=f"{desk.path}/staff", role="moderator")
    assert Owner(app).see(link).status_code == 404
    assert "took an invitation back" in desk.words(f"{desk.path}/audit")


def test_an_owner_who_erases_their_account_leaves_no_link_behind(app: Flask, desk: Desk) -> None:
    mira = seated(app, "x", role=Role.OWNER)
    link = invited(mira, "moderator")
    assert Owner(app).see(link).status_code == 303
    mira.press("/me/erase", on="/me/erase", remove="text")
    assert Owner(app).see(link).status_code == 404


def test_a_site_without_another_owner_keeps_the_link_that_brings_one(app: Flask, desk: Desk) -> None:
    link = invited(desk)
    desk.press("/me/erase", on="/me/erase", remove="text")
    assert Owner(app).see(link).status_code == 303


def test_a_site_is_not_left_to_an_owner_who_is_about_to_be_erased(app: Flask, desk: Desk, records: Records) -> None:
    mira = seated(app, "x", role=Role.OWNER)
    mira.press("/me/erase", on="/me/erase", remove="text")
    place = f"{desk.path}/staff/{account(records, 'google')}"
    with records.unchanged():
        assert desk.press(f"{place}/remove", on=f"{desk.path}/staff").status_code == 409
    left = desk.press(f"{desk.path}/staff/{account(records, 'x')}/remove", on=f"{desk.path}/staff")
    assert left.location == f"{desk.path}/staff"


def test_of_two_owners_who_remove_one_another_at_once_one_stays(app: Flask, desk: Desk, records: Records) -> None:
    mira = seated(app, "x", role=Role.OWNER)
    whose = ((desk, account(records, "x")), (mira, account(records, "google")))
    sent = [(one, f"{one.path}/staff/{other}/remove", {"csrf_token": one.token("/admin")}) for one, other in whose]
    all_at_once(*(lambda one=one, path=path, token=token: one.send(path, token) for one, path, token in sent))
    assert records.query("SELECT role FROM staff") == [("owner",)]


@pytest.mark.parametrize("deleted", [False, True])
def test_a_ban_names_nobody_by_an_account_that_was_not_seen_here(app: Flask, desk: Desk, deleted: bool) -> None:
    ingrid = Owner(app).log_in("facebook")
    frame = commenting(app, "x")
    ingrid.link("x")
    comment = frame.post("Under a pen name").get_json()["id"]
    page = f"{desk.path}/bans/new?comment={comment}"
    desk.press(f"{desk.path}/bans", on=page, comment=comment, kind="account", days="ever")
    if deleted:
        frame.delete(comment)
    words = desk.words(f"{desk.path}/bans")
    assert ("Ingrid" in words, "Mira" in words) == (False, not deleted)


def test_the_address_of_a_guest_who_is_about_to_be_forgotten_is_told_to_nobody(
    desk: Desk, guest: Frame, records: Records
) -> None:
    comment = guest.post(email="grace@example.org").get_json()["id"]
    assert "grace@example.org" in desk.words(f"{desk.path}/bans/new?comment={comment}")
    records.change("UPDATE comments SET hidden = ?", True)
    assert "grace@example.org" not in desk.words(f"{desk.path}/bans/new?comment={comment}")


def test_a_day_without_a_next_one_and_numbers_no_store_has_are_not_there(desk: Desk) -> None:
    assert desk.see(f"{desk.path}/audit?day=9999-12-31").status_code == 200
    for place in ("outbox/{0}/again", "changes/{0}/undo", "invitations/{0}/revoke"):
        path = f"{desk.path}/{place.format(2**63)}"
        assert desk.press(path, on=f"{desk.path}/staff").status_code == 404, path
