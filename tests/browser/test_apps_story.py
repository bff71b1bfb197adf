"""Inside another app's web view: who signs nobody in there says so, and everybody else works as ever."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect
from widget_page import FIRST, Account, Widget

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9{}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile"
APPS = {
    "facebook": f"{PHONE} [FBAN/FBIOS;FBAV/530.0.0.34.108;FBDV/iPhone16,1]",
    "facebook-on-android": f"{ANDROID.format('')} [FB_IAB/FB4A;FBAV/530.0.0.34.108;]",
    "instagram": f"{PHONE} Instagram 402.0.0.21.85 (iPhone16,1; iOS 18_1; en_GB)",
    "line": f"{PHONE} Safari Line/15.19.0",
    "any-on-android": ANDROID.format("; wv"),
}
BROWSERS = {"safari": f"{PHONE} Safari/604.1", "chrome": ANDROID.format("")}
SENTENCE = "{} does not sign in inside this app: open this page in your browser."


@pytest.fixture
def inside(browser: Browser, contexts: Callable[..., BrowserContext]) -> Callable[[str], Widget]:
    """A function that opens the chooser in a browser that calls itself so."""

    def show(user_agent: str) -> Widget:
        widget = Widget(contexts(browser, user_agent=user_agent).new_page()).open()
        widget.open_chooser()
        return widget

    return show


def refuses(widget: Widget, title: str) -> None:
    """The cell is marked, says why, and a click opens no window and changes no pane."""
    cell = widget.button(f"Log in with {title}")
    expect(cell).to_have_attribute("aria-disabled", "true")
    expect(cell).to_have_accessible_description(SENTENCE.format(title))
    expect(widget.identity.get_by_text(SENTENCE.format(title)).filter(visible=True)).to_be_visible()
    cell.click(force=True)  # the driver itself would wait until it may be pressed
    expect(cell).to_be_visible()
    assert len(widget.page.context.pages) == 1


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_google_and_facebook_send_people_to_their_browser(
    inside: Callable[[str], Widget], app: str
) -> None:
    widget = inside(APPS[app])
    refuses(widget, "Google")
    refuses(widget, "Facebook")
    found = Axe().run(widget.page.frames[1])
    assert found.violations_count == 0, found.generate_report()
    expect(widget.button("Log in with X")).not_to_have_attribute("aria-disabled", "true")


def test_inside_an_app_the_others_sign_in_in_its_tab_and_change_says_the_same(inside: Callable[[str], Widget]) -> None:
    widget = inside(APPS["instagram"])
    widget.write("Written inside an app")
    widget.press("Log in with X")
    tab = Account(widget.page)  # a window may have nobody to come back to here, so the app's one tab goes and returns
    tab.page.get_by_role("button", name="Continue to X").click()
    tab.choose(FIRST["x"])
    tab.allow()
    widget.ready().shows("x", FIRST["x"])
    expect(widget.text).to_have_value("Written inside an app")
    widget.press("Change")
    refuses(widget, "Google")
    widget.press("Continue as Mira Castellano (X)")
    widget.shows("x", FIRST["x"])


@pytest.mark.parametrize("named", BROWSERS)
def test_in_a_browser_nobody_is_sent_away(inside: Callable[[str], Widget], named: str) -> None:
    widget = inside(BROWSERS[named])
    expect(widget.identity.get_by_text("inside this app")).to_have_count(0)
    widget.sign_in("google")
