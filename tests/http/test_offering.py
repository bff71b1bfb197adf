"""A passkey on the last page of a sign-in's window: for who has none, in that browser alone, and soon after."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from devices import Device, Use
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner
from records import Records
from stage import BLOG, Time
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn, Window

from widget.providers.passkey import Passkeys
from widget.web.running import PROVIDERS

Fakes = dict[str, FakeProvider]
OFFER = "/signin/passkey/offer"


@pytest.fixture
def passkeys(app: Flask, fakes: Fakes) -> None:
    """Passkeys beside the providers at which somebody is signed in."""
    app.extensions[PROVIDERS] = {**fakes, "passkey": Passkeys(ORIGIN)}


@pytest.fixture
def sign_in(app: Flask, passkeys: None) -> SignIn:
    """A window in which somebody has just signed in."""
    return SignIn(Frame(app, BLOG)).through()


def ask(sign_in: SignIn, step: str = "", window: Window | None = None, **more: str) -> TestResponse:
    return (window or sign_in.window).send("POST", OFFER + step, {"state": sign_in.state, **more})


def made(sign_in: SignIn, device: Device) -> str:
    """Return what a device says when it is asked for a new passkey."""
    options: dict[str, Any] = json.loads(ask(sign_in).get_json()["options"])
    return device.make(options)


def offers(app: Flask, window: Window | None = None) -> bool:
    """Whether the last page of another window offers one."""
    begun = SignIn(Frame(app, BLOG), window=window)
    begun.start()
    return "data-offer" in begun.come_back().text


def test_a_passkey_made_in_the_window_logs_in_next_time(app: Flask, sign_in: SignIn) -> None:
    device = Device()
    assert sign_in.claim().status_code == 200  # nobody waits for it
    assert ask(sign_in, "/made", credential=made(sign_in, device)).status_code == 200
    use = Use(SignIn(Frame(app, BLOG), "passkey"))
    assert use.ends(device.use(use.options)).status_code == 200
    assert use.sign_in.claim().status_code == 200
    assert use.sign_in.frame.who() == "Ada"
    assert not offers(app)


def test_who_does_not_want_one_is_not_asked_again_in_this_browser(app: Flask, sign_in: SignIn) -> None:
    assert offers(app, sign_in.window)
    kept = ask(sign_in, "/later").headers["Set-Cookie"]
    assert kept.startswith("__Host-rejoinder-later=1; ")
    assert "Max-Age=15552000" in kept
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(kept.split("; "))
    assert not offers(app, sign_in.window)
    assert offers(app)


def test_where_passkeys_are_not_offered_no_window_does(app: Flask, fakes: Fakes) -> None:
    assert not offers(app)
    assert ask(SignIn(Frame(app, BLOG)).through()).status_code == 404


@pytest.mark.parametrize("step", ["", "/made", "/later"])
def test_another_browser_makes_no_passkey_of_a_sign_in(
    app: Flask, sign_in: SignIn, records: Records, step: str
) -> None:
    with records.unchanged(but=()):
        assert ask(sign_in, step, Window(app)).status_code == 403


def test_no_passkey_is_made_before_somebody_has_signed_in_nor_long_after(
    app: Flask, passkeys: None, records: Records, time: Time
) -> None:
    begun = SignIn(Frame(app, BLOG))
    begun.start()
    with records.unchanged(but=()):
        assert ask(begun).status_code == 403
    begun.come_back()
    credential = made(begun, Device())
    time.passes(minutes=11)
    assert ask(begun, "/made", credential=credential).status_code == 403
    assert records.count("passkeys") == 0


def test_a_question_in_the_window_is_answered_once(sign_in: SignIn, records: Records) -> None:
    credential = made(sign_in, Device())
    assert [ask(sign_in, "/made", credential=credential).status_code for _ in range(2)] == [200, 403]
    assert ask(sign_in, "/made", credential=Device().make({"user": {"id": "x"}, "challenge": "x"})).status_code == 403
    assert records.count("passkeys") == 1


@pytest.mark.parametrize(
    "end",
    [
        lambda app: Owner(app).log_in().press("/me/sessions/end"),
        lambda app: Owner(app).log_in("x").link("google"),
        lambda app: Owner(app).log_in().press("/me/erase", on="/me/erase", remove="name"),
    ],
)
def test_who_has_logged_out_everywhere_or_changed_hands_gets_no_passkey_by_an_old_window(
    app: Flask, sign_in: SignIn, end: Callable[[Flask], object]
) -> None:
    end(app)
    assert ask(sign_in).status_code == 403


def test_after_logging_out_nobody_makes_a_passkey_by_the_window_that_was_left(
    sign_in: SignIn, records: Records
) -> None:
    credential = made(sign_in, Device())
    assert sign_in.claim().status_code == 200
    assert sign_in.frame.act("DELETE", f"/session?site={sign_in.frame.site}").status_code == 200
    assert [ask(sign_in).status_code, ask(sign_in, "/made", credential=credential).status_code] == [403, 403]
    assert "data-offer" not in sign_in.come_back().text
    assert records.count("passkeys") == 0


def test_a_sign_in_in_the_pages_own_tab_makes_none(app: Flask, passkeys: None) -> None:
    begun = SignIn(Frame(app, BLOG), page=BLOG)
    begun.start()
    begun.come_back()
    assert ask(begun).status_code == 403


def test_a_sign_in_to_ones_own_page_makes_none_here(app: Flask, passkeys: None) -> None:
    """There is a place of its own for that, with a look at who asks."""
    owner = Owner(app)
    visit = owner.visit()
    assert visit.come_back().status_code == 303
    headers = {"Origin": ORIGIN}
    answer = owner.browser.post(OFFER, json={"state": visit.state}, headers=headers, base_url=ORIGIN)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "not-allowed")
