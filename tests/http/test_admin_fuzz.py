"""Whatever a page of the staff is sent, by its own names and with any values: an answer, never a fault of ours."""

import re
from itertools import cycle, islice

import pytest
from desk import Desk
from flask import Flask
from frames import ORIGIN
from owners import FIREFOX
from owning import Owned, method_and_path, owning, routes
from records import Records
from windows import FakeProvider

Fakes = dict[str, FakeProvider]
NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
OF_QUERIES = {"q", "status", "kind", "who", "day", "before", "after", "page", "comment", "to", "order", "reported"}
OF_FORMS = {"action", "decide", "status", "batch", "seen", "to", "url", "role", "reason", "words", "days", "kind"}
EACH = 2  # values for every name on every route
VALUES = [  # as they stand in a body
    *("", "+", "%00", "a%00b", "0", "-1", "1.5", "1e9", "9" * 20, "%D9%A3", "%C2%B2", "NaN", "null", "true", "1_0"),
    *("2026-02-30", "0000-00-00", "99999-01-01", "9999-12-31", "2026-11-29T25:61", "'", "%22%3E%3Cb%3E", "%25", "x&x"),
    *(
        "a" * 5000,
        "%E2%80%AE",
        "%ED%A0%80",
        "%FF",
        "https://",
        "https://[",
        "//x",
        "https://a%5Cb/",
        "https://a:99999/",
    ),
    *("x@y", "%3A%3A", "10.0.0.0/8", "aaa.bbb", "approve+", "approve+x.y", "approve+x+x", "%0D%0AX:+y", "%25(x)s"),
]


@pytest.fixture
def owned(app: Flask, fakes: Fakes, records: Records) -> Owned:
    """A site with a row of every kind."""
    owned = Owned(app, owning(app), records)
    owned.ids |= {"comment_id": owned.comment, "ban_id": "x"}
    return owned


def status_of(desk: Desk, path: str, token: str | None, sent: str) -> int:
    """Send a query, or with a token a form, byte for byte; return the answer's status."""
    if token is None:
        return desk.see(f"{path}?{sent}").status_code
    given = {"Origin": ORIGIN, "User-Agent": FIREFOX}
    body = f"csrf_token={token}&{sent}"
    return desk.browser.post(path, data=body, content_type=FORM, base_url=ORIGIN, headers=given).status_code


def test_no_value_of_any_field_is_too_much(app: Flask, owned: Owned) -> None:
    desk, values, tried = owning(app, "facebook"), cycle(VALUES), 0
    for route in routes(app):
        method, path = method_and_path(route, owned.ids)
        drawn = set(NAMES.findall(desk.see(path).text)) - {"csrf_token"}
        token = desk.token("/admin") if method == "POST" else None
        for name in sorted(OF_FORMS | drawn if token else OF_QUERIES):
            for value in islice(values, EACH):
                tried += 1
                assert status_of(desk, path, token, f"{name}={value}") < 500, (route, name, value[:50])
    assert tried > 1000
