"""Signing in over HTTP with providers that say yes: the transaction from its beginning to the claim."""

import pytest
from credentials import session_cookie
from flask import Flask
from frames import Frame, cookies_of
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn, Window

Fakes = dict[str, FakeProvider]


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
