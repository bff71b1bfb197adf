"""Hidden words: shown by mouse and key, silent until then, and open where nothing could show them."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from rig_names import COMMENTS, POST
from rig_people import say
from widget_page import Widget


@pytest.fixture
def hidden(widget: Widget, comments: Flask) -> Locator:
    """The checkbox before what is hidden."""
    say(comments, "In the end ||the *butler* did it||.")
    widget.open()
    return widget.frame.get_by_role("checkbox", name="Show the spoiler")


def test_hidden_words_are_silent_until_somebody_wants_them(widget: Widget, hidden: Locator) -> None:
    said = widget.frame.locator(".said")
    expect(said.locator("em")).to_be_hidden()
    expect(said).to_match_aria_snapshot('- paragraph:\n  - text: In the end\n  - checkbox "Show the spoiler"')
    assert "butler" not in said.aria_snapshot()
    before = said.bounding_box()
    hidden.press("Space")
    expect(said.locator("em")).to_be_visible()
    assert "butler" in said.aria_snapshot()
    assert said.bounding_box() == before
    hidden.press("Space")
    expect(said.locator("em")).to_be_hidden()


def test_a_click_shows_them_too(widget: Widget, hidden: Locator) -> None:
    widget.frame.locator(".spoiler").click()
    expect(widget.frame.locator(".said em")).to_be_visible()


def test_on_paper_nothing_is_hidden(widget: Widget, hidden: Locator) -> None:
    widget.page.emulate_media(media="print")
    expect(widget.frame.locator(".said em")).to_be_visible()


def test_without_scripts_they_can_be_shown(
    browser: Browser, contexts: Callable[..., BrowserContext], comments: Flask
) -> None:
    say(comments, "In the end ||the *butler* did it||.")
    page = contexts(browser, java_script_enabled=False).new_page()
    page.goto(f"{COMMENTS}/thread?page={POST}")
    expect(page.locator(".said em")).to_be_hidden()
    page.get_by_role("checkbox", name="Show the spoiler").press("Space")
    expect(page.locator(".said em")).to_be_visible()
