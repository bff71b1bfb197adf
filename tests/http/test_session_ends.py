"""How sessions end: by logging out, by time and by a dead credential; and what keeps them alive."""

from collections.abc import Callable

import pytest
from credentials import as_bearer, captured, credential
from flask import Flask
from frames import ORIGIN, Frame, cookies_of
from records import Records
from stage import BLOG, Time

ATTRIBUTES = {"secure": "", "httponly": "", "samesite": "None", "partitioned": "", "path": "/"}


def test_log_out_ends_the_session_at_once(alice: Frame, records: Records) -> None:
    out = alice.act("DELETE", f"/session?site={alice.site}")
    assert (out.status_code, out.get_json()["identity"]) == (200, None)
    assert set(out.get_json()) == set(alice.session())
    assert records.count("sessions") == records.count("session_identities") == 0
    assert alice.who() is None


def test_log_out_ends_it_for_a_captured_cookie_too(alice: Frame, app: Flask, records: Records) -> None:
    thief = captured(app, alice, credential(alice))
    before = thief.session()
    alice.act("DELETE", f"/session?site={alice.site}")
    path, token = f"/threads/{alice.thread}/comments", {"X-CSRFToken": before["csrf_token"]}
    sent = {"body": "Stolen", "page": BLOG, "as": before["identity"]["id"], "idempotency_key": "a-stolen-session"}
    refused = thief.send("POST", path, sent, **token)
    assert (refused.status_code, refused.get_json()["type"]) == (401, "lapsed")
    assert records.count("comments") == 0
    assert captured(app, alice, credential(thief)).who() is None


def test_log_out_ends_a_captured_bearer_too(alice: Frame, app: Flask, records: Records) -> None:
    thief = Frame(app, BLOG)
    thief.bearer = as_bearer(alice, records).bearer
    assert thief.who() == "Alice"
    alice.act("DELETE", f"/session?site={alice.site}")
    refused = thief.send("POST", f"/threads/{alice.thread}/comments", {"page": BLOG}, **{"X-CSRFToken": "x"})
    assert refused.status_code == 401
    assert thief.who() is None


def test_log_out_takes_the_cookie_with_the_attributes_it_was_set_with(alice: Frame) -> None:
    taken = cookies_of(alice.act("DELETE", f"/session?site={alice.site}"))[f"__Host-rejoinder-{alice.site}"]
    assert taken[""] == ""
    assert taken.pop("max-age") == "0" or "1970" in taken["expires"]
    assert ATTRIBUTES.items() <= taken.items()
    assert "domain" not in taken


def test_logging_out_twice_does_no_harm(guest: Frame, records: Records) -> None:
    with records.unchanged(but=()):
        assert guest.act("DELETE", f"/session?site={guest.site}").status_code == 200


def test_log_out_here_leaves_other_browsers_signed_in(alice: Frame, signed_in: Callable[..., Frame]) -> None:
    elsewhere = signed_in("Alice")
    alice.act("DELETE", f"/session?site={alice.site}")
    assert elsewhere.who() == "Alice"


def test_a_dead_cookie_is_a_guests_and_goes(app: Flask, guest: Frame) -> None:
    frame = captured(app, guest, "A" * 43)
    answer = frame.send("GET", f"/session?site={guest.site}")
    assert (answer.status_code, answer.get_json()["identity"]) == (200, None)
    expired = cookies_of(answer)[f"__Host-rejoinder-{guest.site}"]
    assert (expired[""], expired["max-age"]) == ("", "0")
    assert ATTRIBUTES.items() <= expired.items()
    assert frame.browser.get_cookie(f"__Host-rejoinder-{guest.site}", domain="comments.rejoinder.test") is None


