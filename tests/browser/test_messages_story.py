"""Messages count only from whom they may come: forged ones start nothing, end nothing and move nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from frames import Frame
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rig_names import BLOG, COMMENTS, COMMENTS_HOST, SHOP, STRANGER
from rig_pages import HostPages, article
from rig_server import Rig
from sqlalchemy import select
from widget_page import FIRST, Account, Widget
from windows import SignIn

from widget.extensions import db
from widget.people.models import Progress, Transaction

TWO = '<rejoinder-thread key="left"></rejoinder-thread><rejoinder-thread key="right"></rejoinder-thread>'
WITH_FORGER = '<rejoinder-thread></rejoinder-thread><iframe srcdoc="<p>Forger</p>"></iframe>'
OURS = "document.querySelector('rejoinder-thread').shadowRoot.querySelector('iframe')"
ENDING = """target => {
    for (const type of ["ready", "done", "refused"]) target.postMessage({ v: 1, type }, "*");
}"""
FORGED = """target => {
    target.postMessage({ v: 1, type: "height", height: 9000 }, "*");
    target.postMessage({ v: 1, type: "posted", id: "forged", status: "published" }, "*");
}"""


@pytest.fixture
def begun(comments: Flask) -> SignIn:
    """A sign-in that a frame on the shop has really begun, whose window nobody has started."""
    return SignIn(Frame(comments, f"{SHOP}/a-post"), "google")


def opened_by(page: Page, begun: SignIn) -> Page:
    """The window of sign-ins as a page opens it; that page has the sign-in at hand."""
    page.evaluate("begun => { window.begun = begun }", {"v": 1, "type": "start", "id": begun.id, "bind": begun.bind})
    with page.expect_popup() as opened:
        page.evaluate("window.opened = open('https://comments.rejoinder.test/signin')")
    opened.value.wait_for_load_state()
    opened.value.evaluate("window.arrived = []; addEventListener('message', event => arrived.push(event.data.type))")
    return opened.value


def nothing_was_started(window: Page, begun: SignIn, rig: Rig, app: Flask) -> None:
    """The message has arrived, and whatever the window would have asked for after it is asked for by now."""
    window.wait_for_function("arrived.includes('start')")
    window.evaluate("fetch('/signin').then(answer => answer.text())")
    assert rig.asked(COMMENTS_HOST, f"/signin/transactions/{begun.id}") == []
    with app.app_context():
        assert db.session.scalars(select(Transaction.progress)).all() == [Progress.NEW]


def test_the_window_starts_for_an_opener_of_our_own(page: Page, begun: SignIn) -> None:
    page.goto(f"{COMMENTS}/signin")
    window = opened_by(page, begun)
    page.evaluate("opened.postMessage(begun, '*')")
    Account(window).says("Choose an account")


def test_the_window_starts_nothing_for_an_opener_of_somebody_else(
    page: Page, begun: SignIn, rig: Rig, comments: Flask
) -> None:
    page.goto(f"{SHOP}/a-post")
    window = opened_by(page, begun)
    page.evaluate("opened.postMessage(begun, '*')")
    nothing_was_started(window, begun, rig, comments)


def test_the_window_starts_nothing_for_anybody_but_its_opener(
    page: Page, begun: SignIn, rig: Rig, comments: Flask
) -> None:
    page.goto(f"{COMMENTS}/signin")
    window = opened_by(page, begun)
    window.evaluate("postMessage(opener.begun, '*')")
    nothing_was_started(window, begun, rig, comments)


def test_the_window_starts_nothing_for_an_opener_that_has_gone(
    page: Page, begun: SignIn, rig: Rig, comments: Flask
) -> None:
    """Whose page is gone has no source any more, and such a window no opener: nobody is not who opened it."""
    page.goto(f"{COMMENTS}/signin")
    window = opened_by(page, begun)
    window.evaluate("window.late = structuredClone(opener.begun)")
    page.close()
    window.wait_for_function("opener === null")
    window.evaluate("dispatchEvent(new MessageEvent('message', { data: late, origin: location.origin }))")
    nothing_was_started(window, begun, rig, comments)


@pytest.fixture
def account(widget: Widget) -> Account:
    """Google's window, which the form has opened and waits for."""
    widget.open().open_chooser()
    with widget.window("google") as account:
        account.says("Choose an account")
    return account


def still_connecting(widget: Widget, account: Account) -> None:
    """The form goes on asking the server, and who then signs in is signed in."""
    for _ in range(2):  # one question may have been under way before
        widget.page.wait_for_event("request", lambda request: request.url.endswith("/claim"))
    widget.says("Connecting to Google…")
    account.choose(FIRST["google"])
    account.allow()
    widget.shows("google", FIRST["google"])


