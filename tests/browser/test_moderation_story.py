"""Moderating: all of it by keyboard, what axe says of each page, and the same without any script.

`REJOINDER_SCREENSHOTS=FOLDER` keeps a picture of each page.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from moderating import WAITING, fill, invitation, sit_down
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from seeing import look
from widget_page import FIRST, Account, Widget

HOLM, CHEAP, MIRA = WAITING


def case(page: Page, text: str) -> Locator:
    """The row of a comment."""
    return page.locator("[data-case]").filter(has_text=text[:20])


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str, most: int = 12) -> None:
    """Go on by Tab until the focus is on what has this name."""
    for _ in range(most):
        press(page, "Tab")
        if page.locator(":focus").and_(page.get_by_role("button", name=name)).count():
            return
    raise AssertionError(f"{name} is not reached by {most} times Tab")


def says(page: Page, sentence: str) -> None:
    """Wait until the one live region says that."""
    expect(page.get_by_role("status")).to_have_text(sentence)


def ready(page: Page) -> None:
    """Wait until the queue's script listens."""
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()


def arrive_by_keyboard(page: Page, app: Flask) -> None:
    """Open an invitation, log in, and accept it."""
    page.goto(invitation(app))
    tab_to(page, "Log in with Google")
    press(page, "Enter")
    account = Account(page)
    tab_to(page, FIRST["google"])
    press(page, "Enter")
    expect(page.get_by_role("button", name="Allow", exact=True)).to_be_visible()
    tab_to(page, "Allow")
    press(page, "Enter")
    expect(account.page.get_by_text("You would act as:")).to_be_visible()
    tab_to(page, "Accept")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Comments")).to_be_attached()


def decide_and_take_back(page: Page) -> None:
    """Approve the first, mark the second as spam, and take that back."""
    press(page, "j")
    expect(case(page, MIRA)).to_be_focused()
    press(page, "a")
    says(page, "Approved.")
    expect(case(page, CHEAP)).to_be_focused()
    press(page, "s")
    says(page, "Marked as spam.")
    expect(case(page, HOLM)).to_be_focused()
    press(page, "z")
    says(page, "Undone.")
    expect(case(page, CHEAP)).to_be_focused()


def empty_and_fill(page: Page) -> None:
    """Put both that are left in the trash at once, and take that back at once."""
    press(page, "x", "j", "x", "t")
    says(page, "2 comments moved to the trash.")
    expect(page.get_by_text("Nothing is left here.")).to_be_visible()
    press(page, "z")
    says(page, "2 decisions undone.")
    expect(case(page, CHEAP)).to_be_focused()


def test_a_queue_is_worked_through_by_keyboard_alone(widget: Widget, comments: Flask) -> None:
    fill(comments)
    page = widget.page
    arrive_by_keyboard(page, comments)
    ready(page)
    decide_and_take_back(page)
    empty_and_fill(page)
    press(page, "j")
    expect(case(page, HOLM)).to_be_focused()
    press(page, "r")
    expect(page.get_by_role("textbox", name="Your comment")).to_be_focused()
    page.keyboard.type("We did, by hand.")
    tab_to(page, "Approve and reply", most=1)
    press(page, "Enter")
    expect(case(page, CHEAP)).to_be_visible()
    expect(case(page, HOLM)).to_have_count(0)
    widget.open()
    expect(widget.said("We did, by hand.")).to_be_visible()


def test_keys_do_nothing_while_one_types_or_when_they_are_switched_off(widget: Widget, comments: Flask) -> None:
    fill(comments)
    page, switch = widget.page, widget.page.get_by_label("Use these keys")
    sit_down(comments, page)
    ready(page)
    press(page, "/")
    page.keyboard.type("at")
    expect(page.get_by_role("searchbox")).to_have_value("at")
    case(page, MIRA).focus()
    press(page, "?")
    switch.uncheck()
    press(page, "Escape")
    page.reload()
    ready(page)
    case(page, MIRA).focus()
    press(page, "a", "s", "t", "?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect(switch).not_to_be_checked()
    expect(page.locator("[data-case]")).to_have_count(3)


@pytest.fixture
def plain(browser: Browser, contexts: Callable[..., BrowserContext]) -> Page:
    """A tab in which no script runs."""
    return contexts(browser, java_script_enabled=False).new_page()


def test_without_any_script_one_decides_and_takes_it_back(plain: Page, comments: Flask) -> None:
    fill(comments)
    sit_down(comments, plain)
    for text in (HOLM, MIRA):
        case(plain, text).get_by_role("checkbox").check()
    plain.get_by_role("button", name="Approve ticked").click()
    says(plain, "2 comments approved.")
    plain.get_by_role("button", name="Undo").click()
    says(plain, "2 decisions undone.")
    case(plain, CHEAP).get_by_role("button", name="Spam").click()
    says(plain, "Marked as spam.")
    expect(plain.locator("[data-case]")).to_have_count(2)


def test_the_pages_of_bans_are_good_to_look_at(widget: Widget, comments: Flask) -> None:
    fill(comments)
    page = widget.page
    page.goto(invitation(comments))
    look(page, "invitation")
    sit_down(comments, page)
    look(page, "queue")
    case(page, CHEAP).get_by_role("link", name="Ban").click()
    expect(page.get_by_role("radio").first).to_be_visible()
    look(page, "ban")
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.get_by_role("button", name="Lift")).to_be_visible()
    look(page, "bans")
    page.get_by_role("link", name="All sites").click()
    expect(page.get_by_role("button", name="Log Out")).to_be_visible()
    look(page, "sites")


def test_the_pages_of_one_comment_and_the_log_are_good_to_look_at(widget: Widget, comments: Flask) -> None:
    fill(comments)
    page = widget.page
    sit_down(comments, page)
    for link in ("Edit", "Reply"):
        case(page, MIRA).get_by_role("link", name=link).click()
        expect(page.get_by_role("textbox")).to_be_visible()
        look(page, link.lower())
        page.get_by_role("link", name="Cancel").click()
    ready(page)
    case(page, HOLM).get_by_role("button", name="Approve").click()
    says(page, "Approved.")
    page.get_by_role("link", name="Audit log").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    look(page, "audit")
