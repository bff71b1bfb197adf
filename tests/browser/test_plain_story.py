"""Everything but signing in by a window, in a browser that runs no script: read, write, answer, edit, delete."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from rig_names import BLOG, COMMENTS, POST
from rig_pages import HostPages
from rig_people import say
from test_me_story import ME, heading, log_in, look, press
from widget_page import FIRST, Account

FRAMED = (
    '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A post</title>'
    f'<iframe width="700" height="800" sandbox="allow-same-origin allow-top-navigation"'
    f' src="{COMMENTS}/thread?page={POST}"></iframe>'
)
WARNED = "Blocked script execution"


@pytest.fixture
def plain(whole_browser: Browser, contexts: Callable[..., BrowserContext], pages: HostPages) -> Page:
    """A tab in which no script runs, at a page whose owner has put the frame in without the loader.

    The driver may come too late to turn scripts off in a frame of another site: the sandbox is always in time. In the
    headless shell the driver then waits for that frame for ever.
    """
    page = contexts(whole_browser, java_script_enabled=False, breaks=WARNED).new_page()
    page.goto(pages.show(f"{BLOG}/framed", FRAMED))
    return page


def thread(page: Page) -> FrameLocator:
    """The thread in its frame."""
    return page.frame_locator("iframe")


def leave_a_reply(page: Page) -> None:
    """Follow the one link that the frame has without scripts."""
    thread(page).get_by_role("link", name="Leave a Reply").click()
    expect(heading(page, "Leave a Reply")).to_be_visible()


def send(page: Page, text: str) -> None:
    """Write and post."""
    page.get_by_label("Enter your comment here…").fill(text)
    press(page, "Post Comment")


def test_a_guest_reads_makes_a_mistake_and_posts(plain: Page, comments: Flask) -> None:
    say(comments, "Here before.")
    plain.reload()
    expect(thread(plain).get_by_text("Here before.")).to_be_visible()
    expect(thread(plain).get_by_role("button")).to_have_count(0)  # nothing that could not work is shown
    leave_a_reply(plain)
    plain.get_by_role("textbox", name="Email").fill("grace@")
    send(plain, "Written without scripts.")
    expect(plain.get_by_text("Invalid email address")).to_be_visible()
    expect(plain.get_by_label("Enter your comment here…")).to_have_value("Written without scripts.")
    plain.get_by_role("textbox", name="Email").fill("grace@example.org")
    plain.get_by_role("textbox", name="Name").fill("Grace")
    press(plain, "Post Comment")
    expect(plain).to_have_url(re.compile(rf"^{re.escape(POST)}#rejoinder-\w{{20}}$"))
    plain.goto(f"{BLOG}/framed")
    expect(thread(plain).get_by_text("Written without scripts.")).to_be_visible()


def test_somebody_logs_in_comes_back_answers_edits_and_deletes(plain: Page, comments: Flask) -> None:
    say(comments, "A question.")
    plain.reload()
    leave_a_reply(plain)
    press(plain, "Reply to Grace")
    expect(plain.get_by_text("A question.")).to_be_visible()
    press(plain, "Log in with Google")
    account = Account(plain)
    account.choose(FIRST["google"])
    account.allow()
    expect(heading(plain, "Reply to Grace")).to_be_visible()
    send(plain, "An answer.")
    expect(plain).to_have_url(re.compile(f"^{POST}#rejoinder-"))
    plain.goto(f"{BLOG}/framed")
    below = thread(plain).locator("article article")
    expect(below).to_contain_text("An answer.")


def test_an_own_comment_is_edited_and_deleted_on_ones_own_page(plain: Page, comments: Flask) -> None:
    log_in(plain)
    plain.goto(f"{BLOG}/framed")
    leave_a_reply(plain)
    send(plain, "A comment.")
    expect(plain).to_have_url(re.compile(f"^{POST}#rejoinder-"))
    plain.goto(ME)
    press(plain, "Edit this comment")
    plain.get_by_role("textbox").fill("A better one.")
    press(plain, "Save")
    expect(plain.get_by_text("A better one.")).to_be_visible()
    plain.goto(f"{BLOG}/framed")
    expect(thread(plain).get_by_text("A better one.")).to_be_visible()
    plain.goto(ME)
    press(plain, "Delete this comment")
    press(plain, "Delete")
    expect(plain.get_by_text("You have written nothing yet.")).to_be_visible()
    plain.goto(f"{BLOG}/framed")
    expect(thread(plain).locator("[data-total]")).to_have_text("0 comments")


def test_the_page_for_a_reply_is_good_to_look_at(page: Page, comments: Flask) -> None:
    above = None
    for text in ("w" * 90, "A question with some words in it.", "An answer to it, and a word more.", "Thanks."):
        above = say(comments, text, by="Ada" if above else "", to=above)
    say(comments, "Another beginning.")
    page.goto(f"{COMMENTS}/thread?page={POST}")
    page.goto(f"{COMMENTS}{reply_link(page)}")
    look(page, "reply", heading(page, "5 comments"))
    press(page, "Post Comment")
    look(page, "reply-wrong", page.get_by_text("Please enter a comment"))
    page.go_back()
    page.get_by_role("link", name="Reply to Grace").first.click()
    look(page, "reply-to", heading(page, "Reply to Grace"))


def reply_link(page: Page) -> str:
    """Where the frame leads whoever has no scripts."""
    return unescape(page.locator("noscript").inner_text().partition('href="')[2].partition('"')[0])
