"""Nobody is sent on to an address that a request names: not by its query, its body, its page or its host."""

import re

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner, commenting
from records import Records
from refusals import refused
from stage import BLOG
from windows import FakeProvider, SignIn

pytestmark = pytest.mark.either_store

Fakes = dict[str, FakeProvider]
NAMES = ("next", "return", "return_to", "redirect", "redirect_uri", "url", "to", "continue", "back", "page", "origin")
HOSTILE = [
    "https://evil.test/",
    "//evil.test",
    "/\\evil.test",
    "https:evil.test",
    "https://blog.test@evil.test/",
    "https://evil.test/\r\nX: https://blog.test",
    "javascript:alert(1)//evil.test",
]
OWN = r"/me(/links/[0-9a-z]{20})?|https://blog\.test/a-post#rejoinder-[0-9a-z]{20}|"  # all that we send people to
PAGES = ["https://user@blog.test/a-post", "https://blog.test\\@evil.test/a-post", "//blog.test/a-post"]
PAGES += ["https://blog.test:444/a-post", "http://blog.test/a-post", "https://blog.test.evil.test/a-post"]
PAGES += ["https://blоg.test/a-post", "https://blog.test/a-post\r\nX: y", "javascript:https://blog.test/a-post"]


def everywhere(address: str) -> dict[str, str]:
    """Return an address under every name by which it could be asked for."""
    return dict.fromkeys(NAMES, address)


@pytest.mark.parametrize("address", HOSTILE)
def test_no_get_route_leads_where_a_request_says(app: Flask, fakes: Fakes, address: str) -> None:
    ids = {"comment_id": commenting(app).post("Mine").get_json()["id"], "provider": "google"}
    ada, led = Owner(app).log_in(), []
    ids |= {"transaction_id": ada.bring("x").rpartition("/")[2]}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids.get(found[1], "x"), rule.rule)
            answer = ada.browser.get(path, query_string=everywhere(address), base_url=ORIGIN, buffered=True)
            assert re.fullmatch(OWN, answer.headers.get("Location", "")), path
            led += [answer.location] if answer.location else []
    assert led


@pytest.mark.parametrize("address", HOSTILE)
def test_who_comes_back_from_a_provider_is_not_sent_where_the_answer_says(
    app: Flask, fakes: Fakes, started: SignIn, address: str
) -> None:
    more = everywhere(address) | {"page": address}
    window, visit = started.come_back(**more), Owner(app).visit()
    assert (window.status_code, window.location) == (200, None)
    assert "evil.test" not in window.text
    assert visit.come_back(**more).location == "/me"


@pytest.mark.parametrize("address", HOSTILE)
def test_a_form_on_ones_own_page_leads_back_there(app: Flask, fakes: Fakes, address: str) -> None:
    ada = Owner(app).log_in()
    for path in ("/me/sessions/end", "/me/log-out"):
        assert ada.press(path, **everywhere(address)).location == "/me"


def test_a_provider_sends_people_back_to_our_own_address_whatever_host_was_asked(app: Flask, fakes: Fakes) -> None:
    sign_in = SignIn(Frame(app, BLOG))
    forged = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"}
    path = f"/signin/transactions/{sign_in.id}/start"
    sign_in.window.send("POST", path, {"bind": sign_in.bind, "redirect_uri": "https://evil.test/"}, **forged)
    assert [flow.redirect_uri for flow in fakes["google"].flows] == [f"{ORIGIN}/signin/google/callback"]


@pytest.mark.parametrize("page", PAGES)
def test_a_permalink_is_given_no_page_that_the_site_does_not_have(guest: Frame, records: Records, page: str) -> None:
    with records.unchanged():
        refused(guest.post("Hello", page=page), 404, "not-found")
