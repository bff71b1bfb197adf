"""Signing in over HTTP with providers that say yes: the transaction from its beginning to the claim."""

from typing import Any

import pytest
from flask import Flask
from frames import Frame, cookies_of
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn, Window

from widget.core import ids

Fakes = dict[str, FakeProvider]


def session_cookie(frame: Frame, answer: Any) -> dict[str, str]:
    """Return the session cookie that an answer sets."""
    return cookies_of(answer)[f"__Host-rejoinder-{frame.site}"]


@pytest.mark.parametrize(("provider", "name"), [("google", "Ada"), ("x", "Mira"), ("facebook", "Ingrid")])
def test_somebody_signs_in_and_posts(guest: Frame, fakes: Fakes, provider: str, name: str) -> None:
    claimed = SignIn(guest, provider).through().claim()
    assert (claimed.status_code, claimed.get_json()) == (200, {"status": "claimed"})
    assert guest.who() == name
    assert f'data-author="{name}"' in guest.post("Signed in").get_json()["html"]


def test_what_begins_a_sign_in_are_three_different_secrets(guest: Frame, fakes: Fakes, records: Records) -> None:
    one = SignIn(guest)
    assert len(one.id) == 20
    assert one.secret != one.bind
    assert min(len(one.secret), len(one.bind)) >= 32
    kept = records.files()
    assert not [secret for secret in (one.secret, one.bind) if secret.encode() in kept]


def test_the_window_is_sent_to_the_provider_with_state_nonce_and_verifier(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest)
    started = sign_in.start()
    assert set(started.get_json()) == {"location"}
    flow = fakes["google"].flows[0]
    assert flow.redirect_uri == "https://comments.rejoinder.test/signin/google/callback"
    assert sign_in.state == flow.state
    assert len({flow.state, flow.nonce, flow.verifier}) == 3
    assert min(map(len, (flow.state, flow.nonce, flow.verifier))) >= 43


def test_the_flow_cookie_stays_first_party(guest: Frame, fakes: Fakes) -> None:
    cookies = cookies_of(SignIn(guest).start())
    assert set(cookies) == {"__Host-rejoinder-flow"}
    flow = cookies["__Host-rejoinder-flow"]
    expected = {"secure": "", "httponly": "", "samesite": "Lax", "path": "/", "max-age": "600"}
    assert expected.items() <= flow.items()
    assert not {"domain", "partitioned"} & set(flow)


def test_the_session_cookie_is_partitioned_and_the_frames_own(guest: Frame, fakes: Fakes) -> None:
    claimed = SignIn(guest).through().claim()
    cookie = session_cookie(guest, claimed)
    assert len(cookies_of(claimed)) == 1
    expected = {"secure": "", "httponly": "", "samesite": "None", "partitioned": "", "path": "/"}
    assert (expected | {"max-age": str(14 * 86400)}).items() <= cookie.items()
    assert "domain" not in cookie
    assert claimed.headers["Cache-Control"] == "no-store"


def test_the_window_never_gets_the_session(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest).through()
    sign_in.claim()
    assert set(cookies_of(sign_in.come_back())) <= {"__Host-rejoinder-flow"}
    assert Frame(guest.browser.application, BLOG, browser=sign_in.window.browser).who() is None


def test_the_last_page_says_who_it_is_and_is_nobody_elses(guest: Frame, fakes: Fakes) -> None:
    fakes["google"].name = "Ada <b>Love</b>lace"
    sign_in = SignIn(guest)
    sign_in.start()
    page = sign_in.come_back()
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "Ada &lt;b&gt;Love&lt;/b&gt;lace" in page.text
    assert "You can close this window" in page.text
    assert not [secret for secret in (sign_in.secret, sign_in.bind, sign_in.state) if secret in page.text]


def test_the_claim_is_pending_until_the_provider_has_answered(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest)
    for step in (lambda: None, sign_in.start):
        step()
        pending = sign_in.claim()
        assert (pending.status_code, pending.get_json()) == (202, {"status": "pending"})
        assert "Set-Cookie" not in pending.headers
    sign_in.come_back()
    assert sign_in.claim().status_code == 200


def test_the_same_person_is_the_same_identity_again(guest: Frame, app: Flask, fakes: Fakes, records: Records) -> None:
    SignIn(guest).through().claim()
    first = guest.session()["identity"]
    elsewhere = Frame(app, BLOG)
    SignIn(elsewhere).through().claim()
    assert elsewhere.session()["identity"] == first
    assert (records.count("identities"), records.count("accounts"), records.count("sessions")) == (1, 1, 2)


