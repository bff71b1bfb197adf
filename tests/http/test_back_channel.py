"""Logging out at the issuer ends what came from there: all of it or one session, with all that was held beside it."""

from collections.abc import Callable

import pytest
from flask import Flask
from frames import Frame
from issuers import Issuer, running_issuer, tell
from owners import Owner
from records import Records
from stage import OTHER, Time
from windows import SignIn

from widget.web.running import PROVIDERS

LogIn = Callable[..., Frame]


def change(frame: Frame, provider: str) -> None:
    """Change to another account, holding the one before."""
    assert SignIn(frame, provider, mode="change").through().claim().status_code == 200


def test_a_person_is_logged_out_everywhere(app: Flask, issuer: Issuer, log_in: LogIn, time: Time) -> None:
    here, there, other = log_in("one"), log_in("two", page=OTHER), log_in("three", "Grace")
    answer = tell(app, issuer.token(time, sub="ada"))
    assert (answer.status_code, answer.get_json(), answer.headers["Cache-Control"]) == (200, {}, "no-store")
    assert (here.who(), there.who(), other.who()) == (None, None, "Grace")


def test_of_one_session_only_what_came_from_it_ends(app: Flask, issuer: Issuer, log_in: LogIn, time: Time) -> None:
    one, same, two, nameless = log_in("one"), log_in("one", page=OTHER), log_in("two"), log_in()
    assert tell(app, issuer.token(time, sid="one")).status_code == 200
    assert [frame.who() for frame in (one, same, two, nameless)] == [None, None, "Ada", "Ada"]


def test_of_a_person_in_one_session_what_came_from_no_known_one_ends_too(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time
) -> None:
    one, two, nameless, other = log_in("one"), log_in("two"), log_in(), log_in("one", "Grace")
    assert tell(app, issuer.token(time, sub="ada", sid="one")).status_code == 200
    assert [frame.who() for frame in (one, two, nameless, other)] == [None, "Ada", None, "Grace"]


@pytest.mark.parametrize("named", [{"sub": "ada"}, {"sid": "one"}, {"sub": "ada", "sid": "one"}])
def test_all_that_a_session_holds_ends_with_it(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, named: dict[str, str]
) -> None:
    frame = log_in("one")
    change(frame, "x")
    assert frame.who() == "Mira"
    tell(app, issuer.token(time, **named))
    assert frame.who() is None


@pytest.mark.parametrize(("named", "stays"), [({"sub": "ada"}, False), ({"sid": "one"}, False), ({"sid": "two"}, True)])
def test_ones_own_page_ends_too(app: Flask, issuer: Issuer, time: Time, named: dict[str, str], stays: bool) -> None:
    issuer.sid = "one"
    owner = Owner(app).log_in()
    tell(app, issuer.token(time, **named))
    assert owner.is_logged_in() is stays


@pytest.mark.parametrize("named", [{"sub": "ada"}, {"sid": "one"}])
def test_a_sign_in_that_nobody_has_claimed_yet_ends_too(
    app: Flask, issuer: Issuer, guest: Frame, time: Time, named: dict[str, str]
) -> None:
    issuer.sid = "one"
    waiting = SignIn(guest).through()
    tell(app, issuer.token(time, **named))
    claimed = waiting.claim()
    assert (claimed.status_code, claimed.get_json()["type"]) == (410, "cancelled")
    assert guest.who() is None


def test_a_lost_answer_to_a_claim_is_not_repeated_after_it(
    app: Flask, issuer: Issuer, guest: Frame, time: Time
) -> None:
    claimed = SignIn(guest).through()
    assert claimed.claim().status_code == 200
    tell(app, issuer.token(time, sub="ada"))
    assert claimed.claim().status_code == 403


def test_the_person_can_log_in_again(app: Flask, issuer: Issuer, log_in: LogIn, time: Time) -> None:
    log_in("one")
    tell(app, issuer.token(time, sub="ada", sid="one"))
    assert log_in("two").who() == "Ada"


def test_of_somebody_unknown_nothing_ends(app: Flask, issuer: Issuer, log_in: LogIn, time: Time) -> None:
    ada = log_in("one")
    for named in ({"sub": "grace"}, {"sid": "three"}, {"sub": "grace", "sid": "one"}):
        assert tell(app, issuer.token(time, **named)).status_code == 200
    assert ada.who() == "Ada"


def test_a_session_of_the_same_name_at_another_provider_stays(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records
) -> None:
    frame = log_in("one")
    records.change("UPDATE identities SET issuer = 'https://another.example'")
    with running_issuer() as other:
        app.extensions[PROVIDERS] = {"google": other}
        for named in ({"sid": "one"}, {"sub": "ada"}, {"sub": "ada", "sid": "one"}):
            assert tell(app, other.token(time, **named)).status_code == 200
    assert frame.who() == "Ada"


def test_what_the_provider_calls_its_session_is_kept_as_a_digest(log_in: LogIn, records: Records) -> None:
    log_in("the-name-of-the-session")
    assert b"the-name-of-the-session" not in records.files()


def test_a_token_serves_once(app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records) -> None:
    token = issuer.token(time, sub="ada")
    assert tell(app, token).status_code == 200
    ada = log_in()
    with records.unchanged(but=()):
        again = tell(app, token)
    assert (again.status_code, again.get_json()["error_description"]) == (400, "the logout token was used already")
    assert ada.who() == "Ada"


def test_a_spent_token_is_remembered_until_it_is_too_old(
    app: Flask, issuer: Issuer, time: Time, records: Records
) -> None:
    ahead = int(time.now.timestamp()) + 119
    token = issuer.token(time, sub="ada", iat=ahead, exp=None)
    assert tell(app, token).status_code == 200
    time.passes(seconds=418)
    assert "used already" in tell(app, token).text
    time.passes(seconds=3)
    assert "time of issue" in tell(app, token).text
    tell(app, issuer.token(time, sub="ada"))
    assert records.count("spent_logouts") == 1


@pytest.mark.parametrize("provider", ["x", "facebook", "github", "apple", "mastodon", "nobody"])
def test_who_does_not_speak_openid_connect_is_not_there(
    app: Flask, issuer: Issuer, time: Time, provider: str, records: Records
) -> None:
    path = f"/signin/{provider}/back-channel-logout"
    with records.unchanged(but=()):
        assert tell(app, issuer.token(time, sub="ada"), path).status_code == 404
    assert issuer.server.requests == []


def test_a_logout_is_not_asked_for_by_get(app: Flask, issuer: Issuer, time: Time) -> None:
    token = issuer.token(time, sub="ada")
    assert app.test_client().get(f"/signin/google/back-channel-logout?logout_token={token}").status_code == 405
