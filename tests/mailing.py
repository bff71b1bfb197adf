"""Signing in by mail as a person does it: an address into a form, and out of the mail a code or a link."""

from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from frames import ORIGIN, Frame
from mailboxes import Mailbox
from owners import FIREFOX
from stage import BLOG
from werkzeug.test import TestResponse
from windows import SignIn

from widget.notifications.delivery import send_due

ADDRESS, HOST = "ada@example.org", "comments.rejoinder.test"


def deliver(app: Flask) -> int:
    """Do what a worker does; return how many mails were tried."""
    with app.app_context():
        return send_due()


def send_form(browser: FlaskClient, path: str, fields: dict[str, str], origin: str = ORIGIN) -> TestResponse:
    """Send a plain form of one of our pages."""
    headers = {"Origin": origin, "User-Agent": FIREFOX}
    return browser.post(path, data=fields, headers=headers, base_url=ORIGIN)


def look(browser: FlaskClient, path: str) -> TestResponse:
    """Follow a link."""
    return browser.get(path, headers={"User-Agent": FIREFOX}, base_url=ORIGIN)


class ByMail:
    """The window of a sign-in by mail, or the tab that has left somebody's own page."""

    def __init__(self, browser: FlaskClient, state: str, mailbox: Mailbox) -> None:
        self.browser, self.state, self.mailbox = browser, state, mailbox

    def copied(self) -> "ByMail":
        """The same window once more, so that both can be pressed at one moment."""
        browser, name = self.browser.application.test_client(), "__Host-rejoinder-flow"
        cookie = self.browser.get_cookie(name, domain=HOST)
        assert cookie
        browser.set_cookie(name, cookie.value, domain=HOST, secure=True)
        return ByMail(browser, self.state, self.mailbox)

    def ask(self, address: str = ADDRESS, name: str = "Ada") -> TestResponse:
        """Fill in the form with the address."""
        return send_form(self.browser, "/signin/email", {"state": self.state, "address": address, "name": name})

    def get_mail(self, address: str = ADDRESS, name: str = "Ada") -> "ByMail":
        """Have a mail sent and brought."""
        answer = self.ask(address, name)
        assert answer.location == f"/signin/email?state={self.state}", answer.text
        assert deliver(self.browser.application) == 1
        return self

    def see(self) -> TestResponse:
        """Look at the page again."""
        return look(self.browser, f"/signin/email?state={self.state}")

    def type(self, code: str) -> TestResponse:
        """Type a code."""
        return send_form(self.browser, "/signin/email/code", {"state": self.state, "code": code})

    def ends(self, code: str = "") -> TestResponse:
        """Type the right code, or this one, and see the last page."""
        answer = self.type(code or self.mailbox.code)
        assert "We have sent you a mail" not in answer.text
        return answer

    def press_link(self, link: str = "", browser: FlaskClient | None = None) -> TestResponse:
        """Press the button of the page to which the mail's link leads."""
        fields = dict(parse_qsl(urlsplit(link or self.mailbox.link).query))
        return send_form(browser or self.browser, "/signin/email/link", fields)


def in_window(app: Flask, mailbox: Mailbox, frame: Frame | None = None, page: str = "") -> tuple[SignIn, ByMail]:
    """Return a sign-in by mail that a form has begun, and its window."""
    begun = SignIn(frame or Frame(app, BLOG), "email", page=page)
    assert begun.start().status_code == 200
    return begun, ByMail(begun.window.browser, begun.state, mailbox)


def commenting_by_mail(app: Flask, mailbox: Mailbox, address: str = ADDRESS, name: str = "Ada") -> Frame:
    """Return the frame of somebody who has signed in by mail."""
    begun, by_mail = in_window(app, mailbox)
    assert by_mail.get_mail(address, name).ends().status_code == 200
    assert begun.claim().status_code == 200
    return begun.frame
