"""Signing in in the page's own tab: it comes back to the page, with a code that only the frame there can use."""

from datetime import timedelta

import pytest
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG, OTHER, Time
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn

from widget.errors import Denied

Fakes = dict[str, FakeProvider]
ELSEWHERE = ["https://evil.test/a", "//evil.test/a", "https:evil.test", "\\evil", "https://blog.test@evil.test/", "x"]
ELSEWHERE += [BLOG.replace("://", "://evil@"), BLOG.replace("/a-", ":8443/a-"), "javascript:alert(1)", "/a-page"]
ELSEWHERE += [f"{BLOG}\r\nSet-Cookie: a=b", f"{BLOG} ", f"{BLOG}\\@evil.test", OTHER]


@pytest.fixture
def away(guest: Frame, fakes: Fakes) -> SignIn:
    """A sign-in of the blog's reader that takes the page's tab, which has not left yet."""
    return SignIn(guest, page=BLOG)


def asked(sign_in: SignIn) -> TestResponse:
    """The page before the provider's."""
    return sign_in.window.browser.get(f"/signin/redirect?id={sign_in.id}", base_url=ORIGIN)


def code_of(answer: TestResponse) -> str:
    """The code that the tab brings back to the page."""
    assert answer.status_code == 303
    page, _, code = answer.headers["Location"].partition("#rejoinder=")
    assert page == BLOG
    return code


def test_the_tab_comes_back_with_a_code_and_the_frame_is_signed_in(away: SignIn) -> None:
    assert away.start().status_code == 200
    code = code_of(away.come_back())
    assert len(code) == 43
    assert away.claim(code=code).status_code == 200
    assert away.frame.who() == "Ada"


def test_the_page_before_the_providers_names_the_site_and_starts_nothing(away: SignIn, records: Records) -> None:
    with records.unchanged(but=()):
        page = asked(away)
    assert page.status_code == 200
    assert "Log in with Google to comment on <bdi>blog.test</bdi>" in " ".join(page.text.split())
    assert "Google will send us: your name and picture." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert not [secret for secret in (away.secret, away.bind) if secret in page.text]


def test_a_sign_in_by_window_cannot_be_had_by_its_address(guest: Frame, fakes: Fakes) -> None:
    """Whoever has begun it would claim what somebody else does who has followed the link."""
    for page in (asked(SignIn(guest)), guest.send("GET", "/signin/redirect?id=unknown")):
        assert (page.status_code, page.mimetype) == (404, "text/html")
        assert "data-go" not in page.text


@pytest.mark.parametrize("code", ["", "x", "A" * 43])
def test_nobody_claims_without_the_code_that_came_back(away: SignIn, records: Records, code: str) -> None:
    away.start()
    assert away.claim(code=code).status_code == 202
    came = code_of(away.come_back())
    with records.unchanged(but=()):
        assert away.claim(code=code).status_code == 403
        assert away.take_bearer().status_code == 403
    assert away.claim(code=came).status_code == 200
    assert away.take_bearer(code=code).status_code == 403
    assert away.take_bearer(code=came).status_code == 200


def test_the_code_is_worth_nothing_without_the_claim_secret(away: SignIn) -> None:
    away.start()
    code = code_of(away.come_back())
    assert away.claim("A" * 43, code=code).status_code == 403
    assert away.claim(code=code).status_code == 200


@pytest.mark.parametrize("page", ELSEWHERE)
def test_a_sign_in_returns_to_no_page_but_the_sites_own(
    guest: Frame, fakes: Fakes, records: Records, page: str
) -> None:
    with records.unchanged(but=()):
        wanted = {"provider": "google", "site": guest.site, "page": page}
        assert guest.act("POST", "/signin/transactions", wanted).status_code in {400, 404}


def test_what_the_address_carries_besides_is_not_kept(guest: Frame, fakes: Fakes) -> None:
    away = SignIn(guest, page=f"{BLOG}?a=1&utm_source=x#token=secret")
    away.start()
    assert away.come_back().headers["Location"].startswith(f"{BLOG}?a=1#rejoinder=")


def test_who_says_no_is_back_on_the_page_and_the_form_can_say_so(away: SignIn, fakes: Fakes) -> None:
    fakes["google"].raises = Denied()
    away.start()
    ended = away.claim(code=code_of(away.come_back()))
    assert (ended.status_code, ended.get_json()["type"]) == (410, "denied")


def test_an_answer_that_comes_again_brings_another_code_until_one_is_used(away: SignIn) -> None:
    away.start()
    first, second = code_of(away.come_back()), code_of(away.come_back())
    assert away.claim(code=first).status_code == 403
    assert away.claim(code=second).status_code == 200
    assert away.come_back().headers["Location"] == BLOG


def test_who_takes_too_long_is_back_on_the_page_and_told(away: SignIn, time: Time) -> None:
    away.start()
    time.now += timedelta(minutes=11)
    ended = away.claim(code=code_of(away.come_back()))
    assert (ended.status_code, ended.get_json()["type"]) == (410, "expired")


def test_who_comes_to_the_page_before_once_more_is_shown_the_way_back(away: SignIn, records: Records) -> None:
    away.start()
    with records.unchanged(but=()):
        page = asked(away)
    assert page.status_code == 400
    assert "This sign-in was started already or has ended." in page.text
    assert f'href="{BLOG}"' in page.text


def test_another_browser_cannot_finish_it(away: SignIn, app: object) -> None:
    away.start()
    own, away.window = away.window, SignIn(away.frame).window
    assert away.come_back().status_code == 400
    away.window = own
    assert code_of(away.come_back())


def test_the_code_is_kept_as_a_digest_alone(away: SignIn, records: Records) -> None:
    away.start()
    assert code_of(away.come_back()).encode() not in records.files()
