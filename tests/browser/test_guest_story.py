"""Writing without an account: posting, being corrected, and taking it back from the same browser."""

import re
import socket
from typing import Any

from flask import Flask
from playwright.sync_api import expect
from rig_names import COMMENTS_HOST
from rig_people import say, set_up
from rig_server import Rig
from widget_page import FIRST, Widget


def test_a_guest_posts_reloads_and_deletes(widget: Widget) -> None:
    widget.open().post_as_guest("Just passing by.")
    expect(widget.said("Just passing by.")).to_be_focused()
    expect(widget.frame.locator("[data-live]")).to_have_text("Your comment has been posted.")
    widget.page.reload()
    widget.ready().delete("Just passing by.")
    expect(widget.frame.get_by_text("No comments yet")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().comments).to_have_count(0)


def test_the_form_sends_its_stamp_its_empty_trap_and_a_receipt_of_what_was_approved(
    widget: Widget, comments: Flask
) -> None:
    widget.open().post_as_guest("The first of mine.")
    set_up(comments, min_seconds=1, approved_before=True)
    with widget.page.expect_request("**/threads/*/comments") as sent:
        widget.write("The second of mine.")
        widget.send()
    expect(widget.frame.locator("[data-live]")).to_have_text("Your comment has been posted.")
    assert sent.value.post_data_json["trap"] == ""
    expect(widget.frame.locator("#trap")).not_to_be_focused()
    expect(widget.said("The second of mine.").get_by_text("awaiting moderation")).to_have_count(0)


def test_another_browser_cannot_delete_what_a_guest_wrote(widget: Widget, comments: Flask) -> None:
    say(comments, "Not yours.")
    widget.open().post_as_guest("Mine.")
    expect(widget.button("Delete", widget.said("Mine."))).to_be_visible()
    expect(widget.button("Delete", widget.said("Not yours."))).to_have_count(0)


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(widget: Widget) -> None:
    widget.open().write("A text")
    widget.frame.get_by_label("Name", exact=True).fill("Grace")
    widget.frame.get_by_label("Website", exact=True).fill("javascript:alert(1)")
    widget.send()
    email, website = (widget.frame.get_by_label(name, exact=True) for name in ("Email", "Website"))
    expect(email).to_have_accessible_description(
        "Address never made public Please enter your email address here", ignore_case=True
    )
    expect(email).to_be_focused()
    expect(website).to_have_accessible_description("Invalid website address")
    expect(widget.text).to_have_value("A text")
    email.fill("nobody")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    widget.send()
    expect(email).to_have_accessible_description("Address never made public Invalid email address", ignore_case=True)
    expect(widget.comments).to_have_count(0)


def test_an_empty_comment_is_refused_at_the_text(widget: Widget) -> None:
    widget.open().open_chooser()
    widget.be_guest()
    widget.send()
    expect(widget.text).to_have_accessible_description("Please enter a comment")
    expect(widget.text).to_be_focused()
    expect(widget.comments).to_have_count(0)


def test_a_double_click_posts_once(widget: Widget, rig: Rig) -> None:
    widget.open().write("Only once.")
    widget.be_guest()
    widget.button("Post Comment").dblclick(no_wait_after=True)
    expect(widget.said("Only once.")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().comments).to_have_count(1)
    assert len([one for one in rig.asked(COMMENTS_HOST, "/threads/") if one.method == "POST"]) == 1


def test_what_was_said_already_is_refused_beside_the_button(widget: Widget) -> None:
    widget.open().post_as_guest("Again.")
    widget.write("Again.")
    widget.send()
    note = widget.frame.locator("[data-note]")
    expect(note).to_have_text("Duplicate comment detected; it looks as though you've already said that!")
    expect(widget.text).to_have_value("Again.")


