"""Being somebody, becoming somebody else, and being nobody again."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from rig_names import COMMENTS, COMMENTS_HOST
from rig_people import arrive, end_all_sessions, known, say
from rig_server import Rig
from widget_page import FIRST, SECOND, Widget

from widget.extensions import db
from widget.people.models import Session
from widget.web.transactions import transaction


@pytest.fixture
def ada(comments: Flask, widget: Widget) -> Widget:
    """Ada, who has signed in with Google on another day."""
    arrive(comments, widget.page.context, FIRST["google"])
    widget.open().open_chooser()
    widget.shows("google", FIRST["google"])
    return widget


def sessions_of(app: Flask) -> list[str]:
    """The names of those who are signed in, as the server knows them."""
    with app.app_context():
        return [one.identity.name for one in db.session.query(Session)]


def test_change_to_another_provider_keeps_the_draft_and_the_reply_target(ada: Widget, comments: Flask) -> None:
    ada.post("First of all.")
    ada.answer("First of all.")
    ada.write("Half a thought")
    ada.press("Change")
    ada.sign_in("x")
    expect(ada.text).to_have_value("Half a thought")
    assert sessions_of(comments) == ["Mira Castellano"]
    ada.send("Reply")
    expect(ada.said("First of all.").get_by_role("article")).to_contain_text("Mira Castellano")


def test_change_with_the_same_provider_asks_which_account(widget: Widget) -> None:
    widget.open().sign_in("google")
    widget.press("Change")
    widget.sign_in("google", SECOND["google"])
    widget.post("Somebody else now.")
    expect(widget.said("Somebody else now.")).to_contain_text("Samuel Okafor")


def test_accounts_of_this_browser_can_be_continued_with(ada: Widget) -> None:
    ada.press("Change")
    ada.sign_in("facebook")
    ada.write("Who am I?")
    ada.press("Change")
    expect(ada.frame.get_by_role("button", name="Continue as")).to_have_count(2)
    ada.press("Continue as Ada Lindgren (Google)")
    ada.shows("google", FIRST["google"])
    ada.send()
    expect(ada.said("Who am I?")).to_contain_text("Ada Lindgren")


def test_cancelling_change_restores_who_was_there(ada: Widget) -> None:
    ada.write("Never mind")
    ada.press("Change")
    with ada.window("x") as account:
        account.says("Choose an account")
        ada.press("Cancel")
        account.closed()
    ada.shows("google", FIRST["google"])
    ada.press("Change")
    ada.press("Cancel")
    ada.shows("google", FIRST["google"])
    expect(ada.text).to_have_value("Never mind")


def test_who_logs_out_is_unknown_to_the_server_at_once(ada: Widget, comments: Flask, rig: Rig) -> None:
    ada.write("Still mine")
    asked = next(one for one in rig.asked(COMMENTS_HOST, "/session") if one.cookies)
    browser, stolen = comments.test_client(use_cookies=False), {"Cookie": asked.cookies}
    assert browser.get(asked.path, headers=stolen, base_url=COMMENTS).json["identity"]["name"] == FIRST["google"]
    ada.press("Log Out")
    ada.shows_chooser()
    assert sessions_of(comments) == []
    assert browser.get(asked.path, headers=stolen, base_url=COMMENTS).json["identity"] is None
    expect(ada.text).to_have_value("Still mine")
    assert ada.page.context.cookies() == []


def test_the_first_sign_in_after_logging_out_asks_which_account(widget: Widget) -> None:
    widget.open().sign_in("google")
    widget.press("Log Out")
    widget.shows_chooser()
    widget.sign_in("google", SECOND["google"])


def test_after_logging_out_no_provider_looks_chosen(ada: Widget) -> None:
    ada.press("Log Out")
    ada.shows_chooser()
    expect(
        ada.frame.get_by_role("group", name="Fill in your details below or click an icon to log in:")
    ).to_be_focused()
    expect(ada.frame.locator("[data-consent]")).to_be_hidden()


def test_a_double_click_on_change_chooses_nobody(ada: Widget) -> None:
    change = ada.button("Change")
    change.hover()
    box = change.bounding_box()
    assert box
    ada.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    ada.frame.get_by_role("button", name="Continue as").dispatch_event("click", {"detail": 2})
    expect(ada.frame.get_by_role("button", name="Continue as")).to_be_visible()
    ada.press("Continue as Ada Lindgren (Google)")
    ada.shows("google", FIRST["google"])


def test_who_logs_out_is_told_that_the_provider_is_not_touched(ada: Widget) -> None:
    ada.press("Log Out")
    ada.shows_chooser()
    told = "You are logged out here. Your Google account itself stays signed in."
    ada.says(told)
    expect(ada.frame.locator("[data-live]")).to_have_text(told)
    ada.sign_in("facebook")
    expect(ada.identity).not_to_contain_text(told)


def test_x_brings_back_the_same_account_and_says_where_to_switch(widget: Widget) -> None:
    again = "X has signed you in as Mira Castellano again. Not you? Switch at x.com, then try again."
    widget.open().sign_in("x")
    expect(widget.identity).not_to_contain_text("Not you?")
    widget.press("Change")
    widget.sign_in("x", asked=False)
    widget.says(again)
    expect(widget.frame.locator("[data-live]")).to_have_text(again)
    widget.post("It is me after all.")
    expect(widget.identity).not_to_contain_text("Not you?")


def test_a_change_to_somebody_else_is_not_asked_about(widget: Widget) -> None:
    widget.open().sign_in("google")
    for provider in ("x", "google"):
        widget.press("Change")
        widget.sign_in(provider)
        expect(widget.identity).not_to_contain_text("Not you?")
    widget.press("Change")
    widget.sign_in("google")
    expect(widget.identity).not_to_contain_text("Not you?")


def test_a_session_that_ends_while_typing_posts_nothing_and_keeps_the_text(ada: Widget, comments: Flask) -> None:
    ada.write("Written by Ada and nobody else")
    end_all_sessions(comments)
    ada.send()
    ada.says("Your sign-in has lapsed.")
    ada.shows_chooser()
    expect(ada.text).to_have_value("Written by Ada and nobody else")
    expect(ada.comments).to_have_count(0)
    ada.sign_in("google")
    ada.send()
    expect(ada.said("Written by Ada and nobody else")).to_contain_text("Ada Lindgren")


def test_nothing_is_posted_under_a_name_that_the_form_does_not_show(ada: Widget, comments: Flask) -> None:
    ada.write("By Ada?")
    with comments.app_context(), transaction() as store:
        for session in store.query(Session):
            session.identity = known(store, "Somebody Else")
    ada.send()
    ada.shows("google", "Somebody Else")
    expect(ada.frame.locator("[data-note]")).to_have_text(
        "You are signed in as somebody else now. Your text is still here."
    )
    expect(ada.text).to_have_value("By Ada?")
    expect(ada.comments).to_have_count(0)


def test_two_tabs_of_one_page_agree_who_is_there(ada: Widget) -> None:
    other = Widget(ada.page.context.new_page()).open()
    other.open_chooser()
    other.shows("google", FIRST["google"])
    ada.press("Log Out")
    other.shows_chooser()


def test_what_somebody_else_says_is_not_theirs_to_delete(ada: Widget, comments: Flask) -> None:
    say(comments, "Mine, says Bob.", by="Bob")
    ada.page.reload()
    ada.ready().post("Mine, says Ada.")
    expect(ada.button("Delete", ada.said("Mine, says Ada."))).to_be_visible()
    expect(ada.button("Delete", ada.said("Mine, says Bob."))).to_have_count(0)
