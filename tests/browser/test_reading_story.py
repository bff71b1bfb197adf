"""Reading: long threads a page at a time, links to any comment, and what others write meanwhile."""

from collections.abc import Callable

import pytest
from crowd import crowd
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from rig_names import BLOG, COMMENTS_HOST, POST
from rig_pages import THREAD, HostPages, article
from rig_people import arrive, say, take_back
from rig_server import Rig
from widget_page import Widget

# In a frame, nothing comes that waits for no more than that there is time.
NEVER_LATER = """if (window !== top) {
  const wait = window.setTimeout;
  window.setTimeout = (act, time, ...more) => time ? wait(act, time, ...more) : 0;
}"""


@pytest.fixture
def second(browser: Browser, contexts: Callable[..., BrowserContext], widget: Widget) -> Widget:
    """Another reader of the same thread."""
    return Widget(contexts(browser).new_page())


def focused(widget: Widget) -> str:
    """What the frame's focus is on, as its words begin."""
    return str(widget.page.frames[1].evaluate("document.activeElement.innerText"))


def test_further_comments_come_when_they_are_asked_for(widget: Widget, comments: Flask) -> None:
    posted = crowd(comments, 60, page=POST)
    widget.open()
    expect(widget.comments).to_have_count(50)
    expect(widget.count).to_have_text("60 comments")
    widget.press("Show more comments")
    expect(widget.comments).to_have_count(60)
    expect(widget.button("Show more comments")).to_have_count(0)
    expect(widget.frame.locator(f"#c-{posted[50]}")).to_be_focused()
    shown = widget.comments.evaluate_all("all => all.map(one => one.dataset.comment)")
    assert shown == posted


def test_ones_own_comment_stays_behind_the_pages_that_come_later(widget: Widget, comments: Flask) -> None:
    crowd(comments, 60, page=POST)
    widget.open().post_as_guest("At the very end.")
    expect(widget.count).to_have_text("61 comments")
    widget.press("Show more comments")
    expect(widget.comments).to_have_count(61)
    expect(widget.comments.last).to_contain_text("At the very end.")
    widget.delete("At the very end.")
    expect(widget.count).to_have_text("60 comments")


def test_replies_that_were_left_out_come_when_they_are_asked_for(widget: Widget, comments: Flask) -> None:
    root = crowd(comments, 1, page=POST)[0]
    crowd(comments, 240, to=root, page=POST)
    widget.open()
    expect(widget.comments).to_have_count(200)
    widget.press("41 more replies")
    expect(widget.comments).to_have_count(241)
    expect(widget.frame.locator("[data-more]")).to_have_count(0)


def test_a_link_to_a_comment_far_away_leads_to_it(widget: Widget, comments: Flask) -> None:
    posted = crowd(comments, 120, page=POST)
    answer = crowd(comments, 1, to=posted[80], page=POST)[0]
    widget.open(f"{POST}#rejoinder-{answer}")
    expect(widget.frame.locator(f"#c-{answer}")).to_be_focused()
    expect(widget.comments.first).to_have_attribute("data-comment", posted[80])
    widget.press("Show earlier comments")
    expect(widget.comments.first).to_have_attribute("data-comment", posted[30])
    expect(widget.comments).to_have_count(50 + 41)


def test_a_long_thread_is_laid_out_whole_a_few_comments_at_a_time(widget: Widget, comments: Flask) -> None:
    crowd(comments, 50, page=POST)
    widget.open()
    expect(widget.comments).to_have_count(50)
    expect(widget.frame.locator("[data-later]")).to_have_count(0)


def test_below_all_that_is_in_sight_a_thread_has_its_whole_height(
    widget: Widget, comments: Flask, pages: HostPages
) -> None:
    """A browser draws nothing there; who jumps to the end of the page still finds it where it stays."""
    crowd(comments, 50, page=f"{BLOG}/far-below")
    late = THREAD.replace("<rejoinder-thread", '<rejoinder-thread loading="eager"')
    url = pages.show(f"{BLOG}/far-below", article(f'<div class="far"></div>{late}'))
    widget.page.goto(url)
    expect(widget.frame.locator("[data-later]")).to_have_count(0)
    height = widget.frame.locator("main").evaluate("main => Math.ceil(main.getBoundingClientRect().height)")
    expect(widget.element.locator("iframe")).to_have_css("height", f"{height}px")