def test_a_new_name_at_the_provider_is_shown_on_every_thread_at_once(guest: Frame, fakes: Fakes) -> None:
    SignIn(guest).through().claim()
    guest.post("Signed")
    before = guest.document().headers["ETag"]
    fakes["google"].subject, fakes["google"].name = "ada", "Ada Married"
    SignIn(guest).through().claim()
    after = guest.document()
    assert 'data-author="Ada Married"' in after.text
    assert after.headers["ETag"] != before


def test_a_provider_that_sends_no_name_takes_none_away(guest: Frame, fakes: Fakes) -> None:
    SignIn(guest).through().claim()
    guest.post("Signed")
    before = guest.document().headers["ETag"]
    fakes["google"].subject, fakes["google"].name, fakes["google"].makeshift = "ada", "Google user", True
    SignIn(guest).through().claim()
    assert guest.who() == "Ada"
    assert guest.document().headers["ETag"] == before


def test_somebody_new_without_a_name_gets_a_makeshift_one(guest: Frame, fakes: Fakes) -> None:
    fakes["google"].name, fakes["google"].makeshift = "Google user", True
    SignIn(guest).through().claim()
    assert guest.who() == "Google user"


def test_the_same_subject_at_two_providers_is_two_people(guest: Frame, fakes: Fakes, records: Records) -> None:
    fakes["google"].subject = fakes["x"].subject = "12345"
    for provider in ("google", "x"):
        SignIn(guest, provider).through().claim()
    assert (records.count("identities"), records.count("accounts")) == (2, 2)


def test_no_secret_of_the_provider_outlives_the_answer(guest: Frame, fakes: Fakes, records: Records) -> None:
    SignIn(guest).through().claim()
    flow = fakes["google"].flows[0]
    kept = str(records.everything())
    assert not [secret for secret in (flow.state, flow.nonce, flow.verifier, "a-code") if secret in kept]


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


def test_thirty_abandoned_sign_ins_leave_one_small_cookie(guest: Frame, fakes: Fakes) -> None:
    window, sizes = Window(guest.browser.application), set()
    for _ in range(30):
        answer = SignIn(guest, window=window).start()
        sizes.add(len(answer.headers["Set-Cookie"]))
    assert len(sizes) == 1
    assert sizes.pop() < 4096
    last = SignIn(guest, window=window).through()
    assert last.claim().status_code == 200


def test_several_windows_of_one_browser_do_not_disturb_one_another(guest: Frame, fakes: Fakes) -> None:
    window = Window(guest.browser.application)
    one, other = SignIn(guest, window=window), SignIn(guest, "x", window=window)
    one.start()
    other.start()
    assert (one.come_back().status_code, other.come_back().status_code) == (200, 200)


def test_a_network_begins_forty_and_then_waits(guest: Frame, fakes: Fakes, time: Time, records: Records) -> None:
    token = {"X-CSRFToken": guest.session()["csrf_token"]}
    wanted = {"provider": "google", "site": guest.site, "mode": "signin"}
    for _ in range(40):
        assert guest.send("POST", "/signin/transactions", wanted, **token).status_code == 201
    refused = guest.send("POST", "/signin/transactions", wanted, **token)
    assert (refused.status_code, refused.get_json()["type"]) == (429, "too-many")
    assert int(refused.headers["Retry-After"]) > 0
    assert records.count("transactions") == 40
    time.passes(minutes=10, seconds=1)
    assert guest.send("POST", "/signin/transactions", wanted, **token).status_code == 201


def test_old_sign_ins_do_not_pile_up(guest: Frame, fakes: Fakes, time: Time, records: Records) -> None:
    for _ in range(5):
        SignIn(guest)
        time.passes(minutes=30)
    SignIn(guest)
    assert records.count("transactions") <= 2


def test_the_window_starts_nothing_by_its_address(guest: Frame, fakes: Fakes, records: Records) -> None:
    sign_in = SignIn(guest)
    with records.unchanged(but=()):
        for query in ("", f"?id={sign_in.id}&bind={sign_in.bind}", f"?transaction={sign_in.id}&provider=google"):
            page = sign_in.window.send("GET", f"/signin{query}")
            assert (page.status_code, "Set-Cookie" in page.headers) == (200, False)
            assert sign_in.bind not in page.text
    assert fakes["google"].flows == []


def test_the_window_keeps_its_opener_and_is_framed_by_nobody(guest: Frame) -> None:
    page = guest.send("GET", "/signin")
    assert "Cross-Origin-Opener-Policy" not in page.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "same-origin"
