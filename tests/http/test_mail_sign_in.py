"""Signing in by mail: by code and by link, in the window, in the page's own tab, and on one's own page."""

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from mailboxes import Mailbox
from mailing import ADDRESS, ByMail, commenting_by_mail, deliver, in_window, look
from owners import Owner
from records import Records
from stage import BLOG, Time

from widget.providers.email import ISSUER


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


def test_a_code_signs_in_as_whoever_reads_the_address(app: Flask, mailbox: Mailbox, records: Records) -> None:
    begun, window = in_window(app, mailbox)
    assert "We will send one mail to your address" in window.see().text
    window.get_mail()
    assert "We have sent you a mail" in window.see().text
    ended = window.ends()
    assert (ended.status_code, "Signed in as" in ended.text) == (200, True)
    assert begun.claim().status_code == 200
    assert begun.frame.who() == "Ada"
    assert begun.frame.post("By mail").status_code == 201
    assert records.query("SELECT issuer, subject, provider FROM identities") == [(ISSUER, ADDRESS, "email")]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.4s}-{:.4s}"])
def test_a_code_may_be_typed_as_people_do(app: Flask, mailbox: Mailbox, typed: str) -> None:
    begun, window = in_window(app, mailbox)
    halves = window.get_mail().mailbox.code.split()
    window.ends(typed.format(*halves) if "-" in typed else typed.format("".join(halves).lower()))
    assert begun.claim().status_code == 200


def test_the_link_signs_in_in_the_same_browser_after_a_click(app: Flask, mailbox: Mailbox, records: Records) -> None:
    begun, window = in_window(app, mailbox)
    window.get_mail()
    with records.unchanged(but=()):
        page = look(window.browser, mailbox.link)
    assert ("Log in to comment on <bdi>blog.test</bdi>" in page.text, 'method="post"' in page.text) == (True, True)
    assert "Go back to the page where you began" in window.press_link().text
    assert "Signed in as" in window.see().text
    assert begun.claim().status_code == 200


def test_a_sign_in_in_the_pages_own_tab_goes_back_there(app: Flask, mailbox: Mailbox) -> None:
    begun, tab = in_window(app, mailbox, page=BLOG)
    going = tab.get_mail().ends()
    page, _, code = going.text.partition('<a href="')[2].partition('"')[0].partition("#rejoinder=")
    assert (going.location, page) == (None, BLOG)  # a form that is redirected elsewhere is stopped by our own policy
    assert begun.claim(code="").status_code == 403
    assert begun.claim(code=code).status_code == 200


def test_by_link_the_pages_own_tab_goes_on_by_itself(app: Flask, mailbox: Mailbox) -> None:
    begun, tab = in_window(app, mailbox, page=BLOG)
    assert "Go back to the page" in tab.get_mail().press_link().text
    code = (tab.see().location or "").partition("#rejoinder=")[2]
    assert begun.claim(code=code).status_code == 200


@pytest.mark.parametrize("by_link", [False, True])
def test_it_opens_ones_own_page_without_a_script(app: Flask, mailbox: Mailbox, by_link: bool) -> None:
    owner = Owner(app)
    tab = ByMail(owner.browser, owner.visit("email").state, mailbox).get_mail()
    assert "Log in to My account at comments.rejoinder.test" in str(mailbox.newest["Subject"])
    answer = tab.press_link() if by_link else tab.ends()
    assert answer.location == "/me"
    assert owner.is_logged_in()


def test_another_account_is_linked_by_mail(app: Flask, mailbox: Mailbox) -> None:
    owner = Owner(app).log_in()
    visit = owner.visit("email", path="/me/links")
    page = ByMail(owner.browser, visit.state, mailbox).get_mail().ends().location
    assert owner.press(page, on=page).location == "/me"
    assert "Email" in owner.words()


def test_an_account_is_never_linked_by_its_address(app: Flask, mailbox: Mailbox, records: Records) -> None:
    guest = Frame(app, BLOG)
    guest.post("As a guest", email=ADDRESS)
    commenting_by_mail(app, mailbox)
    Owner(app).log_in()
    assert records.count("accounts") == 2
    assert records.query("SELECT author_kind FROM comments") == [("guest",)]


def test_the_address_is_compared_in_lower_case(app: Flask, mailbox: Mailbox, records: Records) -> None:
    for address in (ADDRESS, "ADA@Example.ORG", "Ada@example.org"):
        commenting_by_mail(app, mailbox, address)
    assert records.count("identities") == 1


