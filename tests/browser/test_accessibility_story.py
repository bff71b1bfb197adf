"""axe finds nothing to object to in the frame, in any of its states, on light and on dark pages."""

import pytest
from axe_looks import GROUNDS, PAGE, Check, CheckPage
from flask import Flask
from playwright.sync_api import Route, expect
from rig_people import arrive, end_all_sessions, say, set_up
from widget_page import FIRST, Widget

from widget.demo.standins import Fault, Misbehave
from widget.web.running import PROVIDERS

MARKED = f'# *One* **two** ||three||\n\n> `four`\n\n```py\nif 1: # {"five " * 40}\n    "six"\n```\n```diff\n-7\n+8\n```'


@pytest.mark.parametrize(("theme", "wrong"), [("light", "dark"), ("dark", "light")])
def test_axe_looks_into_the_frame_and_at_the_ground_below_it(
    here: Widget, check: Check, theme: str, wrong: str
) -> None:
    here.open(PAGE)
    with pytest.raises(AssertionError, match="color-contrast"):
        check("the wrong ground", on={theme: GROUNDS[wrong]})
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


def test_writing_with_marks_and_reading_them(here: Widget, comments: Flask, check: Check) -> None:
    say(comments, MARKED, by="Ada", page=PAGE)
    here.open(PAGE)
    check("marks")
    here.frame.get_by_role("checkbox").check()
    check("spoiler shown")
    here.open_chooser()
    expect(here.frame.get_by_role("toolbar")).to_be_visible()
    check("tools")
    here.text.press_sequentially("Hello @")
    expect(here.frame.get_by_role("listbox")).to_be_visible()
    check("mentions")
    here.text.fill("x" * 65_500)
    check("little room")
    here.text.fill("x" * 65_530)
    check("too long")
    here.text.fill(MARKED)
    here.press("Preview")
    expect(here.frame.get_by_role("region", name="Preview")).to_be_visible()
    check("preview")


def test_the_deepest_reply(here: Widget, comments: Flask, check: Check) -> None:
    above = None
    for level in range(7):
        above = say(comments, f"Level {level}.", by="Ada" if level % 2 else "", to=above, page=PAGE)
    here.open(PAGE)
    expect(here.said("Level 6.").last).to_contain_text("in reply to")
    here.answer("Level 6.")
    check("deepest reply")


def test_a_closed_thread(here: Widget, comments: Flask, check: Check) -> None:
    say(comments, "Before it closed.", page=PAGE)
    set_up(comments, PAGE, comments_open=False)
    here.open(PAGE)
    expect(here.frame.get_by_text("Comments are closed.")).to_be_visible()
    check("closed")


def test_a_form_without_guests_and_one_without_providers(here: Widget, comments: Flask, check: Check) -> None:
    set_up(comments, PAGE, guests_allowed=False)
    here.open(PAGE).open_chooser()
    expect(here.frame.get_by_label("Email")).to_have_count(0)
    check("without guests")
    set_up(comments, PAGE, guests_allowed=True)
    comments.extensions[PROVIDERS] = {}
    here.open(PAGE).open_chooser()
    expect(here.frame.locator("[data-provider]")).to_have_count(0)
    check("without providers")


def test_while_a_comment_is_sent(here: Widget, check: Check) -> None:
    held: list[Route] = []
    here.page.route("**/threads/*/comments", lambda route: held.append(route))
    here.open(PAGE).write("On its way")
    here.be_guest()
    here.send()
    expect(here.button("Posting Comment…")).to_have_attribute("aria-disabled", "true")
    check("sending")
    held[0].continue_()
    expect(here.said("On its way")).to_be_visible()


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


def test_a_provider_that_failed_and_logging_out(
    here: Widget, misbehave: Misbehave, check: Check, check_page: CheckPage
) -> None:
    misbehave.set("google", Fault.WRONG_ISS)
    here.open(PAGE).open_chooser()
    with here.window("google") as account:
        account.choose(FIRST["google"])
        account.allow()
        account.says("could not be verified")
        check_page(account.page)
        account.page.close()
    here.says("could not be verified")
    check("provider failed")
    here.sign_in("x")
    here.press("Log Out")
    here.says("You are logged out here.")
    check("logged out")


def test_asking_to_delete_and_the_tombstone(here: Widget, comments: Flask, check: Check) -> None:
    say(comments, "Answered.", to=say(comments, "To be deleted.", by="Ada", page=PAGE), page=PAGE)
    arrive(comments, here.page.context, "Ada", PAGE)
    here.open(PAGE).open_chooser()
    here.ask_to_delete("To be deleted.")
    check("delete asked")
    here.press("Delete", here.frame.get_by_role("group", name="Delete this comment for good?"))
    expect(here.frame.get_by_text("This comment was deleted").first).to_be_visible()
    check("tombstone")


def test_liking_and_editing(here: Widget, comments: Flask, check: Check, check_page: CheckPage) -> None:
    say(comments, "An answer.", to=say(comments, "To be edited.", by="Ada", page=PAGE), page=PAGE)
    arrive(comments, here.page.context, "Ada", PAGE)
    here.open(PAGE).open_chooser()
    place = here.said("To be edited.").locator("> [data-acts] [data-likes]")
    here.press("Like", place)
    here.press("You like this.", place)
    expect(here.frame.get_by_role("group", name="1 blogger likes this:")).to_be_visible()
    check("liked, with the list")
    here.press("Edit", here.said("To be edited."))
    editor = here.frame.get_by_role("textbox", name="Edit your comment")
    editor.fill(" ")
    here.press("Save")
    expect(editor).to_have_attribute("aria-invalid", "true")
    check("editing, refused")
    editor.fill("Edited.")
    here.press("Save")
    with here.page.context.expect_page() as opened:
        here.frame.get_by_role("link", name="edited: what it said before").click()
    check_page(opened.value)
