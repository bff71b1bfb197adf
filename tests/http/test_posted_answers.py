"""An answer that comes as a form from the provider's own page: without our cookie first, and then with it."""

import html
import re

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn, Window

Fakes = dict[str, FakeProvider]
APPLE = "https://appleid.apple.com"


@pytest.fixture
def started(guest: Frame, fakes: Fakes) -> SignIn:
    """A sign-in whose window is at a provider that answers by a form."""
    fakes["google"].answers_by_post = True
    sign_in = SignIn(guest)
    sign_in.start()
    return sign_in


def post(window: Window, answer: dict[str, str], origin: str | None, provider: str = "google") -> TestResponse:
    headers = {"Origin": origin} if origin else {}
    path = f"/signin/{provider}/callback"
    return window.browser.post(path, data=answer, headers=headers, base_url=ORIGIN)


def answer_of(sign_in: SignIn, **more: str) -> dict[str, str]:
    return {"state": sign_in.state, "code": "a-code"} | more


@pytest.mark.parametrize("origin", [APPLE, "null", None])
def test_from_the_providers_page_nothing_happens_but_a_page_of_ours(
    started: SignIn, fakes: Fakes, records: Records, origin: str | None
) -> None:
    user = '{"name": {"firstName": "<b>Ada</b>"}}'
    with records.unchanged(but=()):
        page = post(started.window, answer_of(started, user=user), origin)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    inputs = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert {name: html.unescape(value) for name, value in inputs.items()} == answer_of(started, user=user)
    assert "<b>" not in page.text
    assert fakes["google"].answers == []


def test_the_same_form_from_our_own_page_signs_in(started: SignIn, fakes: Fakes) -> None:
    page = post(started.window, answer_of(started, user="{}"), ORIGIN)
    assert "Signed in as" in page.text
    assert fakes["google"].answers == [answer_of(started, user="{}")]
    assert started.claim().status_code == 200


def test_no_name_stands_in_an_address(started: SignIn) -> None:
    page = post(started.window, answer_of(started, user="{}"), APPLE)
    assert "Location" not in page.headers
    assert "action=" not in page.text


def test_another_browser_finishes_nothing(started: SignIn, app: Flask, fakes: Fakes, records: Records) -> None:
    with records.unchanged(but=()):
        assert post(Window(app), answer_of(started), ORIGIN).status_code == 400
        victim = Window(app)
        victim.browser.set_cookie("__Host-rejoinder-flow", "A" * 43, domain="comments.rejoinder.test", secure=True)
        assert post(victim, answer_of(started), ORIGIN).status_code == 400
    assert fakes["google"].answers == []
    assert "Signed in as" in post(started.window, answer_of(started), ORIGIN).text


def test_a_forged_state_ends_nothing(started: SignIn, records: Records) -> None:
    with records.unchanged(but=()):
        for state in ("", "x", started.state[:-1]):
            refused = post(started.window, {"state": state, "error": "user_cancelled_authorize"}, ORIGIN)
            assert refused.status_code == 400
    assert started.claim().status_code == 202


def test_a_posted_answer_is_taken_once(started: SignIn, fakes: Fakes) -> None:
    for _ in range(2):
        post(started.window, answer_of(started), ORIGIN)
    assert len(fakes["google"].answers) == 1


@pytest.mark.parametrize("provider", ["x", "facebook", "nobody"])
def test_who_answers_by_an_address_cannot_post(app: Flask, fakes: Fakes, provider: str) -> None:
    sign_in = SignIn(Frame(app, BLOG), "x")
    sign_in.start()
    for origin in (ORIGIN, APPLE):
        assert post(sign_in.window, answer_of(sign_in), origin, provider).status_code == 404
    assert fakes["x"].answers == []


def test_only_what_an_answer_has_is_passed_on(started: SignIn) -> None:
    page = post(started.window, answer_of(started, evil="x", code="c" * 5000), APPLE)
    assert "evil" not in page.text
    assert "c" * 4096 in page.text
    assert "c" * 4097 not in page.text


def test_the_pages_own_tab_comes_back_from_a_form_by_a_page_of_ours(guest: Frame, fakes: Fakes) -> None:
    """A browser would stop a form of ours that is redirected elsewhere: `form-action 'self'` holds on the way too."""
    fakes["google"].answers_by_post = True
    away = SignIn(guest, page=BLOG)
    away.start()
    back = post(away.window, answer_of(away), ORIGIN)
    assert (back.status_code, back.headers.get("Location")) == (200, None)
    found = re.search(r'content="0;url=([^"#]+)#rejoinder=([^"]+)"', back.text)
    assert found
    assert found[1] == BLOG
    assert away.claim(code=found[2]).status_code == 200
