"""The thread in other languages: as the page says, from right to left where it does, and through a whole sign-in."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from rig_names import BLOG
from rig_pages import THREAD, HostPages, article
from rig_people import say
from widget_page import FIRST, Account, Widget

from widget.web.languages import translations_of

WELSH = {0: "Dim sylwadau", 1: "1 sylw", 2: "2 sylw", 3: "3 sylw", 6: "6 sylw", 7: "7 sylw"}


class Spoken:
    """The words of a language, by the English ones."""

    def __init__(self, locale: str) -> None:
        self.catalogue = translations_of(locale)

    def __call__(self, msgid: str, **values: str) -> str:
        said: str = self.catalogue.ugettext(msgid)
        assert said != msgid
        return said % values if values else said


def post_button(widget: Widget, say_in: Spoken) -> Locator:
    """The button that posts."""
    return widget.button(say_in("Post Comment"))


def open_form(widget: Widget, say_in: Spoken) -> Locator:
    """Come into the text, and return it."""
    text = widget.frame.get_by_label(say_in("Enter your comment here…"))
    text.focus()
    expect(widget.identity).to_be_visible()
    return text


def good_from_right_to_left(page: Page, part: Locator) -> None:
    """It runs from right to left, is no wider than it may be, and axe has nothing to say."""
    assert part.evaluate("part => getComputedStyle(part).direction") == "rtl"
    assert part.evaluate("part => { const top = part.ownerDocument.scrollingElement; return top.scrollWidth }") <= 360
    found = Axe().run(page.frames[1] if len(page.frames) > 1 else page)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def arabic(browser: Browser, contexts: Callable[..., BrowserContext], pages: HostPages) -> Widget:
    """A narrow page in Arabic."""
    page = contexts(browser, viewport={"width": 360, "height": 740}).new_page()
    pages.show(f"{BLOG}/arabic", article(lang="ar").replace("<html", '<html dir="rtl"'))
    return Widget(page)


def test_a_page_in_arabic_has_a_form_errors_and_announcements_in_arabic(arabic: Widget, comments: Flask) -> None:
    ar = Spoken("ar")
    say(comments, "مرحبا", page=f"{BLOG}/arabic")
    text = open_form(arabic.open(f"{BLOG}/arabic"), ar)
    post_button(arabic, ar).click()
    expect(arabic.frame.get_by_text(ar("Please enter a comment"))).to_be_visible()
    good_from_right_to_left(arabic.page, arabic.frame.locator("main"))
    text.fill("القطار متأخر")
    arabic.frame.locator("[name=email]").fill("grace@example.org")
    arabic.frame.locator("[name=name]").fill("Grace")
    post_button(arabic, ar).click()
    expect(arabic.said("القطار متأخر")).to_be_visible()
    expect(arabic.frame.locator("[data-live]")).to_have_text(ar("Your comment has been posted."))
    good_from_right_to_left(arabic.page, arabic.frame.locator("main"))


def test_the_window_of_a_sign_in_speaks_arabic_too(arabic: Widget) -> None:
    ar = Spoken("ar")
    open_form(arabic.open(f"{BLOG}/arabic"), ar)
    with arabic.page.expect_popup() as opened:
        arabic.button(ar("Log in with %(provider)s", provider="Google")).click()
    window = Account(opened.value)
    window.choose(FIRST["google"])
    window.deny()
    refusal = ar("You did not allow %(provider)s to sign you in.", provider="Google")
    expect(window.page.get_by_text(refusal)).to_be_visible()
    window.page.set_viewport_size({"width": 360, "height": 740})
    good_from_right_to_left(window.page, window.page.locator("main"))
    window.page.close()
    expect(arabic.identity).to_contain_text(refusal)


def test_another_lang_on_the_element_is_another_language_with_the_same_draft(widget: Widget) -> None:
    de, pl = Spoken("de"), Spoken("pl")
    widget.open().write("Half a thought")
    for tag, language in (("de", de), ("pl", pl)):
        widget.element.evaluate("(thread, tag) => thread.setAttribute('lang', tag)", tag)
        text = widget.ready().frame.get_by_label(language("Enter your comment here…"))
        expect(text).to_have_value("Half a thought")
        expect(post_button(widget, language)).to_be_visible()


def test_a_sign_in_begun_in_polish_ends_in_polish(widget: Widget, pages: HostPages) -> None:
    pl = Spoken("pl")
    open_form(widget.open(pages.show(f"{BLOG}/polish", article(lang="pl"))), pl)
    widget.page.context.add_init_script("window.close = () => {}")  # so that the last page can be read
    with widget.page.expect_popup() as opened:
        widget.button(pl("Log in with %(provider)s", provider="Google")).click()
    window = Account(opened.value)
    window.choose(FIRST["google"])
    window.allow()
    done = pl("Signed in as %(name)s", name=FIRST["google"])
    expect(window.page.get_by_role("heading", name=done)).to_be_visible()
    assert window.page.evaluate("[navigator.language, document.documentElement.lang]") == ["en-US", "pl"]
    window.page.close()
    expect(widget.identity).to_contain_text(
        pl("You are commenting using your %(provider)s account.", provider="Google")
    )


def test_the_live_counter_knows_the_six_forms_of_welsh(widget: Widget, comments: Flask, pages: HostPages) -> None:
    url = pages.show(f"{BLOG}/welsh", article(THREAD, lang="cy"))
    widget.open(url)
    for count in range(8):
        if count in WELSH:
            expect(widget.count).to_have_text(WELSH[count])
            assert f">{WELSH[count]}</h2>" in fresh_document(widget)
        say(comments, f"Sylw {count}.", page=url)


def fresh_document(widget: Widget) -> str:
    """The document as the server makes it now."""
    frame = widget.page.frames[1]
    return str(frame.evaluate("async address => (await fetch(address, { cache: 'no-cache' })).text()", frame.url))
