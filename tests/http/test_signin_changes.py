"""Signing in once more: what becomes of the session before, who is carried over, and the bearer instead of a cookie."""

from credentials import session_cookie
from flask import Flask
from frames import Frame
from records import Records
from stage import Time
from windows import FakeProvider, SignIn

from widget.core import ids

Fakes = dict[str, FakeProvider]


def test_signing_in_once_more_ends_the_session_before(guest: Frame, app: Flask, fakes: Fakes, records: Records) -> None:
    before = session_cookie(guest, SignIn(guest).through().claim())[""]
    assert guest.who() == "Ada"
    SignIn(guest, "x").through().claim()
    assert guest.who() == "Mira"
    assert records.query("SELECT count(*) FROM sessions WHERE token_hash = ?", ids.digest(before)) == [(0,)]
    assert records.count("sessions") == 1


def test_the_session_before_lives_until_the_claim(guest: Frame, fakes: Fakes) -> None:
    SignIn(guest).through().claim()
    for end in (lambda one: one.cancel(), lambda one: None, lambda one: one.start()):
        other = SignIn(guest, "x", mode="change")
        end(other)
        assert guest.who() == "Ada"
    assert guest.post("Still Ada").status_code == 201


def test_a_change_asks_which_account_and_carries_who_was_held(guest: Frame, fakes: Fakes) -> None:
    SignIn(guest).through().claim()
    guest.who()
    SignIn(guest, "x", mode="change").through().claim()
    session = guest.session()
    assert session["identity"]["name"] == "Mira"
    assert [one["name"] for one in session["identities"]] == ["Ada", "Mira"]
    assert (fakes["google"].chosen, fakes["x"].chosen) == ([False], [True])


def test_changing_to_an_identity_that_is_held_holds_it_once(guest: Frame, fakes: Fakes) -> None:
    for provider in ("google", "x", "google"):
        SignIn(guest, provider, mode="change").through().claim()
    session = guest.session()
    assert session["identity"]["name"] == "Ada"
    assert sorted(one["name"] for one in session["identities"]) == ["Ada", "Mira"]


def test_who_was_carried_is_offered_ninety_days_from_the_own_sign_in(guest: Frame, fakes: Fakes, time: Time) -> None:
    SignIn(guest).through().claim()
    held = guest.session()["identity"]["id"]
    for _ in range(6):
        time.passes(days=10)
        guest.who()
    SignIn(guest, "x", mode="change").through().claim()
    for _ in range(3):
        time.passes(days=10, minutes=1)
        guest.who()
    assert [one["name"] for one in guest.session()["identities"]] == ["Mira"]
    path = f"/session/identity?site={guest.site}"
    assert guest.act("PUT", path, {"identity": held}).status_code == 403
    assert guest.who() == "Mira"


def test_a_plain_sign_in_carries_nobody(guest: Frame, fakes: Fakes) -> None:
    for provider in ("google", "x"):
        SignIn(guest, provider).through().claim()
        guest.who()
    assert [one["name"] for one in guest.session()["identities"]] == ["Mira"]


def test_who_logged_out_in_between_is_signed_in_but_carries_nobody(guest: Frame, fakes: Fakes) -> None:
    SignIn(guest).through().claim()
    change = SignIn(guest, "x", mode="change").through()
    guest.act("DELETE", f"/session?site={guest.site}")
    assert change.claim().status_code == 200
    session = guest.session()
    assert session["identity"]["name"] == "Mira"
    assert [one["name"] for one in session["identities"]] == ["Mira"]


def test_two_sign_ins_of_one_browser_leave_one_session(guest: Frame, fakes: Fakes, records: Records) -> None:
    """Two tabs that were both guests when they began: the second claim replaces what the first has got."""
    one, other = SignIn(guest).through(), SignIn(guest, "x").through()
    one.claim()
    assert guest.who() == "Ada"
    other.claim()
    assert guest.who() == "Mira"
    assert records.count("sessions") == 1


def test_a_frame_without_cookies_gets_a_bearer(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest).through()
    cookie = session_cookie(guest, sign_in.claim())[""]
    guest.browser.delete_cookie(f"__Host-rejoinder-{guest.site}", domain="comments.rejoinder.test")
    assert guest.who() is None
    taken = sign_in.take_bearer()
    assert (taken.status_code, set(taken.get_json()), "Set-Cookie" in taken.headers) == (200, {"bearer"}, False)
    guest.bearer = taken.get_json()["bearer"]
    assert guest.who() == "Ada"
    assert guest.post("By bearer").status_code == 201
    guest.bearer = cookie
    assert guest.who() is None
    assert records.count("sessions") == 1


def test_the_cookie_is_dead_once_the_bearer_was_taken(guest: Frame, app: Flask, fakes: Fakes) -> None:
    sign_in = SignIn(guest).through()
    sign_in.claim()
    sign_in.take_bearer()
    assert guest.who() is None


def test_there_is_no_bearer_once_the_cookie_was_used(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest).through()
    sign_in.claim()
    assert guest.who() == "Ada"
    with records.unchanged(but=()):
        assert sign_in.take_bearer().status_code == 403
    assert guest.who() == "Ada"


def test_there_is_no_bearer_before_the_claim(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest)
    for step in (lambda: None, sign_in.start, sign_in.come_back):
        step()
        assert sign_in.take_bearer().status_code == 403
    assert records.count("sessions") == 0


def test_a_bearer_changes_too(guest: Frame, fakes: Fakes, records: Records) -> None:
    first = SignIn(guest).through()
    first.claim()
    guest.browser.delete_cookie(f"__Host-rejoinder-{guest.site}", domain="comments.rejoinder.test")
    guest.bearer = before = first.take_bearer().get_json()["bearer"]
    guest.who()
    second = SignIn(guest, "x", mode="change").through()
    second.claim()
    guest.browser.delete_cookie(f"__Host-rejoinder-{guest.site}", domain="comments.rejoinder.test")
    guest.bearer = second.take_bearer().get_json()["bearer"]
    assert [one["name"] for one in guest.session()["identities"]] == ["Ada", "Mira"]
    guest.bearer = before
    assert guest.who() is None
