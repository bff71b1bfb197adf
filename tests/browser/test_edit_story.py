"""Editing what one has said, where it stands."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect
from rig_names import POST
from rig_people import arrive, say
from widget_page import Widget, click


@pytest.fixture
def ada(comments: Flask, page: Page) -> Widget:
    """Ada on the blog, where she has said something with a slip in it."""
    say(comments, "Teh kettle is on.", by="Ada")
    say(comments, "By somebody else.")
    arrive(comments, page.context, "Ada")
    widget = Widget(page).open()
    widget.open_chooser()
    widget.shows("google", "Ada")
    return widget


def word(widget: Widget, text: str, name: str) -> Locator:
    """A word below a comment."""
    return widget.said(text).locator("> [data-acts]").get_by_role("button", name=name, exact=True)


def open_editor(widget: Widget, text: str = "Teh kettle is on.") -> Locator:
    """Press Edit; answers where one writes."""
    click(word(widget, text, "Edit"))
    editor = widget.frame.get_by_role("textbox", name="Edit your comment")
    expect(editor).to_be_focused()
    return editor


def test_a_slip_is_put_right_in_place_and_everybody_can_see_what_it_was(ada: Widget) -> None:
    editor = open_editor(ada)
    expect(editor).to_have_value("Teh kettle is on.")
    editor.fill("The kettle is on.")
    ada.press("Save")
    expect(ada.said("The kettle is on.")).to_be_focused()
    expect(ada.frame.locator("[data-live]")).to_have_text("Your comment has been changed.")
    expect(editor).to_have_count(0)
    with ada.page.context.expect_page() as opened:
        ada.frame.get_by_role("link", name="edited: what it said before").click()
    history = opened.value
    expect(history.locator("del")).to_contain_text("Teh")
    expect(history.locator("ins")).to_contain_text("The")


def test_only_own_comments_can_be_edited(ada: Widget) -> None:
    expect(word(ada, "Teh kettle", "Edit")).to_be_visible()
    expect(word(ada, "By somebody else.", "Edit")).to_have_count(0)


def test_the_keyboard_alone_will_do(ada: Widget) -> None:
    word(ada, "Teh kettle", "Edit").press("Enter")
    editor = ada.frame.get_by_role("textbox", name="Edit your comment")
    expect(editor).to_be_focused()
    editor.press("ControlOrMeta+a")
    editor.press_sequentially("By keyboard.")
    editor.press("Control+Enter")
    expect(ada.said("By keyboard.")).to_be_focused()


def test_what_is_given_up_is_as_before_and_the_focus_is_where_it_was(ada: Widget) -> None:
    open_editor(ada).fill("Never mind.")
    ada.press("Cancel", ada.said("Teh kettle"))
    expect(ada.said("Teh kettle is on.")).to_be_visible()
    expect(word(ada, "Teh kettle", "Edit")).to_be_focused()
    expect(open_editor(ada)).to_have_value("Teh kettle is on.")


def test_what_was_typed_survives_a_reload(ada: Widget) -> None:
    open_editor(ada).fill("Half a sentence")
    ada.page.reload()
    ada.ready()
    expect(open_editor(ada)).to_have_value("Half a sentence")


def test_ones_new_comment_can_be_edited_at_once_by_a_guest_too(widget: Widget, comments: Flask) -> None:
    widget.open().post_as_guest("Fresh adn hasty.")
    open_editor(widget, "Fresh adn hasty.").fill("Fresh and hasty.")
    widget.press("Save")
    expect(widget.said("Fresh and hasty.")).to_be_visible()


def test_what_is_wrong_is_said_and_the_text_stays(ada: Widget) -> None:
    editor = open_editor(ada)
    editor.fill("   ")
    ada.press("Save")
    expect(ada.said("Teh kettle").get_by_text("Please enter a comment")).to_be_visible()
    expect(editor).to_have_attribute("aria-invalid", "true")
    expect(editor).to_have_value("   ")


def test_while_the_server_cannot_be_reached_nothing_is_lost(ada: Widget) -> None:
    held: list[Route] = []
    editor = open_editor(ada)
    ada.page.route("**/comments/*", lambda route: held.append(route) or route.abort())  # type: ignore[func-returns-value]
    editor.fill("The kettle is on.")
    ada.press("Save")
    expect(ada.said("Teh kettle").get_by_text("The server could not be reached.")).to_be_visible()
    ada.page.unroute("**/comments/*")
    ada.press("Save")
    expect(ada.said("The kettle is on.")).to_be_visible()


def test_of_two_tabs_the_second_is_told_what_it_says_now(ada: Widget, comments: Flask) -> None:
    other = Widget(ada.page.context.new_page()).open(POST)
    other.open_chooser()
    first, second = open_editor(ada), open_editor(other)
    second.fill("From the other tab.")
    other.press("Save")
    expect(other.said("From the other tab.")).to_be_visible()
    first.fill("From the first tab.")
    ada.press("Save")
    editing = ada.frame.get_by_role("form", name="Edit your comment")  # it is read out too
    expect(editing.get_by_text("This comment has been changed meanwhile.")).to_be_visible()
    expect(ada.frame.get_by_text("From the other tab.")).to_be_visible()
    expect(first).to_have_value("From the first tab.")
    ada.press("Save")
    expect(ada.said("From the first tab.")).to_be_visible()
    expect(other.said("From the first tab.")).to_be_visible()


def test_the_end_is_told_before_it_comes(ada: Widget) -> None:
    ada.page.clock.install()
    ada.open().open_chooser()
    editor = open_editor(ada)
    expect(ada.frame.get_by_text("You can save this until")).to_be_visible()
    editor.fill("Slowly")
    ada.page.clock.run_for("58:30")
    expect(ada.said("Teh kettle").get_by_text("Only two minutes are left to save this.")).to_be_visible()
    ada.page.clock.run_for("02:00")
    expect(ada.said("Teh kettle").get_by_text("The time for editing this comment is over.")).to_be_visible()
    expect(editor).to_have_value("Slowly")
