"""Who somebody is behind proxies: flood limits are per network, and a forged header escapes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from refusals import refused
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
        frame.browser.environ_base = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": f"{forged}, {VISITOR}"}
        answers.append(frame.post(f"Comment {len(answers)}").status_code)
    assert answers == [201, 429]


def test_what_comes_through_a_proxy_that_is_not_known_is_refused_and_the_log_says_what_to_set(
    app: Flask, records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    frame = Frame(app, BLOG)
    frame.browser.environ_base = {"REMOTE_ADDR": "198.51.100.77", "HTTP_X_FORWARDED_FOR": VISITOR}
    with records.unchanged():
        problems = [refused(frame.post(), 503, "misconfigured") for _ in range(2)]
    assert "trusted_proxies" in problems[0]["detail"]
    (said,) = [one for one in caplog.messages if "198.51.100.77" in one]
    assert 'trusted_proxies = "198.51.100.77"' in said


def test_reading_goes_on_through_a_proxy_that_is_not_known(app: Flask, guest: Frame) -> None:
    guest.browser.environ_base = {"REMOTE_ADDR": "198.51.100.77", "HTTP_X_FORWARDED_FOR": VISITOR}
    paths = (f"/thread?page={BLOG}", f"/session?site={guest.site}&thread={guest.thread}", "/me", "/")
    assert [guest.send("GET", path).status_code for path in paths] == [200] * 4


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "127.0.0.1, ::/0"])
def test_it_refuses_to_trust_everybody(everybody: str) -> None:
    with pytest.raises(ConfigurationError, match="trusted_proxies"):
        settings_for("sqlite://", trusted_proxies=everybody)
