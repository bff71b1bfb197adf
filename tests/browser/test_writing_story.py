"""Writing with marks: by buttons and keys, undone by the browser, seen beforehand, and kept like everything typed."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect
from rig_names import COMMENTS, COMMENTS_HOST
from rig_people import say
from rig_server import Rig
from widget_page import Widget

MARKED = [
    ("Bold", "Control+b", "**word**"),
    ("Italic", "Control+i", "*word*"),
    ("Add a link", "Control+k", "[word](https://)"),
    ("Quote", "Control+Shift+Period", "> word"),
    ("Code", "Control+e", "`word`"),
    ("Spoiler", "", "||word||"),
]


@pytest.fixture
def tools(widget: Widget) -> Locator:
    """The marks of an open form."""
    widget.open().open_chooser()
    toolbar = widget.frame.get_by_role("toolbar", name="Formatting")
    expect(toolbar).to_be_visible()
    return toolbar


def select_all(widget: Widget, text: str) -> None:
    """Write a text and select it."""
    widget.text.fill(text)
    widget.text.select_text()


@pytest.mark.parametrize(("name", "keys", "marked"), MARKED)
def test_a_button_and_its_keys_mark_what_is_selected(
    widget: Widget, tools: Locator, name: str, keys: str, marked: str
) -> None:
    select_all(widget, "word")
    widget.press(name)
    expect(widget.text).to_have_value(marked)
    expect(widget.text).to_be_focused()
    if keys:
        select_all(widget, "word")
        widget.text.press(keys)
        expect(widget.text).to_have_value(marked)


@pytest.mark.parametrize("name", ["Bold", "Italic", "Code", "Spoiler", "Quote"])
def test_pressed_twice_it_takes_the_marks_away(widget: Widget, tools: Locator, name: str) -> None:
    select_all(widget, "word")
    widget.press(name)
    widget.press(name)
    expect(widget.text).to_have_value("word")


def test_what_was_marked_can_be_undone_and_done_again(widget: Widget, tools: Locator) -> None:
    widget.text.press_sequentially("word")
    widget.text.select_text()
    widget.press("Bold")
    widget.text.press("Control+z")
    expect(widget.text).to_have_value("word")
    widget.text.press("Control+Shift+z")
    expect(widget.text).to_have_value("**word**")


def test_italic_words_inside_bold_ones_are_both(widget: Widget, tools: Locator) -> None:
    select_all(widget, "word")
    widget.press("Bold")
    widget.press("Italic")
    expect(widget.text).to_have_value("***word***")


def test_spaces_stay_outside_and_several_lines_are_code_in_a_fence(widget: Widget, tools: Locator) -> None:
    select_all(widget, " word ")
    widget.press("Bold")
    expect(widget.text).to_have_value(" **word** ")
    select_all(widget, "one\ntwo")
    widget.press("Code")
    expect(widget.text).to_have_value("```\none\ntwo\n```")
    select_all(widget, "one\ntwo")
    widget.press("Quote")
    expect(widget.text).to_have_value("> one\n> two")
    select_all(widget, "https://example.org")
    widget.press("Add a link")
    expect(widget.text).to_have_value("[](https://example.org)")


def test_keys_outside_the_text_and_other_keys_in_it_stay_the_browsers(widget: Widget, tools: Locator) -> None:
    widget.page.frames[1].evaluate(
        "window.kept = []; addEventListener('keydown', event => kept.push(`${event.key} ${event.defaultPrevented}`))"
    )
    widget.frame.get_by_label("Email", exact=True).press("Control+b")
    for keys in ("Control+Alt+b", "Control+Shift+b", "Meta+b", "b"):
        widget.text.press(keys)
    kept = widget.page.frames[1].evaluate("kept.filter(one => !/Control|Alt|Shift|Meta/.test(one))")
    assert [one.lower() for one in kept] == ["b false"] * 5


def test_the_marks_are_one_stop_for_tab_and_arrows_go_on(widget: Widget, tools: Locator) -> None:
    def at(name: str) -> None:
        expect(widget.button(name)).to_be_focused()

    widget.text.press("Tab")
    at("Bold")
    for key, name in (("ArrowRight", "Italic"), ("End", "Spoiler"), ("ArrowRight", "Bold"), ("ArrowLeft", "Spoiler")):
        widget.page.keyboard.press(key)
        at(name)
    widget.page.keyboard.press("Tab")
    at("Write")
    widget.page.keyboard.press("Shift+Tab")
    at("Spoiler")
    widget.page.frames[1].evaluate("document.documentElement.dir = 'rtl'")
    widget.page.keyboard.press("ArrowRight")
    at("Code")
    expect(widget.button("Bold")).to_have_attribute("title", "Bold (Ctrl+B)")
    expect(widget.button("Bold")).to_have_attribute("aria-keyshortcuts", "Control+B")


def test_what_a_button_has_written_is_in_the_draft(widget: Widget, tools: Locator) -> None:
    select_all(widget, "kept")
    widget.press("Spoiler")
    widget.page.reload()
    expect(widget.ready().text).to_have_value("||kept||")


def test_a_preview_is_what_is_posted(widget: Widget, tools: Locator) -> None:
    widget.text.fill("# Title\n**bold**, ||hidden||\n\n```py\nreturn 1\n```")
    widget.press("Preview")
    pane = widget.frame.get_by_role("region", name="Preview")
    expect(pane.locator("strong")).to_have_text(["Title", "bold"])
    expect(widget.button("Preview")).to_have_attribute("aria-pressed", "true")
    expect(widget.frame.locator("[data-live]")).to_have_text("This is how your comment will look.")
    shown = pane.inner_html()
    widget.be_guest()
    widget.send()
    expect(widget.comments).to_have_count(1)
    assert widget.comments.locator("> .said").inner_html() == shown
    expect(widget.text).to_be_visible()


def test_a_preview_of_nothing_is_refused_at_the_text(widget: Widget, tools: Locator) -> None:
    widget.press("Preview")
    expect(widget.text).to_have_accessible_description("Please enter a comment")
    expect(widget.text).to_be_visible()
    widget.text.fill("Something")
    widget.press("Preview")
    expect(widget.text).to_be_hidden()
    widget.press("Write")
    expect(widget.text).to_be_focused()
    expect(widget.text).to_have_value("Something")


def test_a_preview_that_fails_says_so_and_loses_nothing(widget: Widget, tools: Locator) -> None:
    widget.page.route("**/preview", lambda route: route.abort())
    widget.text.fill("Something")
    widget.press("Preview")
    expect(widget.frame.locator("[data-note]")).to_have_text("The server could not be reached. Please try again.")
    expect(widget.text).to_have_value("Something")


def test_who_answers_while_looking_at_a_preview_writes_again(widget: Widget, comments: Flask) -> None:
    say(comments, "Any questions?")
    widget.open().write("One, in")
    widget.press("Preview")
    expect(widget.text).to_be_hidden()
    widget.answer("Any questions?")
    expect(widget.text).to_be_focused()
    expect(widget.text).to_have_value("One, in")


def test_near_the_limit_one_sees_what_is_left_and_over_it_what_is_too_much(widget: Widget, tools: Locator) -> None:
    left = widget.frame.locator("[data-room]")
    widget.text.fill("x" * 65_000)
    expect(left).to_be_hidden()
    widget.text.fill("x" * 65_524)
    expect(left).to_have_text("1 character left")
    widget.text.fill("ä" * 32_763)
    expect(widget.text).to_have_accessible_description("This is too long: its last character does not fit.")
    expect(left).to_be_hidden()
    widget.text.fill("x" * 65_528)
    expect(widget.text).to_have_accessible_description("This is too long: its last 3 characters do not fit.")
    widget.text.fill("x" * 65_525)
    expect(widget.text).to_have_accessible_description("")
    expect(left).to_have_text("0 characters left")


def test_on_a_narrow_page_what_is_left_stands_in_one_line_and_the_tools_below_the_text(
    widget: Widget, tools: Locator
) -> None:
    widget.page.set_viewport_size({"width": 360, "height": 900})
    widget.text.fill("x" * 65_500)
    left = widget.frame.locator("[data-room]")
    expect(left).to_have_text("25 characters left")
    assert left.evaluate("left => left.getClientRects()[0].height") < 30
    widget.text.fill("x" * 65_530)
    expect(widget.frame.locator(".composer + .wrong")).to_be_visible()
    words, below = widget.text.bounding_box(), widget.frame.locator("[data-tools]").bounding_box()
    assert words
    assert below
    assert words["y"] + words["height"] <= below["y"] + 4


def test_the_tools_move_nothing_when_they_come(widget: Widget) -> None:
    held: list[Route] = []
    widget.page.route("**/writing/writing.js", lambda route: held.append(route))
    with widget.page.expect_request("**/writing/writing.js"):
        widget.open().open_chooser()
    before = widget.identity.bounding_box()
    held[0].continue_()
    tools = widget.frame.get_by_role("toolbar")
    expect(tools).to_be_visible()
    assert widget.identity.bounding_box() == before
    text, below = widget.text.bounding_box(), tools.bounding_box()
    assert text
    assert below
    assert text["y"] + text["height"] <= below["y"]


@pytest.mark.parametrize("missing", ["**/writing/writing.js", "**/writing/marks.js", "**/writing?lang=*"])
def test_without_the_tools_one_writes_and_posts_all_the_same(widget: Widget, missing: str) -> None:
    widget.page.route(missing, lambda route: route.abort())
    with widget.page.expect_event("requestfailed"):
        widget.open().open_chooser()
    widget.post_as_guest("Without tools")
    expect(widget.frame.get_by_role("toolbar")).to_have_count(0)


def test_readers_ask_for_no_tools(widget: Widget, comments: Flask, rig: Rig) -> None:
    say(comments, "Only reading.")
    widget.open()
    expect(widget.said("Only reading.")).to_be_visible()
    assert not [one.path for one in rig.asked(COMMENTS_HOST) if "writing" in one.path]
    widget.open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    assert [one.path for one in rig.asked(COMMENTS_HOST) if "writing" in one.path]


def test_a_page_explains_what_can_be_written(widget: Widget, tools: Locator) -> None:
    with widget.page.expect_popup() as opened:
        widget.frame.get_by_role("link", name="Markdown works here").click()
    page: Page = opened.value
    expect(page.get_by_role("heading", name="Markdown in comments")).to_be_visible()
    page.get_by_role("checkbox", name="Show the spoiler").check()
    expect(page.locator(".spoiler span")).to_be_visible()
    assert page.url == f"{COMMENTS}/markdown"
