"""Naming somebody who is here: an @ offers the names, by keyboard, mouse and ear."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from rig_people import say
from widget_page import Widget

NAMES = ["Omar", "Ada Lindgren", "Grace"]


@pytest.fixture
def people(widget: Widget, comments: Flask) -> Locator:
    """The names on offer, in an open form of a thread of three people."""
    for name, text in (("", "By a guest."), ("Ada Lindgren", "By Ada."), ("Omar", "By Omar.")):
        say(comments, text, by=name)
    widget.open().open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    return widget.frame.get_by_role("listbox", name="Who is here")


def test_an_at_offers_who_has_written_last_and_enter_takes(widget: Widget, people: Locator) -> None:
    widget.text.press_sequentially("Hello @")
    expect(people.get_by_role("option")).to_have_text(NAMES)
    expect(widget.frame.locator("[data-live]")).to_have_text("3 names to choose")
    widget.text.press("ArrowDown")
    chosen = people.get_by_role("option", selected=True)
    expect(chosen).to_have_text("Ada Lindgren")
    assert widget.text.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    widget.text.press("Enter")
    expect(widget.text).to_have_value("Hello @Ada Lindgren ")
    expect(people).to_be_hidden()
    expect(widget.text).to_be_focused()
    assert widget.text.get_attribute("aria-activedescendant") is None


def test_letters_narrow_the_choice_and_what_fits_nobody_closes_it(widget: Widget, people: Locator) -> None:
    widget.text.press_sequentially("@li")
    expect(people.get_by_role("option")).to_have_text(["Ada Lindgren"])
    widget.text.press_sequentially("x")
    expect(people).to_be_hidden()
    widget.text.press("Enter")
    expect(widget.text).to_have_value("@lix\n")


def test_escape_leaves_it_be_until_the_next_at(widget: Widget, people: Locator) -> None:
    widget.text.press_sequentially("@o")
    expect(people).to_be_visible()
    widget.text.press("Escape")
    expect(people).to_be_hidden()
    widget.text.press_sequentially("m @")
    expect(people).to_be_visible()
    widget.text.press("ArrowUp")
    widget.text.press("Tab")
    expect(widget.text).to_have_value("@om @Grace ")


def test_an_address_is_no_mention(widget: Widget, people: Locator) -> None:
    widget.text.press_sequentially("omar@")
    expect(people).to_be_hidden()


def test_a_click_takes_a_name_and_the_mention_is_marked(widget: Widget, people: Locator) -> None:
    widget.text.press_sequentially("Thanks @")
    people.get_by_role("option", name="Omar").click()
    expect(widget.text).to_have_value("Thanks @Omar ")
    widget.text.press("Control+z")
    expect(widget.text).to_have_value("Thanks @")
    widget.text.press("Control+Shift+z")
    widget.be_guest()
    widget.send()
    expect(widget.said("Thanks").locator(".mention")).to_have_text("@Omar")


def test_a_name_full_of_signs_is_taken_as_it_is(widget: Widget, comments: Flask, people: Locator) -> None:
    say(comments, "Odd.", by="A*d*a_[x]_")
    widget.page.reload()
    widget.ready().open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    widget.text.press_sequentially("@A*")
    widget.text.press("Enter")
    widget.be_guest()
    widget.send()
    expect(widget.comments.last.locator(".mention")).to_have_text("@A*d*a_[x]_")


def test_whom_one_answers_comes_first(widget: Widget, people: Locator) -> None:
    widget.answer("By a guest.")
    widget.text.press_sequentially("@")
    expect(people.get_by_role("option")).to_have_text(["Grace", "Omar", "Ada Lindgren"])
