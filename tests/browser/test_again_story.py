"""Reading as one likes: the order, what is put away, what is pinned, and what has come since one was here."""

from flask import Flask
from playwright.sync_api import Locator, expect
from rig_names import POST
from rig_people import say
from widget_page import Widget, click

from widget.comments.liking import like
from widget.comments.pinning import pin_comment
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.extensions import db
from widget.web.transactions import transaction


def order(widget: Widget) -> list[str]:
    """What the comments say, in their order."""
    return [text.strip() for text in widget.frame.locator("article > .said").all_inner_texts()]


def choose(widget: Widget, name: str) -> None:
    """Choose an order and wait until it is there."""
    widget.press(name)
    expect(widget.button(name)).to_have_attribute("aria-current", "true")


def folding(widget: Widget, text: str) -> Locator:
    """The word that puts a conversation away, or shows it again."""
    return widget.said(text).locator("> [data-acts] > [data-fold]")


def like_as_owner(app: Flask, comment_id: str) -> None:
    """Let a comment's author like it."""
    with app.app_context():
        with transaction() as store:
            comment = comment_by_id(store, comment_id)
            assert comment
            assert comment.identity
            like(store, comment, comment.identity, clock.now(), wanted=True)
        db.session.remove()


def pin(app: Flask, comment_id: str) -> None:
    """Pin a comment, as an owner does."""
    with app.app_context():
        with transaction() as store:
            comment = comment_by_id(store, comment_id)
            assert comment
            pin_comment(store, comment, clock.now())
        db.session.remove()


def test_a_reader_chooses_an_order_and_finds_it_again(widget: Widget, comments: Flask) -> None:
    ids = [say(comments, text, by="Ada") for text in ("One.", "Two.", "Three.")]
    like_as_owner(comments, ids[1])
    widget.open()
    expect(widget.button("Oldest")).to_have_attribute("aria-current", "true")
    choose(widget, "Newest")
    assert order(widget) == ["Three.", "Two.", "One."]
    expect(widget.button("Newest")).to_be_focused()
    choose(widget, "Most liked")
    assert order(widget) == ["Two.", "Three.", "One."]
    widget.page.reload()
    widget.ready()
    expect(widget.button("Most liked")).to_have_attribute("aria-current", "true")
    assert order(widget) == ["Two.", "Three.", "One."]


def test_an_answer_under_way_stays_under_what_it_answers(widget: Widget, comments: Flask) -> None:
    for text in ("One.", "Two."):
        say(comments, text)
    widget.open().answer("One.")
    widget.text.fill("Half an answer")
    choose(widget, "Newest")
    expect(widget.said("One.").get_by_label("Enter your comment here…")).to_have_value("Half an answer")
    widget.page.reload()
    widget.ready()
    expect(widget.button("Newest")).to_have_attribute("aria-current", "true")
    expect(widget.said("One.").get_by_label("Enter your comment here…")).to_have_value("Half an answer")


def test_a_link_leads_to_its_comment_in_the_order_that_was_chosen(widget: Widget, comments: Flask) -> None:
    ids = [say(comments, f"Number {number}.") for number in range(3)]
    choose(widget.open(), "Newest")
    widget.page.goto("about:blank")
    widget.open(f"{POST}#rejoinder-{ids[0]}")
    expect(widget.said("Number 0.")).to_be_focused()
    expect(widget.button("Newest")).to_have_attribute("aria-current", "true")


def test_an_order_that_cannot_be_had_changes_nothing(widget: Widget, comments: Flask) -> None:
    for text in ("One.", "Two."):
        say(comments, text)
    widget.open().page.route("**/comments?*order=newest", lambda route: route.abort())
    with widget.page.expect_event("requestfailed"):
        widget.press("Newest")
    expect(widget.button("Oldest")).to_have_attribute("aria-current", "true")
    expect(widget.frame.locator("main")).to_have_attribute("data-order", "oldest")
    assert order(widget) == ["One.", "Two."]


def test_a_conversation_is_put_away_by_keyboard_and_stays_so_for_the_tab(widget: Widget, comments: Flask) -> None:
    root = say(comments, "A question.")
    answer = say(comments, "An answer.", to=root)
    widget.open()
    folding(widget, "A question.").press("Enter")
    expect(widget.frame.locator(f"#c-{answer}")).to_be_hidden()
    expect(folding(widget, "A question.")).to_have_text("Show replies")
    expect(folding(widget, "A question.")).to_be_focused()
    widget.page.reload()
    expect(widget.ready().frame.locator(f"#c-{answer}")).to_be_hidden()
    folding(widget, "A question.").press("Enter")
    expect(widget.frame.locator(f"#c-{answer}")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().frame.locator(f"#c-{answer}")).to_be_visible()


def test_a_link_into_what_was_put_away_shows_it_again(widget: Widget, comments: Flask) -> None:
    root = say(comments, "A question.")
    answer = say(comments, "An answer.", to=root)
    widget.open()
    click(folding(widget, "A question."))
    expect(widget.frame.locator(f"#c-{answer}")).to_be_hidden()
    widget.page.evaluate(f"location.hash = '#rejoinder-{answer}'")
    expect(widget.frame.locator(f"#c-{answer}")).to_be_focused()
    expect(folding(widget, "A question.")).to_have_text("Hide replies")


def test_what_has_come_since_the_last_visit_is_marked(widget: Widget, comments: Flask) -> None:
    say(comments, "Known.")
    widget.open()
    expect(widget.frame.locator(".fresh")).to_have_count(0)
    widget.page.goto("about:blank")
    first = say(comments, "Fresh.")
    say(comments, "Fresh too.")
    widget.open()
    expect(widget.said("Fresh.").locator("> .byline")).to_contain_text("new")
    expect(widget.said("Known.").locator(".fresh")).to_have_count(0)
    widget.press("2 new since your last visit")
    expect(widget.frame.locator(f"#c-{first}")).to_be_focused()
    widget.page.goto("about:blank")
    widget.open()
    expect(widget.said("Fresh too.")).to_be_visible()
    expect(widget.frame.locator("[data-visit]")).to_have_count(0)


def test_ones_own_comment_is_not_new_to_oneself(widget: Widget, comments: Flask) -> None:
    widget.open().post_as_guest("From me.")
    widget.page.goto("about:blank")
    say(comments, "By others.")
    widget.open()
    expect(widget.button("1 new since your last visit")).to_be_visible()
    expect(widget.said("From me.").locator(".fresh")).to_have_count(0)


def test_a_pinned_comment_stays_on_top_in_every_order(widget: Widget, comments: Flask) -> None:
    ids = [say(comments, text) for text in ("One.", "Two.", "Three.")]
    pin(comments, ids[1])
    widget.open()
    assert order(widget) == ["Two.", "One.", "Three."]
    expect(widget.said("Two.").locator("> .byline")).to_contain_text("Pinned")
    choose(widget, "Newest")
    assert order(widget) == ["Two.", "Three.", "One."]


def test_on_paper_there_is_all_text_and_nothing_to_press(widget: Widget, comments: Flask) -> None:
    root = say(comments, "Look at https://example.org/page please.")
    answer = say(comments, "An answer.", to=root)
    widget.open()
    click(folding(widget, "Look at"))
    expect(widget.frame.locator(f"#c-{answer}")).to_be_hidden()
    widget.page.emulate_media(media="print")
    expect(widget.frame.locator(f"#c-{answer}")).to_be_visible()
    expect(widget.frame.get_by_role("button")).to_have_count(0)
    expect(widget.text).to_be_hidden()
    link = widget.frame.get_by_role("link", name="https://example.org/page")
    after = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://example.org/page" in after
