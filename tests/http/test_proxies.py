"""Who somebody is behind proxies: flood limits are per network, and a forged header escapes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG, running, settings_for

from widget.config import ConfigurationError
from widget.web.address import client_address

PROXY, VISITOR, NEIGHBOUR = "10.0.0.7", "203.0.113.5", "203.0.113.6"


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    """The application behind one proxy that it trusts."""
    with running(settings_for(database, trusted_proxies=f"{PROXY}, 127.0.0.1")) as app:
        yield app


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        (VISITOR, "", VISITOR),
        (VISITOR, NEIGHBOUR, VISITOR),
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{NEIGHBOUR}, {VISITOR}", VISITOR),
        (PROXY, f"{VISITOR}, 127.0.0.1", VISITOR),
        (PROXY, "nonsense", "nonsense"),
        (PROXY, "", PROXY),
        (f"::ffff:{PROXY}", VISITOR, VISITOR),
        ("", VISITOR, VISITOR),
        ("", f"{NEIGHBOUR}, {VISITOR}", VISITOR),
        ("", "", ""),
    ],
)
def test_the_nearest_hop_that_is_not_trusted_counts(app: Flask, peer: str, forwarded: str, expected: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context(base_url=ORIGIN, headers=headers, environ_base={"REMOTE_ADDR": peer}):
        assert client_address() == expected


def test_guests_behind_one_proxy_do_not_share_a_flood_limit(app: Flask, records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    answers = []
    for visitor in (VISITOR, NEIGHBOUR, VISITOR):
        frame = Frame(app, BLOG)
        frame.browser.environ_base = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": visitor}
        answers.append(frame.post(f"Comment {len(answers)}").status_code)
    assert answers == [201, 201, 429]


def test_a_forged_header_escapes_no_flood_limit(app: Flask, records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    answers = []
    for forged in ("198.51.100.1", "198.51.100.2"):
        frame = Frame(app, BLOG)
        frame.browser.environ_base = {"REMOTE_ADDR": VISITOR, "HTTP_X_FORWARDED_FOR": forged}
        answers.append(frame.post(f"Comment {len(answers)}").status_code)
    assert answers == [201, 429]


def test_a_proxy_that_is_not_trusted_is_named_once(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    stranger = "198.51.100.77"
    for _ in range(2):
        with app.test_request_context(headers={"X-Forwarded-For": VISITOR}, environ_base={"REMOTE_ADDR": stranger}):
            client_address()
    assert [record for record in caplog.messages if stranger in record] == caplog.messages[:1]


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "127.0.0.1, ::/0"])
def test_it_refuses_to_trust_everybody(everybody: str) -> None:
    with pytest.raises(ConfigurationError, match="trusted_proxies"):
        settings_for("sqlite://", trusted_proxies=everybody)
