"""The thread lies on the page as if it belonged there: its colours, its measures, its height."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from rig_names import BLOG, COMMENTS, POST
from rig_pages import THREAD, HostPages, article
from rig_people import say
from widget_page import Widget

from widget.web.running import PROVIDERS

LONG = " ".join(["A comment that goes on and on about kettles."] * 12)
KNOBS = (
    "<style>rejoinder-thread { --rejoinder-accent: #b00020; --rejoinder-size: 20px }</style>"
    '<style media="(width < 600px)">rejoinder-thread { --rejoinder-accent: rgb(0 90 0) }</style>'
)


# What lies beside the words of each provider's cell, in whole pixels.
BESIDE = """() => [...document.querySelectorAll("main [data-provider]")].map(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return Math.round(cell.getBoundingClientRect().right - words.getBoundingClientRect().right);
})"""
# The places of the first and of the last word of a date.
PLACES = """() => {
    const text = document.querySelector("article time").firstChild, words = document.createRange();
    return [0, text.length - 4].map(at => {
        words.setStart(text, at);
        words.setEnd(text, at + 1);
        return words.getBoundingClientRect().x;
    });
}"""


FITS = """async width => {
    const root = document.scrollingElement, main = document.querySelector("main");
    const now = () => ({ width: innerWidth, scrolls: root.scrollHeight > root.clientHeight,
        gap: innerHeight - Math.ceil(main.getBoundingClientRect().height) });
    const fits = ({ width: is, scrolls, gap }) => is === width && !scrolls && gap === 0;
    for (const end = Date.now() + 10_000; !fits(now()) && Date.now() < end;)
        await new Promise(next => setTimeout(next, 20));
    return now();
}"""


def fits(widget: Widget) -> None:
    """The frame is as high as what it shows, to the pixel: no inner scroll bars, nothing cut off, no gap."""
    width = widget.element.locator("iframe").evaluate("frame => frame.clientWidth")
    assert widget.page.frames[1].evaluate(FITS, width) == {"width": width, "scrolls": False, "gap": 0}


def set_knob(widget: Widget, name: str, value: str) -> None:
    """Set one of the owner's properties on the element, or take it away again."""
    set_property = "(thread, [name, value]) => thread.style.setProperty(name, value)"
    widget.element.evaluate(set_property, [f"--rejoinder-{name}", value])


def colour(part: Locator, name: str = "color") -> str:
    """A computed style of a part."""
    value: str = part.evaluate("(part, name) => getComputedStyle(part)[name]", name)
    return value


