"""Taking a comment back."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from rig_people import arrive, say
from widget_page import Widget

GONE = "This comment was deleted"


@pytest.fixture
def ada(comments: Flask, page: Page) -> Widget:
    """Ada on the blog, where she has said something and Grace has answered."""
    first = say(comments, "I will regret this.", by="Ada")
    say(comments, "No doubt.", to=first)
    arrive(comments, page.context, "Ada")
    widget = Widget(page).open()
    widget.open_chooser()
    widget.shows("google", "Ada")
    return widget


def test_a_comment_with_replies_leaves_a_tombstone(ada: Widget) -> None:
    ada.delete("I will regret this.")
    expect(ada.comments.filter(has_text=GONE)).to_contain_text("No doubt.")
    expect(ada.count).to_have_text("1 comment")
    ada.page.reload()
    expect(ada.ready().comments.filter(has_text=GONE)).to_contain_text("No doubt.")


def test_a_comment_without_replies_disappears(ada: Widget) -> None:
    ada.post("This one too.")
    ada.delete("This one too.")
    expect(ada.frame.get_by_text(GONE).and_(ada.frame.locator("article *"))).to_have_count(0)
    expect(ada.count).to_have_text("2 comments")
    ada.page.reload()
    expect(ada.ready().comments).to_have_count(2)


def test_deleting_asks_first_and_can_be_left(ada: Widget) -> None:
    ada.press("Keep it", ada.ask_to_delete("I will regret this."))
    expect(ada.said("I will regret this.")).to_be_visible()
    expect(
        ada.said("I will regret this.").locator("> [data-acts]").get_by_role("button", name="Delete")
    ).to_be_focused()


def test_the_second_click_of_a_double_click_deletes_nothing(ada: Widget) -> None:
    """What is asked can come to stand under the pointer between the two."""
    sure = ada.button("Delete", ada.ask_to_delete("I will regret this."))
    sure.hover()
    ada.page.mouse.down(click_count=2)
    ada.page.mouse.up(click_count=2)
    ada.press("Keep it")
    expect(ada.said("I will regret this.")).to_be_visible()
    expect(ada.count).to_have_text("2 comments")


def test_a_word_whose_module_does_not_come_says_so_beside_it(ada: Widget) -> None:
    words = ada.said("I will regret this.").locator("> [data-acts]")
    ada.page.route("**/own/delete.js", lambda route: route.abort())
    words.get_by_role("button", name="Delete").click()
    expect(words.get_by_text("The server could not be reached.")).to_be_visible()
    ada.page.unroute("**/own/delete.js")


def test_only_own_comments_can_be_deleted(ada: Widget) -> None:
    expect(ada.said("I will regret this.").locator("> [data-acts]").get_by_text("Delete")).to_be_visible()
    expect(ada.said("No doubt.").locator("> [data-acts]").get_by_text("Delete")).to_have_count(0)


def test_the_page_is_told_which_comment_went(ada: Widget) -> None:
    gone = ada.said("I will regret this.").get_attribute("data-comment")
    ada.delete("I will regret this.")
    heard = ada.page.evaluate("heard.filter(one => one.type === 'deleted')")
    assert heard == [{"type": "deleted", "detail": {"id": gone}}]
