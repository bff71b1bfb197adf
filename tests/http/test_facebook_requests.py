"""What Facebook's server asks on a person's behalf: logging out, deleting, and how that stands; signed, and fresh."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time, running, settings_for
from werkzeug.test import TestResponse
from windows import FakeProvider

from widget.cli.housekeeping import settle_once
from widget.web.running import PROVIDERS

Fakes = dict[str, FakeProvider]
SECRET = "the secret of our app at Facebook"
CALLBACKS = ("/signin/facebook/deauthorize", "/signin/facebook/data-deletion")


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    """The application, registered at Facebook."""
    registered = {"providers_facebook_client_id": "4711", "providers_facebook_client_secret": SECRET}
    with running(settings_for(database, **registered)) as app:
        yield app


@pytest.fixture
def fakes(app: Flask) -> Fakes:
    """Facebook, at which Ingrid is signed in as number 1234, and Google."""
    fakes = {"facebook": FakeProvider("facebook", "Ingrid", "1234"), "google": FakeProvider("google")}
    app.extensions[PROVIDERS] = fakes
    return fakes


@pytest.fixture
def ingrid(app: Flask, fakes: Fakes) -> Frame:
    """Ingrid, who comments on the blog with Facebook."""
    return commenting(app, "facebook")


def encoded(raw: bytes) -> str:
    """Return base64url without its padding, as Facebook writes it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def signed(time: Time, *, secret: str = SECRET, **more: Any) -> str:
    """Return a signed request about Ingrid, issued now; `more` changes what it says."""
    said = {"algorithm": "HMAC-SHA256", "issued_at": int(time.now.timestamp()), "user_id": "1234"} | more
    payload = encoded(json.dumps(said).encode())
    return f"{encoded(hmac.digest(secret.encode(), payload.encode(), hashlib.sha256))}.{payload}"


def ask(app: Flask, path: str, request: str) -> TestResponse:
    """Post a signed request as Facebook's server does: without cookie, token or Origin."""
    return app.test_client().post(path, data={"signed_request": request}, base_url="https://comments.rejoinder.test")


def status(app: Flask, answer: TestResponse) -> str:
    """Return the page that says how a deletion stands."""
    return app.test_client().get(answer.get_json()["url"]).text


def test_who_removes_us_from_their_apps_is_logged_out(app: Flask, ingrid: Frame, time: Time, records: Records) -> None:
    own, other = Owner(app).log_in("facebook"), commenting(app)
    answer = ask(app, CALLBACKS[0], signed(time))
    assert (answer.status_code, answer.get_json()) == (200, {})
    assert (ingrid.who(), other.who()) == (None, "Ada")
    assert not own.is_logged_in()


def test_a_deletion_hides_at_once_and_is_final_after_a_week(app: Flask, ingrid: Frame, time: Time) -> None:
    ingrid.post("Ingrid's words")
    answer = ask(app, CALLBACKS[1], signed(time))
    code = answer.get_json()["confirmation_code"]
    assert answer.get_json()["url"] == f"https://comments.rejoinder.test{CALLBACKS[1]}/{code}"
    assert "Ingrid" not in Frame(app, BLOG).document().text
    assert "are hidden already" in status(app, answer)
    time.passes(days=7, seconds=1)
    settle_once(app)
    assert "Everything of you is gone since" in status(app, answer)


def test_the_person_can_take_it_back_and_the_status_says_so(app: Flask, ingrid: Frame, time: Time) -> None:
    ingrid.post("Words of Ingrid")
    answer = ask(app, CALLBACKS[1], signed(time))
    Owner(app).log_in("facebook").press("/me/erase/cancel")
    assert "It was taken back" in status(app, answer)
    assert "Words of Ingrid" in Frame(app, BLOG).document().text


def test_an_unknown_person_gets_a_code_too(app: Flask, time: Time, records: Records) -> None:
    answer = ask(app, CALLBACKS[1], signed(time, user_id="999"))
    assert (answer.status_code, len(answer.get_json()["confirmation_code"])) == (200, 20)
    assert "Nothing of you was here" in status(app, answer)
    assert "999" not in str(records.query("SELECT code, account_id, due FROM deletion_requests"))


def test_the_same_request_again_gets_the_same_code(app: Flask, ingrid: Frame, time: Time, records: Records) -> None:
    request = signed(time)
    first = ask(app, CALLBACKS[1], request).get_json()
    with records.unchanged(but=()):
        assert ask(app, CALLBACKS[1], request).get_json() == first


def test_facebook_speaks_for_its_own_account_alone(app: Flask, ingrid: Frame, time: Time) -> None:
    ingrid.post("By Ingrid")
    commenting(app).post("By Ada")
    ada = Owner(app).log_in()
    ada.link("facebook")
    ask(app, CALLBACKS[1], signed(time))
    assert "By Ada" in ada.words()
    document = Frame(app, BLOG).document().text
    assert ("By Ada" in document, "By Ingrid" in document) == (True, False)


@pytest.mark.parametrize("path", CALLBACKS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another secret"},
        {"algorithm": "none"},
        {"algorithm": None},
        {"algorithm": "HMAC-SHA1"},
        {"user_id": None},
        {"user_id": 1234},
        {"user_id": "1234 OR 1=1"},
        {"issued_at": None},
        {"issued_at": "now"},
        {"issued_at": True},
        {"issued_at": 10**30},
        {"issued_at": -(10**30)},
    ],
)
def test_what_is_not_signed_or_says_too_little_is_refused(
    app: Flask, ingrid: Frame, time: Time, records: Records, path: str, wrong: dict[str, Any]
) -> None:
    with records.unchanged(but=()):
        assert ask(app, path, signed(time, **wrong)).status_code == 403


@pytest.mark.parametrize("path", CALLBACKS)
@pytest.mark.parametrize("seconds", [86_401, -301])
def test_what_is_old_or_of_the_future_is_refused(
    app: Flask, ingrid: Frame, time: Time, records: Records, path: str, seconds: int
) -> None:
    with records.unchanged(but=()):
        assert ask(app, path, signed(time, issued_at=int(time.now.timestamp()) - seconds)).status_code == 403


@pytest.mark.parametrize("text", ["", ".", "x", "a.b.c", "é.é", "=.=", "AAAA.bnVsbA", "a" * 10_000])
def test_what_is_no_signed_request_is_refused(app: Flask, time: Time, records: Records, text: str) -> None:
    for path in CALLBACKS:
        with records.unchanged(but=()):
            assert ask(app, path, text).status_code == 403


def test_a_payload_cannot_be_put_under_the_signature_of_another(
    app: Flask, ingrid: Frame, time: Time, records: Records
) -> None:
    signature, payload = signed(time, user_id="999").split(".")[0], signed(time).split(".")[1]
    with records.unchanged(but=()):
        assert ask(app, CALLBACKS[1], f"{signature}.{payload}").status_code == 403


def test_a_code_that_nobody_was_given_says_nothing(app: Flask) -> None:
    assert app.test_client().get(f"{CALLBACKS[1]}/{'0' * 20}").status_code == 404


def test_where_facebook_is_not_set_up_there_is_nothing_to_ask(database: str, time: Time) -> None:
    with running(settings_for(database)) as plain:
        for path in CALLBACKS:
            assert ask(plain, path, signed(time, secret="")).status_code == 404
