"""The thread inside what owners build their sites with: routers, transitions, sandboxes, and itself a second time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from rig_names import BLOG, COMMENTS, COMMENTS_HOST, POST
from rig_pages import LOADER, THREAD, HostPages, article, bare_page
from rig_people import arrive, say
from rig_server import Rig
from test_like_story import heart, likes, press
from widget_page import FIRST, Widget

TURBO = Path(__file__).parents[2] / "node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"
SANDBOX = "allow-scripts allow-same-origin allow-popups allow-forms"
BY_ITSELF = "<style>@view-transition { navigation: auto }</style>"
REVEALED = "<script>addEventListener('pagereveal', event => { window.moved = Boolean(event.viewTransition) })</script>"
TRUSTED = f"script-src {COMMENTS}; frame-src {COMMENTS}; require-trusted-types-for 'script'"


@pytest.fixture
def twice(widget: Widget, comments: Flask, pages: HostPages) -> tuple[Widget, Widget]:
    """A page that has its thread at the top and at the bottom, where Ada has said something."""
    say(comments, "Said before.", by="Ada")
    top = Widget(widget.page).open(pages.show(POST, article(f"{THREAD}<hr>{THREAD}")))
    return top, Widget(widget.page, at=1).ready()


def test_what_is_posted_in_one_copy_stands_in_the_other_at_once(twice: tuple[Widget, Widget]) -> None:
    top, bottom = twice
    top.post_as_guest("From the top.")
    expect(bottom.said("From the top.")).to_be_visible()
    expect(bottom.frame.locator("[data-news]")).to_have_count(0)
    expect(bottom.count).to_have_text("2 comments")
    bottom.answer("From the top.")
    bottom.be_guest()
    bottom.post("From the bottom.", "Reply")
    expect(top.said("From the top.").locator("[data-replies]")).to_contain_text("From the bottom.")
    top.delete("From the bottom.")
    expect(bottom.said("From the bottom.")).to_have_count(0)
    expect(top.comments).to_have_count(2)
    expect(bottom.comments).to_have_count(2)


def test_a_like_in_one_copy_is_a_like_in_the_other(widget: Widget, comments: Flask, pages: HostPages) -> None:
    say(comments, "Likeable.", by="Ada")
    arrive(comments, widget.page.context, "Bob")
    top = Widget(widget.page).open(pages.show(POST, article(f"{THREAD}<hr>{THREAD}")))
    bottom = Widget(widget.page, at=1).ready()
    press(likes(top, "Likeable."))
    expect(heart(likes(bottom, "Likeable."))).to_have_attribute("aria-pressed", "true")
    press(likes(bottom, "Likeable."), "Liked")
    expect(heart(likes(top, "Likeable."))).to_have_attribute("aria-pressed", "false")


def test_what_is_being_written_in_one_copy_is_left_alone_by_the_other(twice: tuple[Widget, Widget]) -> None:
    top, bottom = twice
    bottom.write("Half a thought")
    bottom.be_guest("Half a name")
    top.post_as_guest("A whole one.")
    expect(bottom.said("A whole one.")).to_be_visible()
    expect(bottom.text).to_have_value("Half a thought")
    expect(bottom.frame.get_by_label("Name", exact=True)).to_have_value("Half a name")


@pytest.fixture
def turbo(pages: HostPages, comments: Flask) -> HostPages:
    """A site whose links are followed by Turbo, with something said under each of its two posts."""
    script = pages.show(f"{BLOG}/turbo.js", TURBO.read_text(encoding="utf-8"), Content_Type="text/javascript")
    head = f'<script src="{script}"></script>{LOADER}'
    for here, there in (("first", "second"), ("second", "first")):
        link = f'<a href="/{there}">To the {there}</a>'
        pages.show(f"{BLOG}/{here}", article(link + THREAD, head=head).replace(f"</article>{LOADER}", "</article>"))
        say(comments, f"On the {here}.", page=f"{BLOG}/{here}")
    return pages


def shows(widget: Widget, name: str) -> None:
    """The page of that name has its thread, whole, and no other frame is left."""
    expect(widget.page).to_have_url(f"{BLOG}/{name}")
    expect(widget.ready().said(f"On the {name}.")).to_be_visible()
    expect(widget.page.locator("iframe")).to_have_count(1)


def test_turbo_leads_from_thread_to_thread_and_back(widget: Widget, turbo: HostPages) -> None:
    widget.open(f"{BLOG}/first")
    widget.page.evaluate("window.kept = 'one document'")
    shows(widget, "first")
    widget.write("Unfinished on the first")
    for name in ("second", "first", "second"):
        widget.page.get_by_role("link", name=f"To the {name}").click()
        shows(widget, name)
    widget.post_as_guest("Posted after Turbo.")
    widget.page.go_back()
    shows(widget, "first")
    expect(widget.text).to_have_value("Unfinished on the first")
    widget.page.go_forward()
    shows(widget, "second")
    expect(widget.said("Posted after Turbo.")).to_be_visible()
    assert widget.page.evaluate("kept") == "one document"


def test_a_transition_within_a_document_changes_the_thread(widget: Widget, comments: Flask) -> None:
    say(comments, "On the other page.", page=f"{BLOG}/other")
    widget.open()
    widget.page.evaluate(
        "other => document.startViewTransition(() => document.querySelector('rejoinder-thread')"
        ".setAttribute('page', other)).finished",
        f"{BLOG}/other",
    )
    expect(widget.ready().said("On the other page.")).to_be_visible()
    widget.post_as_guest("After a transition.")


def test_a_transition_between_documents_ends_with_a_thread(widget: Widget, comments: Flask, pages: HostPages) -> None:
    head = BY_ITSELF + REVEALED
    for name in ("from", "to"):
        say(comments, f"On the {name}.", page=f"{BLOG}/{name}")
        pages.show(f"{BLOG}/{name}", article(f'<a href="/to">Onwards</a>{THREAD}', head=head))
    widget.open(f"{BLOG}/from")
    widget.page.get_by_role("link", name="Onwards").click()
    shows(widget, "to")
    assert widget.page.evaluate("moved")
    widget.page.go_back()
    shows(widget, "from")


def test_a_page_with_trusted_types_and_two_sources_has_a_whole_thread(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/trusted", bare_page(), Content_Security_Policy=TRUSTED)).sign_in("google")
    widget.post("Trusted.")
    widget.press("Log Out")
    widget.shows_chooser()


@pytest.fixture
def sandboxed(browser: Browser, contexts: Callable[..., BrowserContext]) -> Page:
    """A tab whose browser warns of what a sandbox with scripts and an origin is worth."""
    return contexts(browser, breaks="An iframe which has both allow-scripts and allow-same-origin").new_page()


def within(page: Page, pages: HostPages, sandbox: str) -> FrameLocator:
    """A page of the blog that shows another one of it in a sandbox."""
    page.goto(
        pages.show(
            f"{BLOG}/around",
            f'<!doctype html><title>Around</title><link rel="icon" href="data:,">'
            f'<iframe src="/inside" sandbox="{sandbox}" width="800" height="800"></iframe>',
        )
    )
    return page.frame_locator("iframe")


def test_a_page_in_a_sandbox_with_an_origin_has_a_whole_thread(sandboxed: Page, pages: HostPages) -> None:
    widget = Widget(sandboxed, within=within(sandboxed, pages, SANDBOX)).ready()
    widget.sign_in("google")
    widget.post("From a sandbox.")
    sandboxed.reload()
    widget.ready().open_chooser()
    widget.shows("google", FIRST["google"])


def test_a_page_without_an_origin_says_that_comments_cannot_be_there(page: Page, pages: HostPages, rig: Rig) -> None:
    inside = within(page, pages, "allow-scripts")
    expect(inside.get_by_text("Comments cannot be shown here.")).to_be_visible()
    expect(inside.locator("iframe")).to_have_count(0)
    assert rig.asked(COMMENTS_HOST, "/thread") == []
