"""One's own page in a browser that runs no script at all, and what axe says of it.

`REJOINDER_SCREENSHOTS=FOLDER` keeps a picture of each page.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from rig_names import COMMENTS
from widget_page import FIRST, Account, Widget

ME = f"{COMMENTS}/me"
LOOKS: tuple[tuple[Literal["light", "dark"], int, str], ...] = (
    ("light", 900, "ltr"),
    ("dark", 900, "ltr"),
    ("light", 360, "ltr"),
    ("dark", 360, "rtl"),
)
WORDS = "The kettle was mine, and so was the rain; I only wanted to say that the train was late again."


@pytest.fixture
def plain(browser: Browser, contexts: Callable[..., BrowserContext]) -> Page:
    """A tab in which no script runs."""
    return contexts(browser, java_script_enabled=False).new_page()


def log_in(page: Page, provider: str = "Google") -> None:
    """Log in to one's own page at a stand-in."""
    page.goto(ME)
    page.get_by_role("button", name=f"Log in with {provider}").click()
    account = Account(page)
    account.choose(FIRST[provider.lower()])
    account.allow()
    expect(heading(page, "My account")).to_be_visible()


def heading(page: Page, name: str) -> Locator:
    """The heading of a page."""
    return page.get_by_role("heading", name=name, exact=True)


def button(page: Page, name: str) -> Locator:
    """A button of a page."""
    return page.get_by_role("button", name=name, exact=True)


def press(page: Page, name: str) -> None:
    """Press the button, or follow the link, of that name."""
    button(page, name).or_(page.get_by_role("link", name=name, exact=True)).click()


def test_without_any_script_one_logs_in_looks_deletes_and_logs_out(widget: Widget, plain: Page) -> None:
    widget.open().sign_in("google")
    widget.post("The kettle was mine.")
    log_in(plain)
    expect(heading(plain, "1 comment of mine")).to_be_visible()
    expect(plain.get_by_role("main")).to_contain_text("Chrome, Linux · since")
    press(plain, "Delete this comment")
    press(plain, "Delete")
    expect(plain.get_by_text("You have written nothing yet.")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().count).to_have_text("0 comments")
    press(plain, "Log Out")
    expect(plain.get_by_role("button", name="Log in with Google")).to_be_visible()


def test_without_any_script_one_links_another_account_and_takes_everything_along(plain: Page) -> None:
    log_in(plain)
    press(plain, "Log in with X")
    account = Account(plain)
    account.choose(FIRST["x"])
    account.allow()
    expect(heading(plain, "Link this account?")).to_be_visible()
    press(plain, "Link")
    expect(plain.get_by_role("button", name=f"Unlink {FIRST['x']}")).to_be_visible()
    with plain.expect_download() as download:
        press(plain, "Download everything")
    assert download.value.suggested_filename == "my-comments.zip"
    press(plain, f"Unlink {FIRST['x']}")
    expect(plain.get_by_role("button", name=f"Unlink {FIRST['x']}")).to_have_count(0)


def test_without_any_script_one_is_forgotten_and_thinks_better_of_it(widget: Widget, plain: Page) -> None:
    widget.open().sign_in("google")
    widget.post("The kettle was mine.")
    log_in(plain)
    press(plain, "Erase my account…")
    plain.get_by_label("Remove the text too.").check()
    press(plain, "Erase my account")
    expect(heading(plain, "Your account will be erased")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().count).to_have_text("0 comments")
    press(plain, "Take it back")
    expect(heading(plain, "1 comment of mine")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().said("The kettle was mine.")).to_contain_text(FIRST["google"])


def test_who_says_no_at_the_provider_comes_back_to_the_page(plain: Page) -> None:
    plain.goto(ME)
    press(plain, "Log in with Google")
    account = Account(plain)
    account.choose(FIRST["google"])
    account.deny()
    expect(plain.get_by_text("You did not allow Google to sign you in.")).to_be_visible()
    press(plain, "Back to my account")
    expect(heading(plain, "My account")).to_be_visible()


def look(page: Page, name: str, shown: Locator) -> None:
    """See that the page that has `shown` is good in light and dark, narrow and from right to left; keep pictures."""
    expect(shown).to_be_visible()  # not the page before, which may still be there
    folder = os.environ.get("REJOINDER_SCREENSHOTS")
    for scheme, width, direction in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours are there at once
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}, {scheme}, {width}: {found.generate_report()}"
        widths = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], f"{name}, {width}"
        if folder:
            page.screenshot(path=Path(folder) / f"me-{name}-{scheme}-{width}-{direction}.png", full_page=True)


def test_the_page_and_what_is_done_on_it_are_good_to_look_at(widget: Widget) -> None:
    widget.open().sign_in("google")
    for words in ("w" * 90, WORDS):
        widget.post(words)
    page = widget.page
    page.goto(ME)
    look(page, "log-in", button(page, "Log in with Google"))
    log_in(page)
    look(page, "show", button(page, "Log Out"))
    page.get_by_role("link", name="Delete this comment").first.click()
    look(page, "delete", heading(page, "Delete this comment for good?"))
    page.goto(ME)
    press(page, "Log in with X")
    Account(page).choose(FIRST["x"])
    Account(page).allow()
    look(page, "link", heading(page, "Link this account?"))


def test_the_pages_about_erasing_are_good_to_look_at(widget: Widget) -> None:
    page = widget.page
    widget.open().sign_in("google")
    widget.post("The kettle was mine.")
    log_in(page)
    page.goto(f"{ME}/erase")
    look(page, "erase", heading(page, "Erase my account"))
    page.get_by_label("Keep the text").check()
    press(page, "Erase my account")
    look(page, "waiting", heading(page, "Your account will be erased"))
    page.goto(f"{ME}/comments/x/delete")
    look(page, "refused", page.get_by_role("heading", level=1))
