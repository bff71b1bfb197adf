"""Signing in under attack and in a hurry: exactly one live session, or none."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn, Window

from widget.errors import ProviderFailed

Fakes = dict[str, FakeProvider]


def test_a_forged_or_missing_state_is_refused_before_anything_else(started: SignIn, records: Records) -> None:
    with records.unchanged(but=()):
        for state in ("", "x", "A" * 43, started.state + "x", started.state[:-1]):
            for more in ({}, {"error": "access_denied"}, {"iss": "https://evil.example"}):
                page = started.come_back(state=state, **more)
                assert (page.status_code, page.mimetype) == (400, "text/html")
                assert len(state) < 40 or state not in page.text
        bare = started.window.browser.get("/signin/google/callback", base_url=ORIGIN)
        assert bare.status_code == 400
    assert started.claim().status_code == 202


def test_an_answer_without_a_state_ends_like_any_other_window(started: SignIn, records: Records) -> None:
    """It may be anybody's link, so nothing changes; the person reads what happened and can close the window."""
    with records.unchanged(but=()):
        page = started.window.browser.get("/signin/google/callback?code=a-code", base_url=ORIGIN)
    assert page.status_code == 400
    assert "Google did not sign you in" in page.text
    assert "This answer belongs to no sign-in of this browser." in page.text
    assert "data-close hidden" in page.text  # a button that a script works is there with the script
    assert "/signin/end.js" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert started.claim().status_code == 202


def test_the_state_of_another_browser_is_refused_and_the_sign_in_goes_on(started: SignIn, records: Records) -> None:
    own = started.window
    with records.unchanged(but=()):
        for other in (Window(own.browser.application), Window(own.browser.application)):
            other.browser.set_cookie("__Host-rejoinder-flow", "A" * 43, domain="comments.rejoinder.test", secure=True)
            started.window = other
            assert started.come_back().status_code == 400
    started.window = own
    assert started.come_back().status_code == 200
    assert started.claim().status_code == 200


def test_a_browser_that_signs_in_itself_cannot_finish_anothers(started: SignIn, app: Flask, fakes: Fakes) -> None:
    """Login CSRF: the attacker's answer in the victim's browser, which has a flow cookie of its own."""
    victim = SignIn(Frame(app, BLOG))
    victim.start()
    page = victim.come_back(state=started.state)
    assert page.status_code == 400
    assert fakes["google"].answers == []


def test_an_answer_at_another_providers_address_is_refused(started: SignIn, fakes: Fakes, records: Records) -> None:
    with records.unchanged(but=()):
        for provider in ("x", "facebook"):
            assert started.come_back(provider).status_code == 400
        assert started.come_back("github").status_code in {400, 404}
    assert not any(fake.answers for fake in fakes.values())
    assert started.come_back().status_code == 200


def test_an_answer_is_taken_once(started: SignIn, fakes: Fakes, records: Records) -> None:
    started.come_back()
    fakes["google"].name = "Mallory"
    with records.unchanged(but=()):
        again = started.come_back(code="another-code")
    assert len(fakes["google"].answers) == 1
    assert "Mallory" not in again.text
    started.claim()
    assert started.frame.who() == "Ada"


def test_a_look_ahead_leaves_the_answer_to_the_person(started: SignIn, fakes: Fakes, records: Records) -> None:
    with records.unchanged(but=()):
        query = {"state": started.state, "code": "a-code"}
        ahead = started.window.browser.head("/signin/google/callback", query_string=query, base_url=ORIGIN)
    assert (ahead.status_code, ahead.headers["Allow"], fakes["google"].answers) == (405, "GET", [])
    assert started.come_back().status_code == 200
    assert started.claim().status_code == 200


def test_an_answer_after_the_claim_makes_no_second_session(started: SignIn, fakes: Fakes, records: Records) -> None:
    started.come_back()
    started.claim()
    with records.unchanged(but=()):
        started.come_back()
    assert records.count("sessions") == 1


def test_a_sign_in_is_started_once(started: SignIn, fakes: Fakes) -> None:
    state = started.state
    again = started.start()
    assert (again.status_code, "Set-Cookie" in again.headers) == (403, False)
    assert started.state == state
    assert started.come_back().status_code == 200


def test_another_window_cannot_start_it_again(started: SignIn, app: Flask, records: Records) -> None:
    own, started.window = started.window, Window(app)
    with records.unchanged(but=()):
        assert started.start().status_code == 403
    started.window = own
    assert started.come_back().status_code == 200


def test_five_wrong_binds_end_a_sign_in(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest)
    for wrong in ("", "x", "A" * 43, sign_in.secret, sign_in.bind[:-1]):
        assert sign_in.claim().status_code == 202
        assert sign_in.start(bind=wrong).status_code == 403
    assert sign_in.start().status_code == 403
    ended = sign_in.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "cancelled")


def test_four_wrong_binds_do_not(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest)
    for _ in range(4):
        sign_in.start(bind="wrong")
    assert sign_in.start().status_code == 200


def test_an_unknown_sign_in_is_not_found(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest)
    sign_in.id = "00000000000000000000"
    with records.unchanged():
        answers = [sign_in.start(), sign_in.claim(), sign_in.take_bearer(), sign_in.cancel()]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("guess", ["", "x", "A" * 43, "{bind}", "{foreign}", "{cut}", "{secret}\0"])