def test_what_the_owner_sets_is_carried_in_and_followed_live(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/knobs", article(head=KNOBS))).open_chooser()
    accent, red = (widget.frame.locator("main"), "--rejoinder-accent"), "rgb(176, 0, 32)"
    expect(widget.text).to_have_css("font-size", "20px")
    expect(accent[0]).to_have_css(accent[1], red)
    button = colour(widget.button("Post Comment"), "backgroundColor")
    set_knob(widget, "accent", "rgb(0, 0, 139)")
    expect(accent[0]).to_have_css(accent[1], "rgb(0, 0, 139)")
    expect(widget.button("Post Comment")).not_to_have_css("background-color", button)
    set_knob(widget, "accent", "")
    widget.page.set_viewport_size({"width": 500, "height": 900})
    expect(accent[0]).to_have_css(accent[1], "rgb(0, 90, 0)")


def test_what_is_no_colour_and_no_length_is_not_carried_in(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/knobs", article(head=KNOBS))).open_chooser()
    main = widget.frame.locator("main")
    set_knob(widget, "font", "url(https://evil.test/font)")
    set_knob(widget, "accent", "rgb(0, 0, 139)")
    expect(main).to_have_css("--rejoinder-accent", "rgb(0, 0, 139)")
    assert "evil" not in colour(main, "fontFamily")


def test_on_a_dark_page_the_thread_is_dark_and_follows_when_it_turns(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/dark", article(body_class="dark")))
    main = widget.frame.locator("main")
    expect(main).to_have_attribute("data-theme", "dark")
    dark = colour(main)
    assert (
        widget.page.frames[1].evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgba(0, 0, 0, 0)"
    )
    widget.page.evaluate("document.body.classList.remove('dark')")
    expect(main).to_have_attribute("data-theme", "light")
    expect(main).not_to_have_css("color", dark)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_owner_can_settle_the_theme(widget: Widget, pages: HostPages, theme: str) -> None:
    wish = f'<rejoinder-thread theme="{theme}"></rejoinder-thread>'
    widget.open(pages.show(f"{BLOG}/{theme}", article(wish)))
    expect(widget.frame.locator("main")).to_have_attribute("data-theme", theme)
    expect(widget.element.locator("iframe")).to_have_css("color-scheme", theme)


def test_the_frame_is_as_high_as_its_thread_whatever_happens(widget: Widget, comments: Flask) -> None:
    say(comments, LONG)
    widget.open()
    fits(widget)
    widget.open_chooser()
    fits(widget)
    widget.post_as_guest(f"Mine. {LONG}")
    fits(widget)
    widget.page.set_viewport_size({"width": 340, "height": 700})
    fits(widget)
    widget.answer("Mine.")
    fits(widget)
    widget.press("Cancel reply")
    widget.text.fill("\n".join("line" for _ in range(30)))
    fits(widget)
    widget.text.fill("")
    widget.delete("Mine.")
    fits(widget)
    widget.page.set_viewport_size({"width": 900, "height": 700})
    fits(widget)


def test_nothing_is_wider_than_a_narrow_page(widget: Widget, comments: Flask) -> None:
    parent = None
    for number in range(6):
        parent = say(comments, f"Level {number} {'w' * 80}", to=parent)
    widget.page.set_viewport_size({"width": 320, "height": 800})
    widget.open().open_chooser()
    widths = widget.page.frames[1].evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


def test_text_of_twice_the_size_has_as_much_room_as_half_the_width(widget: Widget) -> None:
    widget.page.set_viewport_size({"width": 640, "height": 800})
    widget.open().open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    expect(widget.button("Spoiler")).to_be_visible()
    set_knob(widget, "size", "32px")
    expect(widget.text).to_have_css("font-size", "32px")
    expect(widget.button("Spoiler")).to_be_hidden()
    widths = widget.page.frames[1].evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


def test_on_a_narrow_page_every_provider_has_as_much_room_and_the_hint_one_line(
    widget: Widget, comments: Flask
) -> None:
    del comments.extensions[PROVIDERS]["passkey"]  # three stand in one row; four are two rows of equal cells
    widget.page.set_viewport_size({"width": 360, "height": 800})
    widget.open().open_chooser()
    beside = widget.page.frames[1].evaluate(BESIDE)
    assert max(beside) - min(beside) <= 1
    assert min(beside) > 8
    hint = widget.frame.get_by_text("Address never made public")
    assert hint.evaluate("hint => hint.getClientRects().length") == 1


def test_a_date_reads_the_same_from_right_to_left(widget: Widget, comments: Flask) -> None:
    say(comments, "When was that?")
    frame = widget.open().page.frames[1]
    frame.evaluate("document.documentElement.dir = 'rtl'")
    first, last = frame.evaluate(PLACES)
    assert first < last


def test_a_link_to_a_comment_leads_to_it(widget: Widget, comments: Flask) -> None:
    for number in range(12):
        last = say(comments, f"Number {number:02}. {LONG}")
    widget.page.goto(f"{COMMENTS}/comments/{last}")
    widget.ready()
    assert widget.page.url == f"{POST}#rejoinder-{last}"
    expect(widget.said("Number 11")).to_be_focused()
    expect(widget.said("Number 11")).to_be_in_viewport()
    first = widget.said("Number 00")
    widget.page.evaluate(f"location.hash = '#rejoinder-{first.get_attribute('data-comment')}'")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()


def test_an_anchor_of_the_page_itself_moves_nothing_of_ours(widget: Widget, comments: Flask, pages: HostPages) -> None:
    say(comments, "Stay where you are.", page=f"{BLOG}/anchor")
    url = pages.show(f"{BLOG}/anchor", article(f'{THREAD}<div class="far"></div><p id="end">The end</p>'))
    widget.open(url)
    widget.page.evaluate("location.hash = '#end'")
    expect(widget.page.get_by_text("The end")).to_be_in_viewport()
    expect(widget.comments).not_to_be_focused()


def test_a_new_comment_comes_into_sight(widget: Widget, comments: Flask) -> None:
    for number in range(8):
        say(comments, f"Number {number}: {LONG}")
    widget.open().answer("Number 0: ")
    widget.write("Up here.")
    widget.be_guest()
    widget.send("Reply")
    expect(widget.said("Up here.")).to_be_in_viewport()
    expect(widget.said("Up here.")).to_be_focused()
