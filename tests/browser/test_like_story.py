"""Liking a page and its comments."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from rig_names import POST
from rig_people import arrive, say, set_up
from widget_page import Widget, click


@pytest.fixture
def here(comments: Flask, widget: Widget) -> Widget:
    """A thread with a comment by Ada, before anybody has come."""
    say(comments, "Likeable.", by="Ada")
    return widget


def likes(widget: Widget, text: str = "") -> Locator:
    """The likes of a comment, or of the page."""
    if text:
        return widget.said(text).locator("> [data-acts] [data-likes]")
    return widget.frame.get_by_role("region", name="Likes").locator("[data-likes]")


def press(place: Locator, name: str = "Like") -> None:
    """Press the heart."""
    click(place.get_by_role("button", name=name, exact=True))


def heart(place: Locator) -> Locator:
    """The button that says whether one likes it."""
    return place.locator("[aria-pressed]")


def test_who_is_signed_in_likes_and_takes_it_back(here: Widget, comments: Flask) -> None:
    arrive(comments, here.page.context, "Bob")
    here.open()
    place = likes(here, "Likeable.")
    press(place)
    expect(place).to_contain_text("You like this.")
    expect(heart(place)).to_have_attribute("aria-pressed", "true")
    expect(heart(place)).to_be_focused()
    expect(here.frame.locator("[data-live]")).to_have_text("You like this.")
    press(place, "Liked")
    expect(heart(place)).to_have_attribute("aria-pressed", "false")
    expect(place).not_to_contain_text("You like this.")


def test_a_page_without_comments_is_liked(widget: Widget, comments: Flask) -> None:
    arrive(comments, widget.page.context, "Bob")
    widget.open()
    expect(likes(widget)).to_contain_text("Be the first to like this.")
    press(likes(widget))
    expect(likes(widget)).to_contain_text("You like this.")


def test_what_one_likes_is_shown_again_after_a_reload_and_logged_out_as_to_others(
    here: Widget, comments: Flask
) -> None:
    arrive(comments, here.page.context, "Bob")
    here.open()
    press(likes(here, "Likeable."))
    expect(likes(here, "Likeable.")).to_contain_text("You like this.")
    here.page.reload()
    here.ready().open_chooser()
    expect(likes(here, "Likeable.")).to_contain_text("You like this.")
    here.press("Log Out")
    expect(likes(here, "Likeable.")).to_contain_text("1 blogger likes this.")
    expect(heart(likes(here, "Likeable."))).to_have_attribute("aria-pressed", "false")


def test_a_guest_is_asked_to_log_in_and_then_it_happens_once(here: Widget) -> None:
    here.open()
    press(likes(here, "Likeable."))
    here.says("Log in to like this.")
    expect(heart(likes(here, "Likeable."))).to_have_attribute("aria-pressed", "false")
    here.sign_in("google")
    expect(likes(here, "Likeable.")).to_contain_text("You like this.")
    press(likes(here, "Likeable."), "Liked")
    expect(heart(likes(here, "Likeable."))).to_have_attribute("aria-pressed", "false")
    here.page.reload()
    here.ready().open_chooser()
    here.shows("google", "Ada Lindgren")
    expect(heart(likes(here, "Likeable."))).to_have_attribute("aria-pressed", "false")


def test_where_comments_are_closed_a_guest_is_told_why_not(here: Widget, comments: Flask) -> None:
    set_up(comments, POST, comments_open=False)
    here.open()
    press(likes(here, "Likeable."))
    expect(likes(here, "Likeable.").get_by_text("You must be logged in to like this.")).to_be_visible()


def test_nothing_shows_success_before_the_server_has_confirmed(here: Widget, comments: Flask) -> None:
    arrive(comments, here.page.context, "Bob")
    here.open().open_chooser()
    here.page.route("**/like", lambda route: route.abort())
    press(likes(here, "Likeable."))
    expect(likes(here, "Likeable.").get_by_text("The server could not be reached.")).to_be_visible()
    expect(heart(likes(here, "Likeable."))).to_have_attribute("aria-pressed", "false")


def test_the_sentence_opens_the_list_and_closes_it(here: Widget, comments: Flask, page: Page) -> None:
    arrive(comments, page.context, "Bob")
    here.open()
    press(likes(here, "Likeable."))
    sentence = likes(here, "Likeable.").get_by_role("button", name="You like this.")
    click(sentence)
    listed = here.frame.get_by_role("group", name="1 blogger likes this:")
    expect(listed).to_contain_text("Bob")
    expect(sentence).to_have_attribute("aria-expanded", "true")
    click(sentence)
    expect(listed).to_have_count(0)
