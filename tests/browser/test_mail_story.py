"""Signing in by mail in a browser: by code and by link, in the form's window, in the page's own tab, on one's own page.

`REJOINDER_SCREENSHOTS=FOLDER` keeps a picture of each page.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from mailboxes import Mailbox, mail_settings, serving_mail
from mailing import ADDRESS, deliver
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rig_names import BLOG_HOST, COMMENTS
from rig_people import say
from test_me_story import button, heading, look, press
from widget_page import Account, Widget

from widget.config import NO_MAIL, Settings

ME, CODE = f"{COMMENTS}/me", "Code from the mail"
SENT = "We have sent you a mail"


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    """A mail server of these stories."""
    with serving_mail() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(post_office: Mailbox) -> Mailbox:
    """The same, empty."""
    post_office.empty()
    return post_office


@pytest.fixture
def settings(settings: Settings, mailbox: Mailbox) -> Settings:
    """The settings of the stories, with that mail server."""
    given = {name.removeprefix("mail_"): value for name, value in mail_settings(mailbox.port).items()}
    mail = replace(NO_MAIL, **{**given, "port": mailbox.port})  # type: ignore[arg-type]  # text and one number
    return replace(settings, mail=mail)


@pytest.fixture
def window(widget: Widget) -> Page:
    """The form's window, which asks for an address."""
    widget.open().open_chooser()
    with widget.page.expect_popup() as opened:
        widget.press("Log in with Email")
    expect(heading(opened.value, "Log in by mail")).to_be_visible()
    return opened.value


@pytest.fixture
def phone(contexts: Callable[..., BrowserContext], browser: Browser) -> Page:
    """A tab of another browser."""
    return contexts(browser).new_page()


def ask(page: Page, comments: Flask, address: str = ADDRESS, name: str = "Ada") -> None:
    """Ask for a mail, and have it brought."""
    page.get_by_label("Email").fill(address)
    page.get_by_label("Name that readers see").fill(name)
    press(page, "Send the mail")
    expect(heading(page, SENT)).to_be_visible()
    assert deliver(comments) == 1


def type_code(page: Page, code: str) -> None:
    """Type a code into the page that waits for it."""
    page.get_by_label(CODE).fill(code)
    button(page, "Log in").click(no_wait_after=True)


def shows(widget: Widget, name: str = "Ada") -> None:
    """Wait until the form shows who has signed in."""
    widget.says("You are commenting using your Email account.")
    widget.says(name)


def test_a_code_out_of_the_mail_signs_in(widget: Widget, window: Page, comments: Flask, mailbox: Mailbox) -> None:
    ask(window, comments)
    type_code(window, mailbox.code)
    Account(window).closed()
    shows(widget)
    widget.post("By mail, and by nobody else.")
    widget.page.reload()
    widget.ready().open_chooser()
    shows(widget)


def test_the_link_in_the_same_browser_does_too_and_the_window_goes_by_itself(
    widget: Widget, window: Page, comments: Flask, mailbox: Mailbox
) -> None:
    ask(window, comments)
    mail = widget.page.context.new_page()
    mail.goto(f"{COMMENTS}{mailbox.link}")
    expect(heading(mail, f"Log in to comment on {BLOG_HOST}")).to_be_visible()
    press(mail, "Log in")
    expect(heading(mail, "Signed in as Ada")).to_be_visible()
    Account(window).closed()
    shows(widget)


def test_the_link_in_another_browser_says_where_to_type_the_code(
    widget: Widget, window: Page, comments: Flask, mailbox: Mailbox, phone: Page
) -> None:
    ask(window, comments)
    phone.goto(f"{COMMENTS}{mailbox.link}")
    expect(phone.get_by_role("main")).to_contain_text("in another browser than this one: Chrome, Linux")
    expect(phone.get_by_role("button")).to_have_count(0)
    type_code(window, mailbox.code)
    Account(window).closed()
    shows(widget)


def test_a_wrong_code_is_told_and_another_mail_can_be_had(
    widget: Widget, window: Page, comments: Flask, mailbox: Mailbox
) -> None:
    ask(window, comments, "adda@example.org")
    type_code(window, "0000 0000")
    expect(window.get_by_role("alert")).to_contain_text("This is not the code.")
    press(window, "Send it once more, also to another address")
    expect(window.get_by_label("Email")).to_have_value("adda@example.org")
    ask(window, comments)
    type_code(window, mailbox.code.lower().replace(" ", ""))
    Account(window).closed()
    shows(widget)


def test_in_the_pages_own_tab_it_comes_back_with_the_text_still_there(
    widget: Widget, window: Page, comments: Flask, mailbox: Mailbox
) -> None:
    widget.text.fill("A text worth keeping")
    window.close()
    widget.press("Continue in this tab")
    press(widget.page, "Continue to Email")
    ask(widget.page, comments)
    type_code(widget.page, mailbox.code)
    shows(widget.ready())
    expect(widget.text).to_have_value("A text worth keeping")


def test_by_the_link_the_pages_own_tab_goes_on_by_itself(
    widget: Widget, window: Page, comments: Flask, mailbox: Mailbox
) -> None:
    window.close()
    widget.press("Continue in this tab")
    press(widget.page, "Continue to Email")
    ask(widget.page, comments)
    mail = widget.page.context.new_page()
    mail.goto(f"{COMMENTS}{mailbox.link}")
    press(mail, "Log in")
    shows(widget.ready())


def test_without_any_script_a_guest_proves_an_address_and_takes_comments_back(
    browser: Browser, contexts: Callable[..., BrowserContext], comments: Flask, mailbox: Mailbox
) -> None:
    say(comments, "Written as a guest.")
    page = contexts(browser, java_script_enabled=False).new_page()
    page.goto(ME)
    press(page, "Log in with Email")
    ask(page, comments, "GRACE@example.org", "Grace")
    type_code(page, mailbox.code)
    expect(heading(page, "1 guest comment with my address")).to_be_visible()
    press(page, "Make it mine")
    expect(heading(page, "1 comment of mine")).to_be_visible()
    press(page, "Delete this comment")
    press(page, "Delete")
    expect(page.get_by_text("You have written nothing yet.")).to_be_visible()


def test_the_windows_pages_are_good_to_look_at(window: Page, comments: Flask) -> None:
    look(window, "mail-ask", button(window, "Send the mail"))
    press(window, "Send the mail")
    look(window, "mail-wrong-address", window.get_by_role("alert"))
    ask(window, comments)
    look(window, "mail-sent", heading(window, SENT))
    type_code(window, "x")
    look(window, "mail-wrong-code", window.get_by_role("alert"))


def test_the_links_pages_are_good_to_look_at(window: Page, comments: Flask, mailbox: Mailbox, phone: Page) -> None:
    ask(window, comments)
    link, mail = f"{COMMENTS}{mailbox.link}", window.context.new_page()
    phone.goto(link)
    look(phone, "mail-elsewhere", phone.get_by_role("heading"))
    mail.goto(link)
    look(mail, "mail-link", button(mail, "Log in"))
    press(mail, "Log in")
    look(mail, "mail-done", heading(mail, "Signed in as Ada"))


def test_the_guest_comments_are_good_to_look_at(page: Page, comments: Flask, mailbox: Mailbox) -> None:
    for words in ("Written as a guest.", "And once more, at some length, so that it has to be broken."):
        say(comments, words)
    page.goto(ME)
    look(page, "mail-log-in", button(page, "Log in with Email"))
    press(page, "Log in with Email")
    ask(page, comments, "grace@example.org", "Grace")
    type_code(page, mailbox.code)
    look(page, "mail-guests", heading(page, "2 guest comments with my address"))
