"""The rig is what it says: third-party cookies are dropped, partitions hold, other names and windows get nowhere."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Frame, Page
from rig_names import BLOG, NEWS, SHOP, SHOP_HOST
from rig_pages import HostPages
from rig_server import Rig

from widget.core import fetch


@pytest.fixture
def jar(rig: Rig, pages: HostPages) -> str:
    """A frame of the shop that is given one cookie of each kind."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/jar":
            return pages(environ, start_response)
        kinds = ("plain=1; SameSite=None", "part=1; SameSite=None; Partitioned", "lax=1; SameSite=Lax")
        cookies = [("Set-Cookie", f"{kind}; Secure; Path=/; Max-Age=9999") for kind in kinds]
        start_response("200 OK", [("Content-Type", "text/html"), *cookies])
        return [b"<!doctype html><title>Jar</title>"]

    rig.apps[SHOP_HOST] = answer
    return f'<!doctype html><title>Host</title><link rel="icon" href="data:,"><iframe src="{SHOP}/jar"></iframe>'


@pytest.fixture
def framed(page: Page, pages: HostPages, jar: str, comments: object) -> Callable[[str], Frame]:
    """A function that shows that frame under a site."""

    def show(site: str) -> Frame:
        page.goto(pages.show(f"{site}/host", jar))
        return page.frames[1]

    return show


def test_a_plain_third_party_cookie_is_dropped_and_a_partitioned_one_is_kept(framed: Callable[[str], Frame]) -> None:
    assert framed(BLOG).evaluate("document.cookie") == "part=1"


def test_a_frame_of_the_same_site_keeps_its_cookies(framed: Callable[[str], Frame]) -> None:
    assert "plain=1" in framed(NEWS).evaluate("document.cookie")


def test_storage_is_partitioned_by_the_site_around_the_frame(framed: Callable[[str], Frame]) -> None:
    framed(BLOG).evaluate("localStorage.setItem('kept', 'by the blog')")
    assert framed(NEWS).evaluate("localStorage.getItem('kept')") is None
    assert framed(BLOG).evaluate("localStorage.getItem('kept')") == "by the blog"


def test_no_other_name_can_be_reached(browser: Browser, rig: Rig) -> None:
    context = browser.new_context()
    with pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        context.new_page().goto("https://www.elsewhere.test/")
    assert "www.elsewhere.test" in rig.refused
    context.close()


def test_names_resolve_as_ever_outside_a_story(rig: Rig) -> None:
    assert fetch.resolve("127.0.0.1", rig.port) == [("127.0.0.1", rig.port)]