@pytest.mark.parametrize("token", ["x", "%00", "é", "\x7f", '"', "A" * 4000])
def test_a_cookie_that_is_nonsense_is_a_guests(app: Flask, guest: Frame, token: str) -> None:
    answer = app.test_client().get(
        f"/session?site={guest.site}",
        headers={"Cookie": f"__Host-rejoinder-{guest.site}={token}".encode().decode("latin-1")},
        base_url=ORIGIN,
    )
    assert (answer.status_code, answer.get_json()["identity"]) == (200, None)


def test_a_dead_bearer_is_a_guests_and_writes_nothing(guest: Frame, records: Records) -> None:
    for bearer in ("A" * 43, "", "é".encode().decode("latin-1")):
        guest.bearer = bearer
        assert guest.who() is None
    guest.bearer = "A" * 43
    with records.unchanged():
        refused = guest.act("POST", f"/threads/{guest.thread}/comments", {"page": BLOG})
    assert (refused.status_code, refused.get_json()["type"]) == (401, "lapsed")


def test_an_unused_session_ends_after_fourteen_days(app: Flask, signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    time.passes(days=13, hours=23)
    assert alice.who() == "Alice"
    time.passes(days=14, seconds=1)
    assert alice.who() is None


def test_use_keeps_a_session_alive_but_not_beyond_ninety_days(signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    for _ in range(8):
        time.passes(days=11)
        assert alice.who() == "Alice"
    time.passes(days=2, seconds=1)
    assert alice.who() is None


def test_use_renews_the_cookie_and_not_the_credential(signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    before = credential(alice)
    time.passes(days=3)
    renewed = cookies_of(alice.send("GET", f"/session?site={alice.site}"))[f"__Host-rejoinder-{alice.site}"]
    assert (renewed[""], renewed["max-age"]) == (before, str(14 * 86400))
    assert ATTRIBUTES.items() <= renewed.items()


def test_writing_is_use_too(signed_in: Callable[..., Frame], time: Time) -> None:
    """A page that stays open asks nothing more of the server: what it has, it posts with."""
    alice = signed_in("Alice")
    session = alice.session()
    path, token = f"/threads/{alice.thread}/comments", {"X-CSRFToken": session["csrf_token"]}
    sent = {"page": BLOG, "as": session["identity"]["id"]}
    for number, hours in enumerate((5 * 24, 5 * 24, 84, 24, 13 * 24)):
        time.passes(hours=hours)
        more = {"body": f"Number {number}", "idempotency_key": f"written-{number}"}
        posted = alice.send("POST", path, sent | more, **token)
        assert posted.status_code == 201, f"day {hours / 24} after the one before"
        assert cookies_of(posted)[f"__Host-rejoinder-{alice.site}"]["max-age"] == str(14 * 86400)
    time.passes(minutes=59)
    assert "Set-Cookie" not in alice.send("POST", path, sent | {"body": "Soon after"}, **token).headers


def test_what_is_refused_for_its_token_is_no_use(signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    alice.session()
    time.passes(days=13)
    refused = alice.send("POST", f"/threads/{alice.thread}/comments", {"page": BLOG}, **{"X-CSRFToken": "forged"})
    assert (refused.status_code, "Set-Cookie" in refused.headers) == (403, False)
    time.passes(days=1, seconds=1)
    assert alice.who() is None


def test_a_session_that_ended_while_typing_posts_nothing(
    signed_in: Callable[..., Frame], time: Time, records: Records
) -> None:
    alice = signed_in("Alice")
    session = alice.session()
    time.passes(days=15)
    sent = {"body": "Late", "page": BLOG, "as": session["identity"]["id"], "idempotency_key": "written-too-late"}
    for who in (session["identity"]["id"], "guest"):
        path, token = f"/threads/{alice.thread}/comments", {"X-CSRFToken": session["csrf_token"]}
        refused = alice.send("POST", path, {**sent, "as": who, "name": "G", "email": "g@example.org"}, **token)
        assert (refused.status_code, refused.get_json()["type"]) == (401, "lapsed")
    assert records.count("comments") == 0
