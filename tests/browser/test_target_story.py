"""What can be pressed is large enough, or far enough from all else (WCAG 2.2, 2.5.8), wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import expect
from rig_people import arrive, say
from widget_page import Widget

ONLY = {"runOnly": {"type": "rule", "values": ["target-size"]}}
SMALL = """main => main.prepend(...[1, 2].map(one => {
    const button = document.createElement("button");
    button.textContent = one;
    button.style.cssText = "inline-size: 16px; block-size: 16px; min-block-size: 0; padding: 0; border: 0";
    return button;
}))"""


def check(widget: Widget, state: str) -> None:
    """See that every target of the frame is large enough now."""
    for width in (900, 360, 320):
        widget.page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(widget.page.frames[1], options=ONLY)
        assert found.violations_count == 0, f"{state}, {width}: {found.generate_report()}"
        assert found.response["passes"], f"{state}, {width}: nothing was measured"


@pytest.fixture
def own(widget: Widget, comments: Flask) -> Widget:
    """A talk in which Ada has said something and is signed in, with the form open."""
    say(comments, "See https://example.org/page", to=say(comments, "Mine.", by="Ada"))
    say(comments, "A ||spoiler||.")
    arrive(comments, widget.page.context, "Ada")
    widget.open().open_chooser()
    widget.shows("google", "Ada")
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    return widget


def test_two_small_buttons_side_by_side_are_found(own: Widget) -> None:
    own.frame.locator("main").evaluate(SMALL)
    with pytest.raises(AssertionError, match="target-size"):
        check(own, "too small")


def test_targets_of_the_thread_and_of_ones_own(own: Widget) -> None:
    check(own, "own")
    own.press("Edit", own.said("Mine."))
    expect(own.frame.get_by_role("textbox", name="Edit your comment")).to_be_visible()
    check(own, "editor")
    own.press("Cancel", own.said("Mine."))
    own.ask_to_delete("Mine.")
    check(own, "delete asked")
    own.press("Change")
    check(own, "change")


def test_targets_of_the_form(widget: Widget) -> None:
    widget.open()
    check(widget, "closed form")
    widget.open_chooser()
    check(widget, "chooser")
    with widget.window("google"):
        check(widget, "connecting")
