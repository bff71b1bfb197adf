"""axe finds nothing to object to in the frame, in any of its states, on light and on dark pages."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import expect
from rig_names import BLOG, COMMENTS
from rig_pages import HostPages, article
from rig_people import arrive, end_all_sessions, say
from widget_page import FIRST, Widget

pytestmark = [pytest.mark.xdist_group("browser-b"), pytest.mark.parametrize("ground", ["light", "dark"])]
Check = Callable[..., None]
GROUNDS = {"light": "#fff", "dark": "#14171a"}
PAGE = f"{BLOG}/accessible"


@pytest.fixture
def here(widget: Widget, pages: HostPages, comments: Flask, ground: str) -> Widget:
    """A page of that ground."""
    pages.show(PAGE, article(body_class=ground))
    return widget


@pytest.fixture
def check(here: Widget, ground: str) -> Check:
    """A function that looks at the frame as it is now.

    axe knows nothing of the page around a frame, so the frame is first given the ground on which it lies, and what
    moves is brought to its end.
    """

    def look(state: str, on: str = ground) -> None:
        frame = here.page.frames[1]
        frame.evaluate("ground => { document.documentElement.style.background = ground }", GROUNDS[on])
        frame.evaluate(
            "document.getAnimations().filter(one => one.effect.getTiming().iterations < 9).forEach(one => one.finish())"
        )
        found = Axe().run(frame)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"

    return look


def test_axe_looks_into_the_frame_and_at_the_ground_below_it(here: Widget, check: Check, ground: str) -> None:
    here.open(PAGE)
    with pytest.raises(AssertionError, match="color-contrast"):
        check("the wrong ground", on="dark" if ground == "light" else "light")
    here.frame.locator("main").evaluate("main => main.append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        check("a picture without words")


def test_reading_writing_and_replying(here: Widget, comments: Flask, check: Check) -> None:
    here.open(PAGE)
    check("empty")
    say(comments, "By a guest.", to=say(comments, "By Ada.", by="Ada", page=PAGE), page=PAGE)
    here.page.reload()
    here.ready()
    check("thread")
    here.open_chooser()
    check("form open")
    here.button("Log in with Facebook").hover()
    expect(here.frame.locator("[data-consent]")).to_contain_text("Facebook will send us")
    check("consent row")
    here.answer("By a guest.")
    check("reply form")


def test_errors_and_refusals(here: Widget, check: Check) -> None:
    here.open(PAGE).open_chooser()
    here.send()
    expect(here.text).to_have_attribute("aria-invalid", "true")
    check("errors at fields")
    here.post_as_guest("Twice.")
    check("new comment")
    here.write("Twice.")
    here.send()
    expect(here.frame.locator("[data-note]")).to_be_visible()
    check("refusal")


def test_signing_in_changing_and_lapsing(here: Widget, comments: Flask, check: Check) -> None:
    here.open(PAGE).open_chooser()
    with here.window("google") as account:
        check("connecting")
        account.choose(FIRST["google"])
        account.deny()
        account.page.close()
    here.says("You did not allow Google to sign you in.")
    check("denied")
    here.sign_in("x")
    check("signed in")
    here.press("Change")
    check("change")
    here.press("Cancel")
    here.write("Lapsed")
    end_all_sessions(comments)
    here.send()
    here.says("Your sign-in has lapsed.")
    check("lapsed")


def test_asking_to_delete_and_the_tombstone(here: Widget, comments: Flask, check: Check) -> None:
    say(comments, "Answered.", to=say(comments, "To be deleted.", by="Ada", page=PAGE), page=PAGE)
    arrive(comments, here.page.context, "Ada", PAGE)
    here.open(PAGE).open_chooser()
    here.ask_to_delete("To be deleted.")
    check("delete asked")
    here.press("Delete", here.frame.get_by_role("group", name="Delete this comment for good?"))
    expect(here.frame.get_by_text("This comment was deleted").first).to_be_visible()
    check("tombstone")


def test_the_window_that_says_what_went_wrong(here: Widget, ground: str) -> None:
    here.page.emulate_media(color_scheme=ground)
    here.page.goto(f"{COMMENTS}/signin")
    expect(here.page.get_by_role("heading", name="This window has lost its page")).to_be_visible()
    found = Axe().run(here.page)
    assert found.violations_count == 0, found.generate_report()
