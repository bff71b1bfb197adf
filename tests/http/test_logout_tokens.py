"""Which logout tokens are believed: the issuer's own, for us, new, of that kind, and each once."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from dialects import KEY, SECRET
from flask import Flask
from frames import Frame
from issuers import EVENT, Issuer, tell
from joserfc.jwk import OctKey, RSAKey
from records import Records
from stage import Time

from widget.providers import openid

STRANGERS_KEY = RSAKey.generate_key(2048)
LogIn = Callable[..., Frame]


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["client-1", "another-client"]},
        {"aud": None},
        {"iat": None},
        {"iat": "now"},
        {"iat": True},
        {"exp": "tomorrow"},
        {"exp": 1},
        {"events": None},
        {"events": {}},
        {"events": [EVENT]},
        {"events": {EVENT: True}},
        {"events": {"https://schemas.openid.net/event/something-else": {}}},
        {"nonce": "a-nonce"},
        {"nonce": ""},
        {"sub": None},
        {"sub": 5},
        {"sub": ""},
        {"sid": 5},
        {"sid": ""},
        {"sid": "a\nb"},
        {"jti": None},
        {"jti": ""},
        {"jti": 5},
        {"jti": "x" * 256},
    ],
    ids=json.dumps,
)
def test_a_token_with_false_claims_ends_nothing(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records, claims: dict[str, Any]
) -> None:
    log_in("one")
    token = issuer.token(time, **({"sub": "ada"} | claims))
    refuse(app, token, records)


@pytest.mark.parametrize(("seconds", "status"), [(-301, 400), (-299, 200), (119, 200), (121, 400)])
def test_only_news_is_believed(app: Flask, issuer: Issuer, time: Time, seconds: int, status: int) -> None:
    issued = int(time.now.timestamp()) + seconds
    assert tell(app, issuer.token(time, sub="ada", iat=issued, exp=None)).status_code == status


@pytest.mark.parametrize(
    "forgery",
    [
        (STRANGERS_KEY, {}),
        (STRANGERS_KEY, {"kid": "unknown"}),
        (OctKey.import_key(SECRET), {"alg": "HS256"}),
        (OctKey.import_key(SECRET), {"alg": "HS256", "kid": None}),
        (KEY, {"typ": "at+jwt"}),
        (KEY, {"typ": "secevent+jwt"}),
        (KEY, {"typ": ""}),
    ],
    ids=["stranger", "unknown", "secret", "secret without kid", "access", "event", "no type"],
)
def test_what_the_issuer_has_not_signed_as_a_logout_ends_nothing(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records, forgery: tuple[Any, dict[str, Any]]
) -> None:
    log_in("one")
    key, header = forgery
    refuse(app, issuer.token(time, key=key, header=header, sub="ada"), records)


@pytest.mark.parametrize("header", [{}, {"typ": None}, {"typ": "JWT"}, {"typ": "application/logout+jwt"}])
def test_a_token_may_say_no_more_than_that_it_is_one(
    app: Flask, issuer: Issuer, time: Time, header: dict[str, Any]
) -> None:
    assert tell(app, issuer.token(time, header=header, sub="ada")).status_code == 200


def test_an_unsigned_token_ends_nothing(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records
) -> None:
    log_in("one")
    _, claims, signature = issuer.token(time, sub="ada").split(".")
    for algorithm in ("none", "None", "NONE"):
        head = encoded(json.dumps({"alg": algorithm, "kid": KEY.kid}).encode())
        refuse(app, f"{head}.{claims}.", records)
        refuse(app, f"{head}.{claims}.{signature}", records)


def test_the_public_key_is_nobodys_secret(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records
) -> None:
    log_in("one")
    claims = issuer.token(time, sub="ada").split(".")[1]
    signed = f"{encoded(json.dumps({'alg': 'HS256', 'kid': KEY.kid}).encode())}.{claims}"
    for public in (KEY.as_pem(private=False), json.dumps(KEY.as_dict(private=False)).encode()):
        mac = hmac.digest(public, signed.encode(), hashlib.sha256)
        refuse(app, f"{signed}.{encoded(mac)}", records)


@pytest.mark.parametrize("token", [None, "", "x", "..", "a.b.c", "é.é.é", "a" * 100_000, "." * 1000])
def test_what_is_no_token_ends_nothing(
    app: Flask, issuer: Issuer, log_in: LogIn, records: Records, token: str | None
) -> None:
    log_in("one")
    refuse(app, token, records)


def test_claims_cannot_be_put_under_the_signature_of_others(
    app: Flask, issuer: Issuer, log_in: LogIn, time: Time, records: Records
) -> None:
    log_in("one")
    head, _, signature = issuer.token(time, sub="grace").split(".")
    refuse(app, f"{head}.{issuer.token(time, sub='ada').split('.')[1]}.{signature}", records)


def encoded(raw: bytes) -> str:
    """Return base64url without its padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def refuse(app: Flask, token: str | None, records: Records) -> None:
    """Post a token that must not be believed, and see that nothing has happened."""
    with records.unchanged(but=()):
        answer = tell(app, token)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert answer.get_json()["error"] == "invalid_request"
    assert len(answer.get_json()["error_description"]) > 10


def test_a_new_key_of_the_issuer_is_fetched(app: Flask, issuer: Issuer, time: Time) -> None:
    assert tell(app, issuer.token(time, sub="ada")).status_code == 200
    new = RSAKey.generate_key(2048, auto_kid=True)
    issuer.keys = [new]
    assert tell(app, issuer.token(time, key=new, header={"kid": new.kid}, sub="ada")).status_code == 200


def test_strangers_make_us_ask_the_issuer_once(app: Flask, issuer: Issuer, time: Time, records: Records) -> None:
    assert tell(app, issuer.token(time, sub="ada")).status_code == 200
    known = len(issuer.server.requests)
    for number in range(5):
        refuse(app, issuer.token(time, key=STRANGERS_KEY, header={"kid": str(number)}, sub="ada"), records)
    assert len(issuer.server.requests) == known + 1
    assert tell(app, issuer.token(time, sub="ada")).status_code == 200


def test_an_issuer_that_is_down_is_asked_once(app: Flask, issuer: Issuer, time: Time, records: Records) -> None:
    issuer.is_down = True
    for _ in range(5):
        refuse(app, issuer.token(time, sub="ada"), records)
    assert len(issuer.server.requests) == 1


def test_an_issuer_that_was_down_is_asked_again_later(
    app: Flask, issuer: Issuer, time: Time, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.is_down = True
    refuse(app, issuer.token(time, sub="ada"), records)
    issuer.is_down, later = False, monotonic() + openid.PAUSE
    monkeypatch.setattr(openid, "time", SimpleNamespace(monotonic=lambda: later))
    assert tell(app, issuer.token(time, sub="ada")).status_code == 200


def test_the_log_says_why_and_nothing_of_the_token(
    app: Flask, issuer: Issuer, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    token = issuer.token(time, sub="ada-of-the-token", sid="sid-of-the-token", aud="aud-of-the-token")
    tell(app, token)
    assert "a logout token of Google was refused: the logout token has a wrong audience" in caplog.text
    assert "-of-the-token" not in caplog.text
    assert token not in caplog.text