def test_where_a_link_leads_nothing_above_is_left_to_be_laid_out(widget: Widget, comments: Flask) -> None:
    posted = crowd(comments, 50, page=POST)
    widget.page.add_init_script(NEVER_LATER)
    widget.open(f"{POST}#rejoinder-{posted[45]}")
    expect(widget.frame.locator(f"#c-{posted[45]}")).to_be_focused()
    expect(widget.frame.locator(f"#c-{posted[45]}")).to_be_in_viewport()
    expect(widget.frame.locator("[data-later]")).to_have_count(0)


def test_a_new_comment_waits_behind_a_button_and_moves_nothing(widget: Widget, second: Widget, comments: Flask) -> None:
    say(comments, "First.")
    widget.open()
    second.open().post_as_guest("From the other side.")
    second.reply("From the other side.", "And one more.")
    news = widget.button("2 new comments")
    expect(news).to_be_visible()
    expect(widget.count).to_have_text("3 comments")
    expect(widget.comments).to_have_count(1)
    news.click()
    expect(widget.said("From the other side.")).to_be_focused()
    expect(widget.said("And one more.")).to_be_visible()
    expect(news).to_have_count(0)


def test_what_others_delete_goes_while_one_reads(widget: Widget, comments: Flask) -> None:
    gone, stays = say(comments, "Gone soon."), say(comments, "A question.")
    say(comments, "An answer.", to=stays)
    widget.open()
    take_back(comments, gone)
    take_back(comments, stays)
    expect(widget.said("Gone soon.")).to_have_count(0)
    expect(widget.frame.get_by_text("This comment was deleted")).to_be_visible()
    expect(widget.said("An answer.")).to_be_visible()
    expect(widget.count).to_have_text("1 comment")


def test_a_text_is_kept_when_the_comment_it_answers_goes(widget: Widget, comments: Flask) -> None:
    asked = say(comments, "Gone soon.")
    widget.open().answer("Gone soon.")
    widget.text.fill("An answer that took a while.")
    take_back(comments, asked)
    expect(widget.said("Gone soon.")).to_have_count(0)
    expect(widget.text).to_have_value("An answer that took a while.")
    expect(widget.button("Post Comment")).to_be_visible()


def test_ones_own_comment_is_no_news(widget: Widget, comments: Flask, rig: Rig) -> None:
    widget.open().post_as_guest("Mine.")
    rig.log.clear()
    with widget.page.expect_response(lambda answer: "/comments?since=" in answer.url):
        say(comments, "Not mine.")
    expect(widget.button("1 new comment")).to_be_visible()
    expect(widget.comments).to_have_count(1)


def test_readers_ask_without_cookies_and_mostly_hear_nothing(widget: Widget, comments: Flask, rig: Rig) -> None:
    say(comments, "First.")
    arrive(comments, widget.page.context, "Ada")
    widget.open()
    for _ in range(2):
        with widget.page.expect_response(lambda answer: answer.url.endswith("/version")):
            pass
    polls = [one for one in rig.asked(COMMENTS_HOST, "/threads/") if one.path.endswith("/version")]
    assert len(polls) >= 2
    assert {one.cookies for one in polls} == {""}


def test_before_the_first_comment_is_seen_three_things_are_asked_for(widget: Widget, comments: Flask, rig: Rig) -> None:
    say(comments, "First.")
    widget.open()
    expect(widget.said("First.")).to_be_visible()
    paths = [one.path.partition("?")[0] for one in rig.asked(COMMENTS_HOST) if not one.path.endswith("/version")]
    assert [path.rpartition("/")[2] for path in paths] == ["rejoinder.js", "thread", "frame.js"]


def test_a_style_that_comes_late_is_carried_in(page: Page, pages: HostPages) -> None:
    held: list[Route] = []
    page.route("**/late.css", lambda route: held.append(route))
    head = '<link rel="stylesheet" href="/late.css">'
    url = pages.show(POST, article('<rejoinder-thread loading="eager"></rejoinder-thread>', head=head))
    page.goto(url, wait_until="commit")
    main = Widget(page).frame.locator("main")
    expect(main).to_be_attached()
    held[0].fulfill(body="rejoinder-thread { --rejoinder-accent: rgb(0, 0, 139) }", content_type="text/css")
    expect(main).to_have_css("--rejoinder-accent", "rgb(0, 0, 139)")
