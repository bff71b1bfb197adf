"""Everything by keyboard alone: reading, liking, writing, signing in, answering, editing, deleting."""

from flask import Flask
from playwright.sync_api import expect
from rig_people import arrive, say
from widget_page import FIRST, Account, Widget


def press(widget: Widget, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        widget.page.keyboard.press(key)


def tab_to(widget: Widget, name: str, most: int = 12) -> None:
    """Go on by Tab until the focus is on what has this name."""
    named = widget.frame.get_by_role("button", name=name).or_(widget.frame.get_by_label(name, exact=True))
    wanted = named.and_(widget.frame.locator(":focus"))
    for _ in range(most):
        press(widget, "Tab")
        if wanted.count():
            return
    raise AssertionError(f"{name} is not reached by {most} times Tab")


def test_a_guest_posts_and_replies_by_keyboard(widget: Widget, comments: Flask) -> None:
    say(comments, "Anybody there?")
    widget.open()
    widget.page.locator("body").press("Tab")
    tab_to(widget, "Reply to Grace")
    press(widget, "Enter")
    expect(widget.text).to_be_focused()
    widget.page.keyboard.type("Here, without a mouse.")
    tab_to(widget, "Email")
    widget.page.keyboard.type("ada@example.org")
    tab_to(widget, "Name", most=1)
    widget.page.keyboard.type("Ada")
    tab_to(widget, "Reply", most=3)
    press(widget, "Enter")
    expect(widget.said("Here, without a mouse.")).to_be_focused()
    expect(widget.said("Anybody there?").get_by_role("article")).to_contain_text("Here, without a mouse.")


def test_control_and_enter_send(widget: Widget, comments: Flask) -> None:
    arrive(comments, widget.page.context, FIRST["google"])
    widget.open().open_chooser()
    widget.shows("google", FIRST["google"])
    widget.page.keyboard.type("Sent by two keys.")
    press(widget, "Control+Enter")
    expect(widget.said("Sent by two keys.")).to_be_focused()


def test_signing_in_by_keyboard_tells_first_what_will_be_sent(widget: Widget) -> None:
    widget.open().open_chooser()
    tab_to(widget, "Log in with Google")
    expect(widget.frame.locator("[data-consent]")).to_have_text(
        "Google will send us: your name and picture. We do not ask for: e-mail, contacts, posting."
    )
    with widget.page.expect_popup() as opened:
        press(widget, "Enter")
    expect(widget.button("Cancel")).to_be_focused()
    account = Account(opened.value)
    account.choose(FIRST["google"])
    account.allow()
    account.closed()
    widget.shows("google", FIRST["google"])
    expect(widget.identity.locator(":focus")).to_have_count(1)


def test_a_reply_can_be_given_up_by_keyboard(widget: Widget, comments: Flask) -> None:
    say(comments, "Never mind me.")
    widget.open().said("Never mind me.").get_by_role("button", name="Reply to Grace").press("Enter")
    expect(widget.text).to_be_focused()
    press(widget, "Shift+Tab")
    expect(widget.button("Cancel reply")).to_be_focused()
    press(widget, "Enter")
    expect(widget.said("Never mind me.").get_by_role("button", name="Reply to Grace")).to_be_focused()
    expect(widget.frame.get_by_role("heading", name="Leave a Reply")).to_be_visible()


def test_deleting_by_keyboard_keeps_the_focus_nearby(widget: Widget, comments: Flask) -> None:
    say(comments, "The one above.")
    widget.open().post_as_guest("Soon gone.")
    expect(widget.said("Soon gone.")).to_be_focused()
    tab_to(widget, "Delete")
    press(widget, "Enter")
    expect(widget.button("Keep it")).to_be_focused()
    press(widget, "Escape")
    expect(widget.button("Delete", widget.said("Soon gone."))).to_be_focused()
    press(widget, "Enter")
    expect(widget.button("Keep it")).to_be_focused()
    press(widget, "Shift+Tab", "Enter")
    expect(widget.said("Soon gone.")).to_have_count(0)
    expect(widget.said("The one above.")).to_be_focused()
    expect(widget.frame.locator("[data-live]")).to_have_text("This comment was deleted")


def test_change_can_be_cancelled_by_keyboard(widget: Widget, comments: Flask) -> None:
    arrive(comments, widget.page.context, FIRST["google"])
    widget.open().open_chooser()
    widget.shows("google", FIRST["google"])
    tab_to(widget, "Change")
    press(widget, "Enter")
    expect(widget.button(f"Continue as {FIRST['google']} (Google)")).to_be_focused()
    press(widget, "Enter")
    widget.shows("google", FIRST["google"])
    expect(widget.button("Change")).to_be_focused()


def test_an_order_is_chosen_and_a_conversation_put_away_by_keyboard(widget: Widget, comments: Flask) -> None:
    say(comments, "An answer.", to=say(comments, "A question."))
    say(comments, "Something else.")
    widget.open().page.locator("body").press("Tab")
    tab_to(widget, "Newest")
    press(widget, "Enter")
    expect(widget.button("Newest")).to_have_attribute("aria-current", "true")
    expect(widget.button("Newest")).to_be_focused()
    tab_to(widget, "Hide replies")
    press(widget, "Enter")
    expect(widget.said("An answer.").last).to_be_hidden()
    expect(widget.button("Show replies")).to_be_focused()


def test_the_page_is_liked_and_not_any_more_by_keyboard(widget: Widget, comments: Flask) -> None:
    arrive(comments, widget.page.context, FIRST["google"])
    widget.open().page.locator("body").press("Tab")
    tab_to(widget, "Like")
    press(widget, "Enter")
    expect(widget.button("Liked")).to_be_focused()
    tab_to(widget, "You like this.", most=1)
    press(widget, "Enter")
    expect(widget.frame.get_by_role("group", name="1 blogger likes this:")).to_be_visible()
    press(widget, "Shift+Tab", "Enter")
    expect(widget.button("Like")).to_be_focused()


def test_editing_is_begun_and_given_up_by_keyboard(widget: Widget, comments: Flask) -> None:
    say(comments, "Teh kettle.", by=FIRST["google"])
    arrive(comments, widget.page.context, FIRST["google"])
    widget.open().open_chooser()
    expect(widget.button("Edit")).to_be_visible()
    press(widget, "Shift+Tab", "Shift+Tab", "Enter")
    expect(widget.frame.get_by_role("textbox", name="Edit your comment")).to_be_focused()
    tab_to(widget, "Cancel", most=2)
    press(widget, "Enter")
    expect(widget.button("Edit")).to_be_focused()
    press(widget, "Enter")
    expect(widget.frame.get_by_role("textbox", name="Edit your comment")).to_be_focused()
    press(widget, "ControlOrMeta+a")
    widget.page.keyboard.type("The kettle.")
    tab_to(widget, "Save", most=1)
    press(widget, "Enter")
    expect(widget.said("The kettle.")).to_be_focused()


def test_words_are_marked_and_looked_at_by_keyboard(widget: Widget) -> None:
    widget.open().open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    widget.page.keyboard.type("word")
    press(widget, "ControlOrMeta+a")
    tab_to(widget, "Bold", most=1)
    press(widget, "Enter")
    expect(widget.text).to_have_value("**word**")
    tab_to(widget, "Preview", most=3)
    press(widget, "Enter")
    expect(widget.frame.get_by_role("region", name="Preview").locator("strong")).to_have_text("word")
    press(widget, "Shift+Tab", "Enter")
    expect(widget.text).to_be_focused()
    expect(widget.text).to_have_value("**word**")
