"""How one gets to look after a site: by a link that is good once; and how one gets back to where one wanted."""

import pytest
from desk import Desk, seated
from flask import Flask
from owners import Owner, Visit
from records import Records
from stage import BLOG, Time
from windows import FakeProvider

from widget.core import clock
from widget.people.role_models import Role
from widget.people.roles import invite
from widget.sites.queries import site_of_page
from widget.web.running import PROVIDERS
from widget.web.transactions import transaction

Fakes = dict[str, FakeProvider]


def invitation(app: Flask, role: Role = Role.MODERATOR, page: str = BLOG) -> str:
    """Return the address of a fresh invitation."""
    with app.app_context(), transaction() as store:
        site = site_of_page(store, page)
        assert site
        return f"/admin/invitations/{invite(store, site, role, clock.now())}"


def test_an_invitation_is_read_accepted_by_a_button_and_then_worth_nothing(
    app: Flask, fakes: Fakes, records: Records
) -> None:
    link, ada = invitation(app), Owner(app)
    opened = ada.see(link)
    assert (opened.status_code, opened.location) == (303, "/admin/invitations")
    assert "An invitation to look after Blog" in ada.words("/admin/invitations")
    visit = Visit(
        ada, ada.press("/me/sign-in", on="/admin/invitations", provider="google", back="/admin/invitations"), "google"
    )
    assert visit.come_back().location == "/admin/invitations"
    assert "You would act as: Ada" in ada.words("/admin/invitations")
    assert records.count("staff") == 0
    done = ada.press("/admin/invitations", on="/admin/invitations")
    assert ada.see(done.location).status_code == 200
    assert records.query("SELECT role FROM staff") == [("moderator",)]
    other = Owner(app).log_in("x")
    assert (other.see(link).status_code, other.see("/admin/invitations").status_code) == (404, 404)


def test_where_nobody_can_log_in_an_invitation_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, PROVIDERS, {})
    link, ada = invitation(app), Owner(app)
    ada.see(link)
    assert "No account can be used here at the moment." in ada.words("/admin/invitations")


def test_only_the_digest_of_an_invitation_is_kept(app: Flask, records: Records) -> None:
    token = invitation(app).rpartition("/")[2]
    assert token not in str(records.everything())


def test_an_invitation_is_too_old_after_a_week(app: Flask, fakes: Fakes, time: Time, records: Records) -> None:
    link, ada = invitation(app), Owner(app)
    ada.see(link)
    time.passes(days=7)
    ada.log_in()
    with records.unchanged():
        assert ada.see(link).status_code == 404
        assert ada.press("/admin/invitations", on="/me").status_code == 404


def test_an_owner_who_accepts_a_moderators_invitation_stays_an_owner(
    app: Flask, fakes: Fakes, records: Records
) -> None:
    ada = seated(app, role=Role.OWNER)
    ada.see(invitation(app))
    ada.press("/admin/invitations", on="/admin/invitations")
    assert records.query("SELECT role FROM staff") == [("owner",)]
    assert records.count("invitations") == 0


def test_a_role_comes_along_when_its_account_is_linked_whole(app: Flask, fakes: Fakes, records: Records) -> None:
    seated(app, "x")
    ingrid = Desk(app).log_in("facebook")
    ingrid.link("x")
    assert records.query("SELECT count(*) FROM staff JOIN identities USING (account_id)") == [(2,)]


@pytest.mark.parametrize("wanted", ["/comments?status=spam", "/audit", "/bans"])
def test_who_logs_in_comes_back_to_where_they_wanted(app: Flask, fakes: Fakes, wanted: str) -> None:
    known = seated(app)
    ada, place = Desk(app), f"{known.path}{wanted}"
    back = ada.field("back", on=place)
    assert back == place
    visit = Visit(ada, ada.press("/me/sign-in", on=place, provider="google", back=back), "google")
    assert visit.come_back().location == place


HOSTILE = ["https://evil.test/admin", "//evil.test", "/admin//evil.test", "/admin/../me", "/admin\\evil", "/adminevil"]
HOSTILE += ["/admin/x?y#z", "/admin/x\r\nX: y", "/admin?\n", "/me/erase"]


@pytest.mark.parametrize("back", HOSTILE)
def test_nobody_is_led_elsewhere_after_logging_in(app: Flask, fakes: Fakes, back: str) -> None:
    ada = Owner(app)
    visit = Visit(ada, ada.press("/me/sign-in", on="/admin", provider="google", back=back), "google")
    assert visit.come_back().location == "/me"