def test_the_page_around_the_form_ends_no_sign_in(widget: Widget, account: Account) -> None:
    widget.page.evaluate(f"({ENDING})({OURS}.contentWindow)")
    still_connecting(widget, account)


def test_another_window_of_ours_ends_no_sign_in(widget: Widget, account: Account) -> None:
    with widget.page.expect_popup() as other:
        widget.page.frames[1].evaluate("open('/signin')")
    other.value.wait_for_load_state()
    other.value.evaluate(f"({ENDING})(opener)")
    still_connecting(widget, account)


def test_the_providers_page_ends_no_sign_in(widget: Widget, account: Account) -> None:
    account.page.evaluate(f"({ENDING})(opener)")
    still_connecting(widget, account)


def test_where_no_window_is_known_nobody_ends_a_sign_in(widget: Widget, pages: HostPages) -> None:
    url = pages.show(f"{BLOG}/alone", article(), Cross_Origin_Opener_Policy="same-origin")
    widget.open(url).open_chooser()
    with widget.page.context.expect_page() as opened:
        widget.press("Log in with Google")
    widget.page.frames[1].evaluate(
        "dispatchEvent(new MessageEvent('message', { data: { v: 1, type: 'refused' }, origin: location.origin }))"
    )
    for _ in range(2):
        widget.page.wait_for_event("request", lambda request: request.url.endswith("/claim"))
    widget.says("Connecting to Google…")
    opened.value.close()


def standing(page: Page) -> tuple[Any, ...]:
    """What the page around has been made to do: the height of each frame, and the events heard."""
    heights = "[...document.querySelectorAll('rejoinder-thread')].map(one => one.shadowRoot.querySelector('iframe'))"
    return page.evaluate(f"{heights}.map(frame => frame.style.blockSize)"), page.evaluate("heard")


def nothing_has_moved(page: Page, before: tuple[Any, ...]) -> None:
    """Every forged message has arrived, and all is as it was."""
    page.wait_for_function("messages.some(one => one.text.includes('forged'))")
    assert standing(page) == before


@pytest.fixture
def both(page: Page, pages: HostPages) -> tuple[Widget, Widget]:
    """Two threads on one page."""
    first = Widget(page).open(pages.show(f"{BLOG}/two", article(TWO)))
    return first, Widget(page, at=1).ready()


def test_the_page_itself_does_not_speak_for_a_frame(page: Page, both: tuple[Widget, Widget]) -> None:
    before = standing(page)
    page.evaluate(f"({FORGED})(window)")
    nothing_has_moved(page, before)


def test_a_frame_of_the_page_does_not_speak_for_ours(page: Page, pages: HostPages) -> None:
    Widget(page).open(pages.show(f"{BLOG}/forged", article(WITH_FORGER)))
    before = standing(page)
    next(frame for frame in page.frames if frame.url == "about:srcdoc").evaluate(f"({FORGED})(parent)")
    nothing_has_moved(page, before)


def test_one_frame_of_ours_does_not_speak_for_another(page: Page, both: tuple[Widget, Widget]) -> None:
    """Each thread hears what its own frame says, and nothing of it reaches the other one."""
    heights, _ = standing(page)
    both[1].frame.locator("body").evaluate(f"() => ({FORGED})(parent)")  # frames come in no order of the page
    page.wait_for_function("messages.some(one => one.text.includes('forged'))")
    assert standing(page)[0] == [heights[0], "9000px"]
    assert page.evaluate("heard.filter(one => one.type === 'posted').length") == 1  # by the frame that said so


def test_what_else_stands_in_our_frame_does_not_speak_for_it(
    browser: Browser, contexts: Callable[..., BrowserContext], pages: HostPages
) -> None:
    page = contexts(browser, breaks="Failed to execute 'postMessage'").new_page()
    Widget(page).open()
    before = standing(page)
    there = pages.show(f"{STRANGER}/forger", f"<!doctype html><title>F</title><script>({FORGED})(parent)</script>")
    page.evaluate(f"there => {{ {OURS}.src = there }}", there)
    nothing_has_moved(page, before)


def test_nobody_but_the_page_around_speaks_to_a_frame(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/forged", article(WITH_FORGER)))
    forger, ours = sorted(widget.page.frames[1:], key=lambda frame: frame.url)
    ours.evaluate("window.arrived = []; addEventListener('message', event => arrived.push(event.data.theme))")
    forger.evaluate(f"parent.{OURS}.contentWindow.postMessage({{ v: 1, type: 'hello', theme: 'dark' }}, '*')")
    ours.wait_for_function("arrived.includes('dark')")
    expect(widget.frame.locator("main")).to_have_attribute("data-theme", "light")
