"""Mail about comments in a browser: the box, the address beside it, the offer after posting, the links' pages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from mailboxes import Mailbox, mail_settings, serving_mail
from mailing import deliver
from notified import got, link
from playwright.sync_api import expect
from rig_names import BLOG_HOST, COMMENTS
from rig_people import arrive
from test_me_story import heading, press
from widget_page import Widget

from widget.config import NO_MAIL, Settings

BOX = "Notify me of new comments via email."


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of this story."""
    with serving_mail() as mailbox:
        yield mailbox


@pytest.fixture
def settings(settings: Settings, mailbox: Mailbox) -> Settings:
    """The settings of the stories, with that mail server."""
    given = {name.removeprefix("mail_"): value for name, value in mail_settings(mailbox.port).items()}
    mail = replace(NO_MAIL, **{**given, "port": mailbox.port})  # type: ignore[arg-type]  # text and one number
    return replace(settings, mail=mail)


def test_mail_is_asked_for_confirmed_and_ended(widget: Widget, comments: Flask, mailbox: Mailbox) -> None:
    arrive(comments, widget.page.context, "Ada Lindgren")
    widget.open().write("I would like to hear more.")
    box = widget.frame.get_by_label(BOX)
    expect(box).not_to_be_checked()
    box.click()
    widget.send()
    expect(widget.frame.get_by_text("Please enter your email address here")).to_be_visible()
    widget.frame.get_by_label("Email", exact=True).fill("ada@example.org")
    widget.post("I would like to hear more.")
    deliver(comments)
    assert got(mailbox) == [("ada@example.org", f"Do you want mail about comments on {BLOG_HOST}?")]
    page = widget.page.context.new_page()
    page.goto(link(mailbox, "subscriptions", origin=COMMENTS))
    press(page, "Yes, send me mail")
    expect(heading(page, "What you have asked for")).to_be_visible()
    press(page, "End all mail")
    expect(heading(page, "You get no such mail any more")).to_be_visible()


def test_after_a_post_one_click_asks_for_replies(widget: Widget, comments: Flask, mailbox: Mailbox) -> None:
    widget.open().post_as_guest("Does anybody know?")
    widget.press("E-mail me replies")
    expect(widget.frame.get_by_text("We have sent you a mail: follow its link").first).to_be_visible()
    deliver(comments)
    assert [to for to, _ in got(mailbox)] == ["grace@example.org"]
