"""Threads on other people's pages, under their policies, in their colours, as many as they like."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rig_names import BLOG, COMMENTS, COMMENTS_HOST, NEWS, POST, SHOP, STRANGER
from rig_pages import THREAD, HostPages, article, bare_page
from rig_people import say
from rig_server import Rig
from widget_page import FIRST, Widget

STRICT = f"default-src 'none'; script-src {COMMENTS}; frame-src {COMMENTS}"
PLACES = """<script>
const topOf = name => document.querySelector(name).getBoundingClientRect().top;
const places = () => ["rejoinder-thread", "footer"].map(topOf);
const before = places();
</script>"""
COUNT = f'<rejoinder-count page="{POST}">some</rejoinder-count>'


@pytest.fixture
def framing(browser: Browser, contexts: Callable[..., BrowserContext]) -> Page:
    """A tab in which a page frames what it may not."""
    return contexts(browser, breaks="Framing 'https://comments.rejoinder.test/' violates").new_page()


def test_a_page_with_the_strictest_policy_needs_two_sources(widget: Widget, pages: HostPages, comments: Flask) -> None:
    say(comments, "Counted.")
    url = pages.show(f"{BLOG}/strict", bare_page(THREAD + COUNT), Content_Security_Policy=STRICT)
    widget.open(url).sign_in("google")
    widget.post("Under a strict policy.")
    expect(widget.page.locator("rejoinder-count")).to_have_text("1")
    widget.page.reload()
    widget.ready().open_chooser()
    widget.shows("google", FIRST["google"])


def test_trusted_types_on_the_page_are_respected(widget: Widget, pages: HostPages, comments: Flask) -> None:
    say(comments, "Counted.")
    policy = f"{STRICT}; require-trusted-types-for 'script'; trusted-types rejoinder"
    url = pages.show(f"{BLOG}/strict", bare_page(THREAD + COUNT), Content_Security_Policy=policy)
    widget.open(url).post_as_guest("Trusted.")
    expect(widget.page.locator("rejoinder-count")).to_have_text("1")


def test_two_threads_on_one_page_are_two_conversations(page: Page, pages: HostPages) -> None:
    two = '<rejoinder-thread key="left"></rejoinder-thread><rejoinder-thread key="right"></rejoinder-thread>'
    url = pages.show(f"{BLOG}/two", article(two))
    left, right = Widget(page).open(url), Widget(page, at=1).ready()
    left.sign_in("google")
    left.post("To the left.")
    right.open_chooser()
    right.shows("google", FIRST["google"])
    right.post("To the right.")
    page.reload()
    expect(left.ready().comments).to_have_count(1)
    expect(left.said("To the left.")).to_be_visible()
    expect(right.ready().said("To the right.")).to_be_visible()


def test_two_sites_under_one_domain_do_not_see_each_others_session(widget: Widget, comments: Flask) -> None:
    widget.open(f"{SHOP}/a-post").sign_in("google")
    widget.open(f"{NEWS}/a-post").open_chooser()
    widget.shows_chooser()
    widget.sign_in("facebook")
    widget.open(f"{SHOP}/a-post").open_chooser()
    widget.shows("google", FIRST["google"])
    widget.press("Log Out")
    widget.shows_chooser()
    widget.open(f"{NEWS}/a-post").open_chooser()
    widget.shows("facebook", FIRST["facebook"])


def test_where_a_thread_has_its_room_nothing_moves_when_it_comes(
    widget: Widget, comments: Flask, pages: HostPages
) -> None:
    say(comments, "A short thread.")
    room = "<style>rejoinder-thread { display: block; min-height: 100vh }</style>"
    widget.open(pages.show(POST, article(f"{THREAD}<footer>The end</footer>{PLACES}", head=room)))
    expect(widget.frame.get_by_text("A short thread.")).to_be_visible()
    assert widget.page.evaluate("places()") == widget.page.evaluate("before")


def test_a_changed_attribute_is_another_thread(widget: Widget, comments: Flask) -> None:
    say(comments, "On the other page.", page=f"{BLOG}/other")
    widget.open()
    expect(widget.frame.get_by_text("No comments yet")).to_be_visible()
    widget.element.evaluate(f"thread => thread.setAttribute('page', '{BLOG}/other')")
    expect(widget.said("On the other page.")).to_be_visible()
    widget.element.evaluate("thread => thread.removeAttribute('page')")
    expect(widget.frame.get_by_text("No comments yet")).to_be_visible()


def test_a_removed_thread_leaves_nothing_and_comes_back_whole(widget: Widget, comments: Flask) -> None:
    say(comments, "Here I am.")
    widget.open()
    with widget.page.expect_event("framedetached"):
        widget.page.evaluate("window.thread = document.querySelector('rejoinder-thread'); thread.remove()")
    assert len(widget.page.frames) == 1
    widget.page.evaluate("document.body.append(thread)")
    expect(widget.ready().said("Here I am.")).to_be_visible()
    assert len(widget.page.frames) == 2


def test_a_thread_far_below_is_fetched_when_it_comes_near(widget: Widget, pages: HostPages, rig: Rig) -> None:
    widget.page.goto(pages.show(f"{BLOG}/long", article(f'<div class="far"></div>{THREAD}')))
    widget.page.wait_for_function("document.querySelector('rejoinder-thread').shadowRoot?.adoptedStyleSheets.length")
    assert rig.asked(COMMENTS_HOST, "/thread") == []
    widget.page.evaluate("scrollTo(0, 3600)")
    widget.ready()
    assert len(rig.asked(COMMENTS_HOST, "/thread")) == 1


def test_a_thread_can_wait_for_a_click(widget: Widget, pages: HostPages, rig: Rig) -> None:
    widget.page.goto(pages.show(f"{BLOG}/click", article('<rejoinder-thread loading="click"></rejoinder-thread>')))
    button = widget.page.get_by_role("button", name="Show comments")
    expect(button).to_be_visible()
    assert rig.asked(COMMENTS_HOST, "/thread") == []
    button.click()
    widget.ready()


def test_what_the_owner_puts_inside_is_shown_until_the_thread_is_there(widget: Widget, pages: HostPages) -> None:
    inside = "<rejoinder-thread><p>Comments need scripts.</p></rejoinder-thread>"
    widget.open(pages.show(f"{BLOG}/inside", article(inside)))
    expect(widget.page.get_by_text("Comments need scripts.")).to_be_hidden()


def test_a_site_that_is_not_registered_shows_nothing(framing: Page) -> None:
    with framing.expect_response(f"{COMMENTS}/thread*") as refused:
        framing.goto(f"{STRANGER}/a-post")
    assert refused.value.status == 404
    expect(framing.locator("rejoinder-thread slot:not([hidden]) ~ iframe")).to_be_attached()
    assert framing.evaluate("heard") == []


def test_another_site_cannot_frame_a_page_that_is_not_its_own(framing: Page, pages: HostPages, comments: Flask) -> None:
    say(comments, "For the blog alone.")
    address = f"{COMMENTS}/thread?page={POST}"
    framing.goto(pages.show(f"{SHOP}/thief", f'<!doctype html><title>T</title><iframe src="{address}"></iframe>'))
    framing.wait_for_function("document.querySelector('iframe').contentDocument === null")
    assert "For the blog alone." not in (framing.frames[1].content())


def test_counts_are_filled_in_together(page: Page, pages: HostPages, comments: Flask, rig: Rig) -> None:
    say(comments, "One.")
    say(comments, "Two.")
    say(comments, "Three.", page=f"{BLOG}/other")
    counts = "".join(
        f'<rejoinder-count page="{BLOG}/{name}">-</rejoinder-count>' for name in ("a-post", "other", "none")
    )
    page.goto(pages.show(f"{BLOG}/", article(counts)))
    expect(page.locator("rejoinder-count")).to_have_text(["2", "1", "0"])
    assert len(rig.asked(COMMENTS_HOST, "/counts.js")) == 1
    page.locator("rejoinder-count").last.evaluate("(count, page) => count.setAttribute('page', page)", f"{BLOG}/other")
    expect(page.locator("rejoinder-count")).to_have_text(["2", "1", "1"])


def test_the_page_hears_what_happens_but_never_names_or_words(widget: Widget, comments: Flask) -> None:
    say(comments, "A secret, said by Grace.")
    widget.open().sign_in("google")
    widget.post("Another secret.")
    posted = widget.said("Another secret.").get_attribute("data-comment")
    heard = widget.page.evaluate("heard")
    assert [one["type"] for one in heard] == ["ready", "count", "count", "posted"]
    assert heard[-1]["detail"] == {"id": posted, "status": "published"}
    assert [one["detail"]["count"] for one in heard if one["type"] == "count"] == [1, 2]
    messages = widget.page.evaluate("messages")
    assert {one["origin"] for one in messages} == {COMMENTS}
    assert not any(word in one["text"] for one in messages for word in ("secret", "Grace", "Ada", "Google"))