def test_a_claim_is_not_guessed(started: SignIn, app: Flask, records: Records, guess: str) -> None:
    started.come_back()
    thief = SignIn(Frame(app, BLOG))
    thief.id, own = started.id, {"bind": started.bind, "secret": started.secret, "cut": started.secret[:-1]}
    secret = guess.format(foreign=thief.secret, **own)
    with records.unchanged(but=("transactions",)):  # where the guesses are counted
        answers = [thief.claim(secret), thief.take_bearer(secret), thief.cancel(secret)]
    assert {answer.status_code for answer in answers} <= {400, 403}
    assert not [answer for answer in answers if "Set-Cookie" in answer.headers]
    assert thief.frame.who() is None
    assert started.claim().status_code == 200


def test_a_lost_answer_is_repeated_with_another_credential(started: SignIn, app: Flask, records: Records) -> None:
    started.come_back()
    first = started.claim().headers["Set-Cookie"]
    again = started.claim()
    assert again.status_code == 200
    assert again.headers["Set-Cookie"].partition(";")[0] != first.partition(";")[0]
    assert records.count("sessions") == 1
    thief = Frame(app, BLOG)
    name, _, value = first.partition(";")[0].partition("=")
    thief.browser.set_cookie(name, value, domain="comments.rejoinder.test", secure=True)
    assert thief.who() is None
    assert started.frame.who() == "Ada"


def test_nothing_is_repeated_once_the_session_was_used(started: SignIn, app: Flask, records: Records) -> None:
    started.come_back()
    started.claim()
    assert started.frame.who() == "Ada"
    with records.unchanged(but=()):
        again = started.claim()
    assert (again.status_code, "Set-Cookie" in again.headers) == (403, False)
    assert started.frame.who() == "Ada"


def test_nothing_is_repeated_after_a_minute(guest: Frame, fakes: Fakes, time: Time) -> None:
    early, late = SignIn(guest).through(), SignIn(guest).through()
    early.claim()
    time.passes(seconds=59)
    assert early.claim().status_code == 200
    late.claim()
    time.passes(seconds=61)
    assert late.claim().status_code == 403
    assert late.take_bearer().status_code == 403


def test_nothing_is_repeated_after_log_out(started: SignIn, records: Records) -> None:
    started.come_back()
    started.claim()
    started.frame.act("DELETE", f"/session?site={started.frame.site}")
    assert started.claim().status_code == 403
    assert started.take_bearer().status_code == 403
    assert records.count("sessions") == 0


def test_claims_at_once_leave_exactly_one_live_session(started: SignIn, app: Flask, records: Records) -> None:
    started.come_back()
    frames, barrier = [Frame(app, BLOG) for _ in range(6)], Barrier(6)

    def claim(frame: Frame) -> int:
        barrier.wait(10)
        path, secret = f"/signin/transactions/{started.id}/claim", {"claim_secret": started.secret}
        return frame.send("POST", path, secret).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(claim, frames))
    assert set(statuses) <= {200, 403}
    assert records.count("sessions") == 1
    assert [frame.who() for frame in frames].count("Ada") == 1


def test_answers_at_once_are_taken_once(started: SignIn, fakes: Fakes, records: Records) -> None:
    barrier, cookie = (
        Barrier(4),
        started.window.browser.get_cookie("__Host-rejoinder-flow", domain="comments.rejoinder.test"),
    )
    assert cookie

    def answer(_: int) -> int:
        browser = started.window.browser.application.test_client()
        browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
        barrier.wait(10)
        query = {"state": started.state, "code": "a-code"}
        return browser.get("/signin/google/callback", query_string=query, base_url=ORIGIN).status_code

    with ThreadPoolExecutor(4) as pool:
        assert 200 in list(pool.map(answer, range(4)))
    assert len(fakes["google"].answers) == 1
    assert records.count("identities") == 1


def test_a_sign_in_belongs_to_its_site(started: SignIn, app: Flask) -> None:
    started.come_back()
    claimed = started.claim()
    assert claimed.headers["Set-Cookie"].startswith(f"__Host-rejoinder-{started.frame.site}=")
    there = Frame(app, "https://other.test/a-post", browser=started.frame.browser)
    assert there.who() is None


def test_nobody_begins_a_sign_in_that_ends_a_session_of_another_site(
    alice: Frame, fakes: Fakes, app: Flask, records: Records
) -> None:
    there = Frame(app, "https://other.test/a-post", browser=alice.browser)
    SignIn(there).through().claim()
    assert (there.who(), alice.who()) == ("Ada", "Alice")
    assert records.count("sessions") == 2


def test_nothing_secret_reaches_the_log(
    guest: Frame, fakes: Fakes, caplog: pytest.LogCaptureFixture, records: Records
) -> None:
    caplog.set_level(logging.DEBUG)
    failed, claimed = SignIn(guest), SignIn(guest)
    for sign_in, problem in ((failed, ProviderFailed(provider="Google")), (claimed, None)):
        fakes["google"].raises = problem
        sign_in.start()
        sign_in.come_back(code="code-of-the-provider")
        sign_in.claim()
    secrets = [secret for one in (failed, claimed) for secret in (one.secret, one.bind, one.state)]
    assert not [secret for secret in (*secrets, "code-of-the-provider") if secret in caplog.text]


def test_a_long_answer_of_a_provider_is_no_trouble(started: SignIn, fakes: Fakes, records: Records) -> None:
    assert started.come_back(code="c" * 20_000, extra="x" * 20_000).status_code == 200
    assert started.come_back(state="s" * 20_000).status_code == 400


def steps_of(sign_in: SignIn) -> list[Callable[[], object]]:
    """Return the steps of a sign-in in their order."""
    return [sign_in.start, sign_in.come_back, sign_in.claim]


def test_the_steps_out_of_order_lead_nowhere(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest)
    for step in (sign_in.come_back, sign_in.claim, sign_in.take_bearer):
        step()
    assert records.count("sessions") == 0
    for step in steps_of(sign_in):
        step()
    assert guest.who() == "Ada"
