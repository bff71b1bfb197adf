"""The address of an account: given on one's own page, confirmed by whoever reads it, and forgotten with the account."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from mailboxes import Mailbox
from mailing import deliver
from notified import got, link, press
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time

from widget.core import clock
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.signin.erasing import settle_erasures
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

ADA, NEW = "ada@example.org", "new@example.org"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


@pytest.fixture
def ada(app: Flask) -> Owner:
    """Ada, logged in to her own page; she looks after the blog."""
    owner = Owner(app).log_in()
    with app.app_context(), transaction() as store:
        identity, site = store.query(Identity).one(), site_of_page(store, BLOG)
        assert site
        give_role(store, site, identity.account, Role.OWNER, clock.now())
    return owner


def confirmed(app: Flask, ada: Owner, mailbox: Mailbox, address: str = ADA) -> None:
    """Give an address and say yes."""
    assert ada.press("/me/address", address=address).location == "/me"
    deliver(app)
    press(app, link(mailbox, "subscriptions"), action="confirm")
    mailbox.got.clear()


def test_mail_goes_to_an_address_once_its_owner_has_said_yes(app: Flask, ada: Owner, mailbox: Mailbox) -> None:
    ada.press("/me/address", address="Ada@Example.org")
    commenting(app, "x").post("Before")
    deliver(app)
    assert got(mailbox) == [(ADA, "Is this your address for mail from comments.rejoinder.test?")]
    assert "We have sent a mail to ada@example.org" in ada.words()
    press(app, link(mailbox, "subscriptions"), action="confirm")
    mailbox.got.clear()
    commenting(app, "x").post("After")
    deliver(app)
    assert got(mailbox) == [(ADA, "Mira commented on blog.test/a-post")]
    assert "Mail for you goes to ada@example.org." in ada.words()


def test_another_address_makes_the_links_of_the_first_void(app: Flask, ada: Owner, mailbox: Mailbox) -> None:
    ada.press("/me/address", address=ADA)
    deliver(app)
    old = link(mailbox, "subscriptions")
    confirmed(app, ada, mailbox, NEW)
    press(app, old, action="end-all")
    assert "Mail for you goes to new@example.org." in ada.words()


@pytest.mark.parametrize("address", ["", "nobody", "a b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(app: Flask, ada: Owner, records: Records, address: str) -> None:
    with records.unchanged(but=()):
        assert ada.press("/me/address", address=address).status_code == 422


def test_nobody_lets_us_write_to_a_stranger_again_and_again(app: Flask, ada: Owner, mailbox: Mailbox) -> None:
    statuses = []
    for number in range(7):
        ada.press("/me/address/remove")
        statuses.append(ada.press("/me/address", address=ADA).status_code)
        assert number or statuses == [303]
    assert statuses == [303] * 5 + [429] * 2
    assert deliver(app) <= 5


def test_it_is_forgotten_when_that_is_asked(app: Flask, ada: Owner, mailbox: Mailbox, records: Records) -> None:
    confirmed(app, ada, mailbox)
    ada.press("/me/address/remove")
    assert records.count("mail_addresses") == 0
    assert ADA.encode() not in records.files()


def test_it_and_what_one_follows_is_in_the_download_and_goes_with_the_account(
    app: Flask, ada: Owner, mailbox: Mailbox, records: Records, time: Time
) -> None:
    confirmed(app, ada, mailbox)
    comment = commenting(app).post("Mine", subscribe="1", address=NEW).get_json()["id"]
    with ZipFile(BytesIO(ada.see("/me/export").data)) as archive:
        mail = json.loads(archive.read("my-comments.json"))["mail"]
    assert mail["address"] == ADA
    assert [(one["address"], one["comment"], one["confirmed"]) for one in mail["subscriptions"]] == [
        (NEW, comment, None)
    ]
    ada.press("/me/erase", remove="text")
    time.passes(days=8)
    with app.app_context():
        settle_erasures(time.now)
    assert (records.count("mail_addresses"), records.count("subscriptions")) == (0, 0)
    assert not [address for address in (ADA, NEW) if address.encode() in records.files()]


def test_linking_another_account_keeps_what_that_follows(
    app: Flask, ada: Owner, mailbox: Mailbox, records: Records
) -> None:
    commenting(app, "x").post("Mine", subscribe="1", address=NEW)
    ada.link("x")
    ((account,),) = records.query("SELECT account_id FROM staff")
    assert records.query("SELECT account_id FROM subscriptions") == [(account,)]