def test_a_name_can_be_changed_and_an_empty_one_keeps_what_was(app: Flask, mailbox: Mailbox) -> None:
    frame = commenting_by_mail(app, mailbox, name="Ada")
    frame.post("Hello")
    assert commenting_by_mail(app, mailbox, name="").who() == "Ada"
    assert commenting_by_mail(app, mailbox, name="Ada L.").who() == "Ada L."
    assert 'data-author="Ada L."' in frame.document().text
    assert commenting_by_mail(app, mailbox, "new@example.org", name="").who() == "Email user"


def test_the_address_is_told_to_nobody(app: Flask, mailbox: Mailbox) -> None:
    frame = commenting_by_mail(app, mailbox)
    comment = frame.post("Hello").get_json()
    answers = [frame.document().text, str(frame.session()), str(comment)]
    answers += [frame.send("GET", f"/threads/{frame.thread}/comments").text]
    assert not [answer for answer in answers if ADDRESS in answer or "example.org" in answer]


def test_the_address_leaves_with_the_end_of_the_sign_in(app: Flask, mailbox: Mailbox, records: Records) -> None:
    _, window = in_window(app, mailbox)
    window.get_mail()
    assert records.query("SELECT address, shown_name FROM transactions") == [(ADDRESS, "Ada")]
    window.ends()
    assert records.query("SELECT address, shown_name FROM transactions") == [(None, None)]
    other, _ = in_window(app, mailbox)
    _.get_mail("bob@example.org")
    assert other.cancel().status_code == 200
    assert records.query("SELECT address FROM transactions WHERE address IS NOT NULL") == []


def test_neither_code_nor_link_is_kept(app: Flask, mailbox: Mailbox, records: Records) -> None:
    _, window = in_window(app, mailbox)
    window.get_mail()
    kept = str(records.everything())
    code = mailbox.code.replace(" ", "").lower()
    assert code not in kept.lower()
    assert mailbox.link.rpartition("=")[2] not in kept


def test_after_ten_minutes_it_is_over(app: Flask, mailbox: Mailbox, time: Time) -> None:
    begun, window = in_window(app, mailbox)
    window.get_mail()
    time.passes(minutes=10, seconds=1)
    assert "longer than ten minutes" in window.type(mailbox.code).text
    assert "This sign-in has ended" in look(window.browser, mailbox.link).text
    assert begun.claim().status_code == 410


def test_whoever_leaves_is_not_signed_in(app: Flask, mailbox: Mailbox, records: Records) -> None:
    begun, window = in_window(app, mailbox)
    window.get_mail()
    assert (
        "You have not logged in by mail." in look(window.browser, f"/signin/email/callback?state={window.state}").text
    )
    assert begun.claim().get_json()["type"] == "denied"
    assert records.query("SELECT address FROM transactions") == [(None,)]


@pytest.mark.parametrize("typed", ["", "  ", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: x@example.org"])
def test_what_is_no_address_is_told_and_kept(app: Flask, mailbox: Mailbox, records: Records, typed: str) -> None:
    _, window = in_window(app, mailbox)
    with records.unchanged(but=()):
        answer = window.ask(typed, "Ada Q.")
    assert (answer.status_code, 'role="alert"' in answer.text, "Ada Q." in answer.text) == (422, True, True)
    assert deliver(app) == 0


def test_a_typing_error_is_put_right(app: Flask, mailbox: Mailbox) -> None:
    begun, window = in_window(app, mailbox)
    window.get_mail("adda@example.org")
    first = mailbox.code
    page = look(window.browser, f"/signin/email?state={window.state}&again=1").text
    assert 'value="adda@example.org"' in page
    window.get_mail()
    assert "This is not the code" in window.type(first).text
    window.ends()
    assert begun.claim().status_code == 200


def test_every_page_of_it_is_kept_and_framed_by_nobody(app: Flask, mailbox: Mailbox) -> None:
    _, window = in_window(app, mailbox)
    pages = [window.see(), window.ask("nobody"), window.get_mail().see(), window.type("x")]
    pages += [look(window.browser, mailbox.link), look(app.test_client(), mailbox.link), window.press_link()]
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Referrer-Policy"] == "same-origin"


def test_without_a_mail_server_it_is_not_there(database: str, mailing: Flask) -> None:
    del mailing.extensions["rejoinder-providers"]["email"]
    assert look(mailing.test_client(), "/signin/email?state=x").status_code == 404
    assert look(mailing.test_client(), "/signin/email/link").status_code == 404


def test_it_is_offered_where_mail_is_configured(app: Flask, database: str) -> None:
    html = app.test_client().get("/thread", query_string={"page": BLOG}, base_url=ORIGIN).text
    assert 'data-provider="email"' in html
    assert "We will send one mail to your address. Nobody sees it." in html
    assert '<use href="#p-email"/>' in html