def test_who_posts_too_fast_is_asked_to_slow_down(widget: Widget, comments: Flask) -> None:
    set_up(comments, flood_seconds=15)
    widget.open().post_as_guest("First.")
    widget.write("Second.")
    widget.send()
    note = widget.frame.locator("[data-note]")
    expect(note).to_have_text(re.compile(r"too quickly\. Slow down\. Try again in \d+ seconds\.$"))
    expect(widget.text).to_have_value("Second.")


def test_a_draft_and_its_reply_target_survive_a_reload(widget: Widget, comments: Flask) -> None:
    say(comments, "Any questions?")
    widget.open().answer("Any questions?")
    widget.write("One, in")
    widget.page.reload()
    widget.ready()
    expect(widget.text).to_have_value("One, in")
    expect(widget.frame.get_by_role("heading", name="Reply to Grace")).to_be_visible()
    widget.be_guest()
    widget.send("Reply")
    expect(widget.said("Any questions?").get_by_role("article")).to_contain_text("One, in")
    widget.page.reload()
    expect(widget.ready().text).to_have_value("")


def test_a_guests_details_last_as_long_as_the_tab(widget: Widget) -> None:
    widget.open().post_as_guest("First.")
    widget.page.reload()
    widget.ready().post("Second, without typing who I am.")
    expect(widget.said("Second, without typing who I am.")).to_contain_text("Grace")
    other = Widget(widget.page.context.new_page()).open()
    other.open_chooser()
    expect(other.frame.get_by_label("Name", exact=True)).to_have_value("")
    other.frame.get_by_label("Save my name, email, and website in this browser").check()
    other.be_guest()
    other.page.reload()
    other.ready().open_chooser()
    expect(other.frame.get_by_label("Name", exact=True)).to_have_value("Grace")
    other.page.close()  # a tab behind another one hears of no focus
    widget.be_guest("", "")
    widget.page.reload()
    widget.ready().open_chooser()
    expect(widget.frame.get_by_label("Email", exact=True)).to_have_value("")


def test_a_browser_that_keeps_the_text_says_nothing_about_it(widget: Widget) -> None:
    widget.open().open_chooser()
    expect(widget.frame.get_by_text("This browser keeps no drafts here")).to_have_count(0)


def test_a_lost_answer_is_made_good_by_sending_again(widget: Widget, comments: Flask, rig: Rig) -> None:
    def answers_nothing(environ: dict[str, Any], start_response: Any) -> Any:
        comments(environ, start_response)  # accepted, but nobody hears of it
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError

    widget.open().write("Said once, sent twice.")
    widget.be_guest()
    rig.apps[COMMENTS_HOST] = answers_nothing
    widget.send()
    expect(widget.frame.locator("[data-note]")).to_contain_text("Your text is still here.")
    rig.apps[COMMENTS_HOST] = comments
    widget.send()
    expect(widget.said("Said once, sent twice.")).to_be_visible()
    widget.page.reload()
    expect(widget.ready().comments).to_have_count(1)


def test_a_closed_thread_shows_no_form(widget: Widget, comments: Flask) -> None:
    say(comments, "Last word.")
    set_up(comments, comments_open=False)
    widget.open()
    expect(widget.frame.get_by_text("Comments are closed.")).to_be_visible()
    expect(widget.said("Last word.")).to_be_visible()
    expect(widget.frame.get_by_role("textbox")).to_have_count(0)
    expect(widget.frame.get_by_role("button").filter(has_not_text="Like")).to_have_count(0)


def test_a_guest_who_signs_in_makes_their_comments_their_own(widget: Widget) -> None:
    widget.open().post_as_guest("Written as a guest.")
    widget.sign_in("google")
    widget.identity.get_by_text("You wrote 1 comment here as a guest.").wait_for()
    widget.press("Make it mine")
    expect(widget.said("Written as a guest.")).to_contain_text(FIRST["google"])
    expect(widget.frame.get_by_text("You wrote 1 comment here as a guest.")).to_have_count(0)
    expect(widget.frame.get_by_role("button", name="Change")).to_be_focused()
    widget.delete("Written as a guest.")
