"""The owner's page about mail and webhooks: seen and used by owners of that very site alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from frames import Frame
from loopback import serving
from mailboxes import Mailbox, mail_settings
from mailing import deliver
from notified import got
from owners import Owner
from records import Records
from stage import BLOG, OTHER, running, settings_for
from unsafe import FOREIGN
from werkzeug.wrappers import Response
from windows import FakeProvider

from widget.core import clock
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.sites.queries import site_of_page
from widget.web.running import PROVIDERS
from widget.web.transactions import transaction

ADA = "ada@example.org"


@pytest.fixture
def app(database: str, mailbox: Mailbox) -> Iterator[Flask]:
    """The application with a mail server, which may call this machine."""
    more = mail_settings(mailbox.port) | {"outgoing_allow_loopback": "true"}
    with running(settings_for(database, **more)) as app:
        app.extensions[PROVIDERS] = {"google": FakeProvider("google", "Ada"), "x": FakeProvider("x", "Mira")}
        yield app


def owner_of(app: Flask, page: str, provider: str = "google", role: Role = Role.OWNER) -> Owner:
    """Somebody who is logged in and looks after the site of a page."""
    owner = Owner(app).log_in(provider)
    with app.app_context(), transaction() as store:
        site, identity = site_of_page(store, page), store.query(Identity).filter_by(provider=provider).one()
        assert site
        give_role(store, site, identity.account, role, clock.now())
    return owner


def way(app: Flask, page: str = BLOG) -> str:
    """The page of a site."""
    return f"/admin/sites/{Frame(app, page).site}/outbox"


def test_an_owner_sees_what_was_sent_for_this_site_and_what_the_server_answered(app: Flask, mailbox: Mailbox) -> None:
    ada = owner_of(app, BLOG)
    Frame(app, BLOG).post("Hello", subscribe="1")
    deliver(app)
    words = ada.words(way(app))
    assert "confirm" in words
    assert "Sent 250 2.0.0 taken for …" in words
    assert "grace@example.org" not in words


def test_what_another_site_has_sent_is_not_seen(app: Flask) -> None:
    ada = owner_of(app, BLOG)
    Frame(app, OTHER).post("Hello", subscribe="1")
    deliver(app)
    assert "Nothing in the last two days." in ada.words(way(app))


def test_send_test_mails_whoever_presses_it(app: Flask, mailbox: Mailbox, records: Records) -> None:
    ada = owner_of(app, BLOG)
    assert "Give an address for your mail first" in ada.words(way(app))
    records.change(
        "INSERT INTO mail_addresses (public_id, account_id, address, lang, confirmed, created) "
        "SELECT 'x', account_id, ?, 'en', created, created FROM staff",
        ADA,
    )
    assert ada.press(f"{way(app)}/test", on=way(app)).location == way(app)
    deliver(app)
    assert got(mailbox) == [(ADA, "A test from comments.rejoinder.test")]
    assert "Sent 250 2.0.0 taken for …" in ada.words(way(app))


def test_a_webhook_is_added_tried_called_again_and_removed(app: Flask, records: Records) -> None:
    ada, site = owner_of(app, BLOG), way(app).removesuffix("/outbox")
    answers = [Response("down", 410)]
    with serving(lambda _: answers.pop() if answers else Response("thanks")) as server:
        fields = {"url": f"{server.url}/hook", "comment.published": "1"}
        assert "whsec_" in ada.press(f"{site}/webhooks", on=way(app), **fields).text
        ((hook,),) = records.query("SELECT public_id FROM webhooks")
        Frame(app, BLOG).post("Hello")
        deliver(app)
        assert "Turned off" in ada.words(way(app))
        ada.press(f"{site}/webhooks/{hook}", on=way(app), action="resume")
        ((row,),) = records.query("SELECT id FROM outbox WHERE kind = 'webhook'")
        ada.press(f"{way(app)}/{row}/again", on=way(app))
        ada.press(f"{site}/webhooks/{hook}", on=way(app), action="test")
        deliver(app)
    assert records.query("SELECT sent FROM outbox WHERE kind = 'webhook'") == [(True,), (True,)]
    ada.press(f"{site}/webhooks/{hook}", on=way(app), action="remove")
    assert records.count("webhooks") == 0


def test_for_everybody_but_its_owners_there_is_no_such_page(app: Flask, records: Records) -> None:
    owner_of(app, BLOG)
    others = [owner_of(app, OTHER, "x"), Owner(app)]
    site = way(app).removesuffix("/outbox")
    for other, status in zip(others, (404, 401), strict=True):
        with records.unchanged():
            assert other.see(way(app)).status_code == status
            for form in (f"{way(app)}/test", f"{way(app)}/1/again", f"{site}/webhooks", f"{site}/webhooks/x"):
                assert other.press(form, url="https://a.example/", action="remove").status_code == status, form


def test_a_moderator_is_no_owner(app: Flask) -> None:
    assert owner_of(app, BLOG, role=Role.MODERATOR).see(way(app)).status_code == 404


def test_an_owner_changes_no_webhook_of_another_site(app: Flask, records: Records) -> None:
    mira = owner_of(app, OTHER, "x")
    mira.press(f"{way(app, OTHER).removesuffix('/outbox')}/webhooks", on=way(app, OTHER), url="https://a.example/")
    ada, ((hook,),) = owner_of(app, BLOG), records.query("SELECT public_id FROM webhooks")
    site = way(app).removesuffix("/outbox")
    with records.unchanged():
        for action in ("test", "resume", "remove"):
            assert ada.press(f"{site}/webhooks/{hook}", on=way(app), action=action).status_code == 404


def test_without_the_token_or_from_elsewhere_nothing_happens(app: Flask, records: Records) -> None:
    ada, site = owner_of(app, BLOG), way(app).removesuffix("/outbox")
    token = ada.token(way(app))
    with records.unchanged():
        assert ada.send(f"{site}/webhooks", {"url": "https://a.example/"}).status_code == 403
        for origin in (one for one in FOREIGN if one is not None):
            sent = {"url": "https://a.example/", "csrf_token": token}
            assert ada.send(f"{site}/webhooks", sent, Origin=origin).status_code == 403
