"""Sign-ins out of luck: cancelled, expired, denied or failed; each ends everywhere, in a plain sentence."""

from collections.abc import Mapping

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn

from widget.errors import Denied, ProviderFailed
from widget.providers import Flow, Profile

Fakes = dict[str, FakeProvider]
FAILURE = "%(provider)s could not be reached. Please try again."


def test_a_sign_in_that_was_cancelled_ends_everywhere(started: SignIn, fakes: Fakes, records: Records) -> None:
    assert started.cancel().status_code == 200
    ended = started.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "cancelled")
    page = started.come_back()
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert fakes["google"].answers == []
    assert records.count("sessions") == records.count("identities") == 0


def test_cancelling_between_answer_and_claim_leaves_nobody_signed_in(started: SignIn, records: Records) -> None:
    started.come_back()
    assert started.cancel().status_code == 200
    assert started.claim().status_code == 410
    assert started.frame.who() is None
    assert records.count("sessions") == 0


def test_cancelling_while_the_provider_is_asked_leaves_nobody_signed_in(
    started: SignIn, fakes: Fakes, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = fakes["google"].profile

    def cancel_meanwhile(flow: Flow, answer: Mapping[str, str]) -> Profile:
        assert started.cancel().status_code == 200
        return ask(flow, answer)

    monkeypatch.setattr(fakes["google"], "profile", cancel_meanwhile)
    page = started.come_back()
    assert (page.status_code, "Signed in as" in page.text) == (400, False)
    assert started.claim().get_json()["type"] == "cancelled"
    assert records.count("sessions") == 0


def test_nobody_cancels_anothers_sign_in(started: SignIn, app: Flask) -> None:
    thief = Frame(app, BLOG)
    for secret in ("", "A" * 43, started.bind):
        path = f"/signin/transactions/{started.id}"
        assert thief.act("DELETE", path, {"claim_secret": secret}).status_code == 403
    assert started.claim().status_code == 202


@pytest.mark.parametrize("steps", [0, 1, 2], ids=["begun", "started", "answered"])
def test_after_ten_minutes_it_is_over_at_every_step(
    guest: Frame, fakes: Fakes, time: Time, records: Records, steps: int
) -> None:
    sign_in = SignIn(guest)
    for step in (sign_in.start, sign_in.come_back)[:steps]:
        step()
    time.passes(minutes=10, seconds=1)
    ended = sign_in.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "expired")
    assert "Set-Cookie" not in ended.headers
    assert sign_in.start().status_code == 403
    if steps == 1:
        assert sign_in.come_back().status_code == 400
    assert records.count("sessions") == 0


def test_who_says_no_is_told_so_in_form_and_window(started: SignIn, fakes: Fakes, records: Records) -> None:
    fakes["google"].raises = Denied(provider="Google")
    page = started.come_back(error="access_denied")
    assert page.status_code == 400
    assert "You did not allow Google to sign you in." in page.text
    ended = started.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "denied")
    assert ended.get_json()["detail"] == "You did not allow Google to sign you in."
    assert records.count("identities") == 0


def test_a_provider_that_fails_is_named_in_form_and_window(started: SignIn, fakes: Fakes) -> None:
    fakes["google"].raises = ProviderFailed(FAILURE, provider="Google")
    page = started.come_back()
    sentence = "Google could not be reached. Please try again."
    assert (page.status_code, sentence in page.text) == (400, True)
    ended = started.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "provider-failed")
    assert ended.get_json()["detail"] == sentence


def test_a_fault_of_ours_ends_the_sign_in_too(started: SignIn, fakes: Fakes) -> None:
    fakes["google"].raises = RuntimeError("a fault with secret-of-the-provider")
    page = started.come_back()
    assert (page.status_code, page.mimetype) == (500, "text/html")
    assert "secret-of-the-provider" not in page.text
    ended = started.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "provider-failed")
    assert "secret-of-the-provider" not in ended.text


def test_a_provider_that_cannot_even_be_started_ends_the_sign_in(
    guest: Frame, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ProviderFailed(FAILURE, provider="Google")

    monkeypatch.setattr(fakes["google"], "authorise_url", fail)
    sign_in = SignIn(guest)
    refused = sign_in.start()
    assert (refused.status_code, refused.get_json()["type"]) == (410, "provider-failed")
    assert refused.get_json()["detail"] == "Google could not be reached. Please try again."
    assert sign_in.claim().status_code == 410


def test_after_a_failure_one_can_try_again(started: SignIn, fakes: Fakes) -> None:
    fakes["google"].raises = Denied(provider="Google")
    started.come_back()
    fakes["google"].raises = None
    assert SignIn(started.frame, window=started.window).through().claim().status_code == 200
