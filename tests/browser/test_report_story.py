"""A reader reports a comment where it stands, by keyboard; a browser without scripts gets a page for it."""

from axe_looks import PAGE, Check, CheckPage
from flask import Flask
from playwright.sync_api import Locator, expect
from rig_people import arrive, known, say
from widget_page import Widget

from widget.moderation.models import Report
from widget.web.transactions import transaction

WORDS = "Her street is Lower Lane and her name is Ann."

THANKS = "Thank you: the moderators will look at it."


def word(here: Widget, text: str = WORDS) -> Locator:
    return here.said(text).locator("> [data-acts]").get_by_role("link", name="Report the comment by Grace")


def reports(app: Flask) -> list[tuple[str, str]]:
    with app.app_context(), transaction() as store:
        return [(one.reason.value, one.text) for one in store.query(Report)]


def think_better_of_it(here: Widget, check: Check) -> None:
    """Open the form, and give it up."""
    word(here).press("Enter")
    expect(here.frame.get_by_role("radio", name="Spam or advertising")).to_be_focused()
    check("report")
    here.page.keyboard.press("Escape")
    expect(word(here)).to_be_focused()


def test_a_reader_says_what_is_wrong_and_is_thanked(here: Widget, comments: Flask, check: Check) -> None:
    say(comments, WORDS, page=PAGE)
    say(comments, "My own words.", by="Ada", page=PAGE)
    arrive(comments, here.page.context, "Ada", PAGE)
    here.open(PAGE)
    think_better_of_it(here, check)
    word(here).press("Enter")
    here.button("Report").press("Enter")
    expect(here.frame.locator(".report-form .wrong")).to_have_text("Please say what is wrong with it.")
    here.frame.get_by_role("radio", name="It reveals something private about somebody").check()
    here.frame.get_by_label("Is there anything to add?").fill("Her street.")
    here.page.keyboard.press("Enter")
    expect(here.said(WORDS).locator("> .state")).to_be_focused()
    expect(here.frame.locator("[data-live]")).to_have_text(THANKS)
    check("reported")
    assert reports(comments) == [("personal-data", "Her street.")]
    here.open_chooser()
    here.shows("google", "Ada")
    expect(here.said("My own words.").locator(".report")).to_be_hidden()


def test_without_scripts_it_is_a_page(here: Widget, comments: Flask, check_page: CheckPage) -> None:
    with comments.app_context(), transaction() as store:
        known(store, "Ada")
    comment = say(comments, WORDS, page=PAGE)
    page = here.page
    page.goto(f"https://comments.rejoinder.test/comments/{comment}/report")
    check_page(page)
    page.get_by_role("radio", name="Something else").check()
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_role("heading")).to_have_text(THANKS)
    check_page(page)
    assert reports(comments) == [("other", "")]
