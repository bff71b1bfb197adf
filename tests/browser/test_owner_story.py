"""An owner's pages: worked by keyboard, and good in light and dark, narrow, and from right to left.

`REJOINDER_SCREENSHOTS=FOLDER` keeps a picture of each page.
"""

from flask import Flask
from owned import fill_month, send_some, take_seat
from playwright.sync_api import Page, expect
from seeing import look
from widget_page import Widget


def go(page: Page, name: str) -> None:
    """Follow one of the tabs by keyboard."""
    page.get_by_role("navigation").get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=name).and_(page.locator("[aria-current]"))).to_be_visible()


def see(page: Page, *names: str) -> None:
    """Go to pages and look at each."""
    for name in names:
        go(page, name)
        look(page, f"owner-{name.split()[0].lower()}")


SHAPES = """() => [...document.querySelectorAll(".legend .key")].map(key => {
    const { fill, stroke, strokeDasharray } = getComputedStyle(key);
    return [fill, stroke, strokeDasharray].join();
})"""
TABS = "tabs => tabs.map(tab => getComputedStyle(tab).borderBlockEndColor)"


def look_without_colours(page: Page) -> None:
    """See that with the device's colours alone the chart's parts differ, and the tab of this page from the others."""
    page.emulate_media(forced_colors="active")
    assert len(set(page.evaluate(SHAPES))) == 4
    here, *others = page.locator(".shell .tabs a").evaluate_all(TABS)
    assert here not in others
    page.emulate_media(forced_colors="none")


def test_an_owner_sets_a_site_up_by_keyboard(widget: Widget, comments: Flask) -> None:
    fill_month(comments)
    send_some(comments)
    page = widget.page
    take_seat(comments, page)
    page.get_by_text("Show as a table").click()
    look(page, "owner-overview")
    look_without_colours(page)
    go(page, "Settings")
    page.get_by_label("Heading of the form").focus()
    page.keyboard.type("Say something")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Saved. It holds from now on.")
    look(page, "owner-settings")
    see(page, "Threads", "People", "Providers", "Mail and webhooks", "Audit log")
    widget.open()
    expect(widget.frame.get_by_role("heading", name="Say something")).to_be_visible()


def test_a_thread_is_moved_after_seeing_what_that_does(widget: Widget, comments: Flask) -> None:
    fill_month(comments)
    page = widget.page
    take_seat(comments, page)
    go(page, "Threads")
    page.locator(".rows a.name").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close now")).to_be_visible()
    for fold in page.locator(".fold summary").all():
        fold.focus()
        page.keyboard.press("Enter")
    look(page, "owner-thread")
    page.get_by_label("Address that its page has now").fill("https://www.blog.test/moved")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move")).to_be_visible()
    look(page, "owner-change")
    page.get_by_role("button", name="Move").press("Enter")
    expect(page.get_by_role("link", name="https://www.blog.test/moved")).to_be_visible()
