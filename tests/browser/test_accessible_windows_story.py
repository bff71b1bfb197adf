"""axe finds nothing to object to in the windows and pages of a sign-in."""

from axe_looks import CheckPage
from flask import Flask
from frames import Frame
from playwright.sync_api import Page, Route, expect
from rig_names import COMMENTS, COMMENTS_HOST, POST
from widget_page import Widget
from windows import FakeProvider, SignIn

from widget.web.running import PROVIDERS


def test_the_window_that_has_lost_its_page(here: Widget, check_page: CheckPage) -> None:
    here.page.goto(f"{COMMENTS}/signin")
    expect(here.page.get_by_role("heading", name="This window has lost its page")).to_be_visible()
    check_page(here.page)


def opened(here: Widget) -> Page:
    """The window of sign-ins, with an opener of our own."""
    here.page.goto(f"{COMMENTS}/signin")
    with here.page.expect_popup() as popup:
        here.page.evaluate("window.popup = open('/signin')")
    popup.value.wait_for_load_state()
    return popup.value


def test_the_window_while_it_connects_and_when_that_fails(here: Widget, check_page: CheckPage) -> None:
    held: list[Route] = []
    here.page.context.route("**/start", lambda route: held.append(route))
    window = opened(here)
    with window.expect_request("**/start"):
        here.page.evaluate("popup.postMessage({ v: 1, type: 'start', id: 'some', bind: 'thing' }, location.origin)")
    expect(window.get_by_role("heading", name="Connecting…")).to_be_visible()
    check_page(window)
    held[0].abort()
    expect(window.get_by_role("heading", name="The provider could not be reached")).to_be_visible()
    check_page(window)


def test_the_window_in_a_browser_that_refuses_its_cookie(here: Widget, check_page: CheckPage) -> None:
    here.page.context.add_init_script(
        "Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })"
    )
    window = opened(here)
    expect(window.get_by_role("heading", name="This browser refuses our cookie")).to_be_visible()
    check_page(window)


def test_the_window_that_is_done_but_may_not_close_itself(here: Widget, comments: Flask, check_page: CheckPage) -> None:
    comments.extensions[PROVIDERS] = {"google": FakeProvider("google")}
    done = SignIn(Frame(comments, POST)).through()
    flow = done.window.browser.get_cookie("__Host-rejoinder-flow", domain=COMMENTS_HOST)
    assert flow
    here.page.context.add_cookies([{"name": flow.key, "value": flow.value, "url": COMMENTS, "secure": True}])
    here.page.add_init_script("window.close = () => {}")
    here.page.goto(f"{COMMENTS}/signin/google/callback?state={done.state}")
    expect(here.page.get_by_role("heading", name="Signed in as Ada")).to_be_visible()
    check_page(here.page)


def test_the_pages_of_a_sign_in_that_takes_the_tab(here: Widget, comments: Flask, check_page: CheckPage) -> None:
    comments.extensions[PROVIDERS] = {"google": FakeProvider("google")}
    away = SignIn(Frame(comments, POST), page=POST)
    here.page.goto(f"{COMMENTS}/signin/redirect?id={away.id}#{away.bind}")
    expect(here.page.get_by_role("button", name="Continue to Google")).to_be_enabled()
    check_page(here.page)
    away.start()
    here.page.reload()
    expect(here.page.get_by_role("heading", name="This sign-in has ended")).to_be_visible()
    check_page(here.page)
