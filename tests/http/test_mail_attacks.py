"""What strangers, scanners and impatient people try with sign-ins by mail."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from at_once import all_at_once
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import ADDRESS, ByMail, commenting_by_mail, deliver, in_window, look, send_form
from owners import Owner
from records import Records
from stage import BLOG, Time
from unsafe import FOREIGN, PLAIN_FORMS
from windows import SignIn

WRONG = "0000 0000"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


@pytest.fixture
def waiting(app: Flask, mailbox: Mailbox) -> tuple[SignIn, ByMail]:
    """A sign-in whose mail is in the mailbox."""
    begun, window = in_window(app, mailbox)
    return begun, window.get_mail()


def test_a_scanner_that_follows_the_link_changes_nothing(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    begun, window = waiting
    with records.unchanged(but=()):
        for browser in (app.test_client(), window.browser):
            assert browser.head(mailbox.link).status_code == 200
            assert look(browser, mailbox.link).status_code == 200
    assert begun.claim().status_code == 202


def test_in_another_browser_the_link_only_says_where_it_was_begun(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox
) -> None:
    page = look(app.test_client(), mailbox.link)
    assert "This was begun in another browser than this one: <bdi>Firefox, Linux</bdi>" in page.text
    assert "Log in to comment on <bdi>blog.test</bdi>" in page.text
    assert "<form" not in page.text


def test_whoever_began_with_somebody_elses_address_gets_nothing_by_its_owners_click(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    attackers, window = waiting
    owner = Owner(app)
    owner.visit("google")  # a browser with a sign-in, and so with a cookie, of its own
    for browser in (app.test_client(), owner.browser):
        with records.unchanged(but=()):
            assert window.press_link(browser=browser).status_code == 403
    assert attackers.claim().status_code == 202
    assert records.count("identities") == 0


def test_a_code_is_worth_nothing_in_another_sign_in(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox
) -> None:
    code = mailbox.code
    other, window = in_window(app, mailbox)
    window.get_mail()
    assert window.type(code).status_code == 422
    assert other.claim().status_code == 202


def test_without_the_cookie_of_its_browser_no_form_does_anything(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    window = waiting[1]
    thief = ByMail(app.test_client(), window.state, mailbox)
    with records.unchanged(but=()):
        answers = [thief.type(mailbox.code), thief.ask("eve@example.org"), thief.see(), thief.press_link()]
    assert [answer.status_code for answer in answers] == [403, 403, 400, 403]


@pytest.mark.parametrize("origin", [one for one in FOREIGN if one is not None])
def test_from_another_origin_no_form_does_anything(
    waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records, origin: str
) -> None:
    window = waiting[1]
    fields = {"state": window.state, "code": mailbox.code, "address": "eve@example.org"}
    fields |= dict(part.split("=") for part in mailbox.link.partition("?")[2].split("&"))
    with records.unchanged(but=()):
        for route in PLAIN_FORMS:
            assert send_form(window.browser, route.removeprefix("POST "), fields, origin).status_code == 403


def test_the_fifth_wrong_code_ends_it(waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records) -> None:
    begun, window = waiting
    for _ in range(4):
        assert "This is not the code" in window.type(WRONG).text
    assert "Too many wrong codes" in window.ends(WRONG).text
    window.type(mailbox.code)
    told = begun.claim()
    assert (told.status_code, told.get_json()["detail"].startswith("Too many wrong codes")) == (410, True)
    assert records.query("SELECT address FROM transactions") == [(None,)]


def test_the_fourth_mistake_is_forgiven(waiting: tuple[SignIn, ByMail]) -> None:
    begun, window = waiting
    for _ in range(4):
        window.type(WRONG)
    window.ends()
    assert begun.claim().status_code == 200


def test_an_empty_code_is_no_guess(waiting: tuple[SignIn, ByMail], records: Records) -> None:
    for _ in range(6):
        assert "Please enter the code from the mail" in waiting[1].type(" ").text
    assert records.query("SELECT wrong_binds FROM transactions") == [(0,)]


def test_code_and_link_work_once(
    app: Flask, waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    begun, window = waiting
    window.ends()
    assert begun.claim().status_code == 200
    with records.unchanged():
        window.type(mailbox.code)
        assert window.press_link().status_code == 400
        assert look(window.browser, mailbox.link).status_code == 400
    assert records.count("sessions") == 1


def test_a_code_that_comes_twice_at_once_makes_one_identity(
    waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    begun, window = waiting
    code = mailbox.code
    all_at_once(*[partial(window.copied().type, code) for _ in range(4)])
    assert (records.count("identities"), begun.claim().status_code) == (1, 200)


def test_the_link_of_a_mail_to_another_address_proves_nothing_of_this_one(
    waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records
) -> None:
    window, of_mine = waiting[1], mailbox.link
    window.get_mail("bob@example.org")
    with records.unchanged(but=()):
        assert window.press_link(of_mine).status_code == 400
    assert window.press_link().status_code == 200


def test_a_changed_link_opens_nothing(waiting: tuple[SignIn, ByMail], mailbox: Mailbox, records: Records) -> None:
    window = waiting[1]
    with records.unchanged(but=()):
        assert window.press_link(mailbox.link[:-1] + "ä").status_code == 400
        assert window.press_link(mailbox.link + "0").status_code == 400
        assert look(window.browser, mailbox.link.replace("id=", "id=x")).status_code == 400


def test_one_address_gets_five_mails_an_hour(app: Flask, mailbox: Mailbox, records: Records, time: Time) -> None:
    for _ in range(5):
        in_window(app, mailbox)[1].get_mail("ADA@example.org")
    _, window = in_window(app, mailbox)
    refused = window.ask()
    assert (refused.status_code, "Too many mails" in refused.text, ADDRESS in refused.text) == (429, True, True)
    assert int(refused.headers["Retry-After"]) > 0
    assert records.count("outbox") == 5
    window.get_mail("bob@example.org")
    time.passes(hours=1, seconds=1)
    in_window(app, mailbox)[1].get_mail()


def test_one_network_gets_twenty_mails_an_hour(app: Flask, mailbox: Mailbox, records: Records) -> None:
    for number in range(20):
        in_window(app, mailbox)[1].get_mail(f"nobody{number}@example.org")
    assert in_window(app, mailbox)[1].ask("one-more@example.org").status_code == 429
    assert records.count("outbox") == 20


def test_the_ceiling_holds_at_one_moment(app: Flask, mailbox: Mailbox, records: Records) -> None:
    windows = [in_window(app, mailbox)[1] for _ in range(8)]
    all_at_once(*[window.ask for window in windows])
    assert records.count("outbox") == 5


def test_one_sign_in_sends_three_mails(app: Flask, mailbox: Mailbox) -> None:
    _, window = in_window(app, mailbox)
    for name in ("a", "b", "c"):
        window.get_mail(f"{name}@example.org")
    assert "No more mails are sent for this sign-in" in window.ask("d@example.org").text
    assert deliver(app) == 0


def test_whether_an_address_is_known_is_told_to_nobody(app: Flask, mailbox: Mailbox) -> None:
    commenting_by_mail(app, mailbox)
    pages = []
    for address in (ADDRESS, "unknown@example.org"):
        _, window = in_window(app, mailbox)
        pages.append((window.ask(address).status_code, window.see().text.replace(window.state, "")))
    assert pages[0] == pages[1]


def test_nothing_that_a_stranger_types_reaches_somebody_elses_mailbox(app: Flask, mailbox: Mailbox) -> None:
    in_window(app, mailbox)[1].get_mail(name="Buy pills at https://evil.test")
    assert "evil" not in mailbox.newest.as_string()
    assert "pills" not in mailbox.text() + mailbox.text("html")


def test_the_picture_of_an_address_cannot_be_guessed_from_it(app: Flask, mailbox: Mailbox, records: Records) -> None:
    drawn = set()
    for key in ("a" * 40, "b" * 40, "c" * 40):  # whoever does not know the server's key cannot draw it
        app.config["REJOINDER"] = replace(app.config["REJOINDER"], secret_key=key)
        commenting_by_mail(app, mailbox)
        drawn.update(records.query("SELECT picture FROM identities"))
    assert len(drawn) > 1


def test_whoever_is_about_to_be_erased_gets_no_further_than_their_own_page(app: Flask, mailbox: Mailbox) -> None:
    owner = Owner(app)
    ByMail(owner.browser, owner.visit("email").state, mailbox).get_mail().ends()
    owner.press("/me/erase", remove="text")
    begun, window = in_window(app, mailbox)
    assert "about to be erased" in window.get_mail().ends().text
    assert begun.claim().status_code == 410


def test_neither_address_nor_code_reaches_the_log(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture, signed_in: Callable[..., Frame]
) -> None:
    caplog.set_level(logging.DEBUG, "widget")
    _, window = in_window(app, mailbox, Frame(app, BLOG))
    mailbox.answers = ["451 4.3.0 later, ada@example.org"]
    window.ask()
    deliver(app)
    commenting_by_mail(app, mailbox)
    assert "a mail was not sent: 451 4.3.0 later, …" in caplog.text
    assert ADDRESS not in caplog.text
    assert mailbox.code not in caplog.text
