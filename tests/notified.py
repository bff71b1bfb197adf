"""People who get mail: who looks after a site, who follows a thread, and the links in what they get."""

import re

from flask import Flask
from flask.testing import FlaskClient
from frames import ORIGIN, Frame
from mailboxes import Mailbox
from mailing import deliver, look, send_form
from stage import BLOG
from werkzeug.test import TestResponse

from widget.core import clock
from widget.people.actions.identities import remember_identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.providers import Profile
from widget.providers.email import ISSUER
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

OWNER = "owner@example.org"


def look_after(app: Flask, address: str = OWNER, role: Role = Role.OWNER, page: str = BLOG, name: str = "Olga") -> None:
    """Let somebody who logs in by mail look after the site of a page."""
    with app.app_context(), transaction() as store:
        profile = Profile(issuer=ISSUER, subject=address, name=name)
        identity = remember_identity(store, profile, provider="email", picture=None, now=clock.now())
        site = site_of_page(store, page)
        assert site
        give_role(store, site, identity.account, role, clock.now())


def got(mailbox: Mailbox) -> list[tuple[str, str]]:
    """Return to whom each mail went, and its subject, in an order that does not depend on theirs."""
    return sorted((mail["To"].addresses[0].addr_spec, str(mail["Subject"])) for mail in mailbox.got)


def link(mailbox: Mailbox, what: str, number: int = -1, origin: str = "") -> str:
    """Return the path of a link in a mail: to `decide`, `subscriptions` or `unsubscribe`; whole with our `origin`."""
    part = mailbox.got[number].get_body(("plain",))
    assert part
    found = re.search(rf"{origin or ORIGIN}(/{what}/\S+)", str(part.get_content()))
    assert found, part.get_content()
    return origin + found[1]


def press(app: Flask, path: str, browser: FlaskClient | None = None, **fields: str) -> TestResponse:
    """Press a button of the page to which a link leads."""
    return send_form(browser or app.test_client(), path, fields)


def say_yes(app: Flask, path: str) -> None:
    """Say yes to everything about which the page of an address asks."""
    asked = seen(app, path).text.partition('id="wishes"')[0]
    wishes = re.findall(r'value="confirm">\s*<input type="hidden" name="subscription" value="([^"]*)"', asked)
    assert wishes, asked
    for wish in wishes:
        assert press(app, path, action="confirm", subscription=wish).status_code == 303


def follow(app: Flask, mailbox: Mailbox, frame: Frame, body: str = "", **fields: str) -> dict[str, str]:
    """Let somebody post with the box ticked, and say yes in the mail that asks; return what was posted."""
    posted = frame.post(body, subscribe="1", **fields)
    assert posted.status_code == 201, posted.text
    deliver(app)
    if "/subscriptions/" in mailbox.text() and "Do you want mail" in str(mailbox.newest["Subject"]):
        say_yes(app, link(mailbox, "subscriptions"))
    mailbox.got.clear()
    return dict(posted.get_json())


def hold_everything(app: Flask, page: str = BLOG) -> None:
    """Let an owner approve everything by hand."""
    with app.app_context(), transaction() as store:
        site = site_of_page(store, page)
        assert site
        site.approve_all = True


def seen(app: Flask, path: str) -> TestResponse:
    """Follow a link in another browser than ever before."""
    return look(app.test_client(), path)
