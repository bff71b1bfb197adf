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
    assert "Whether mail is wanted" in words
    assert "Sent: 250 2.0.0 taken for …" in words
    assert "grace@example.org" not in words


def test_what_another_site_has_sent_is_not_seen(app: Flask) -> None:
    ada = owner_of(app, BLOG)
    Frame(app, OTHER).post("Hello", subscribe="1")
    deliver(app)
    assert "Nothing in the last two days." in ada.words(way(app))


def test_send_test_mails_whoever_presses_it(app: Flask, mailbox: Mailbox, records: Records) -> None:
    ada = owner_of(app, BLOG)
    assert "Add an address for your mail first" in ada.words(way(app))
    records.change(
        "INSERT INTO mail_addresses (public_id, account_id, address, lang, confirmed, created) "
        "SELECT 'x', account_id, ?, 'en', created, created FROM staff",
        ADA,
    )
    assert ada.press(f"{way(app)}/test", on=way(app)).location == way(app)
    deliver(app)
    assert got(mailbox) == [(ADA, "A test from comments.rejoinder.test")]
    assert "Sent: 250 2.0.0 taken for …" in ada.words(way(app))


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
        assert "410 down" in ada.words(f"{site}/webhooks/{hook}")
        ada.press(f"{site}/webhooks/{hook}", on=way(app), action="resume")
        ((row,),) = records.query("SELECT id FROM outbox WHERE kind = 'webhook'")
        ada.press(f"{way(app)}/{row}/again", on=way(app))
        ada.press(f"{site}/webhooks/{hook}", on=way(app), action="test")
        deliver(app)
    assert records.query("SELECT sent FROM outbox WHERE kind = 'webhook'") == [(True,), (True,)]
    ada.press(f"{site}/webhooks/{hook}", on=way(app), action="remove")
    assert records.count("webhooks") == 0


def test_what_cannot_be_called_is_told_and_what_was_typed_stays(app: Flask, records: Records) -> None:
    ada, site = owner_of(app, BLOG), way(app).removesuffix("/outbox")
    with records.unchanged(but=()):
        answer = ada.press(f"{site}/webhooks", on=way(app), url="ftp://a.example/<x>")
    assert (answer.status_code, "it must begin with https://" in answer.text) == (422, True)
    assert 'value="ftp://a.example/&lt;x&gt;" aria-invalid="true"' in answer.text


def test_a_webhook_is_turned_off_and_on_and_its_new_secret_is_shown_once(app: Flask, records: Records) -> None:
    ada, site = owner_of(app, BLOG), way(app).removesuffix("/outbox")
    first = ada.press(f"{site}/webhooks", on=way(app), url="https://a.example/").text
    ((hook, secret),) = records.query("SELECT public_id, secret FROM webhooks")
    place = f"{site}/webhooks/{hook}"
    assert secret in first
    assert secret not in ada.see(place).text
    ada.press(place, on=place, action="pause")
    Frame(app, BLOG).post("Hello")
    assert (deliver(app), "Turned off since" in ada.words(place)) == (0, True)
    ada.press(place, on=place, action="resume")
    fresh = ada.press(place, on=place, action="renew").text
    ((now,),) = records.query("SELECT secret FROM webhooks")
    assert (now in fresh, now == secret, now in ada.see(place).text) == (True, False, False)
    noted = [action for (action,) in records.query("SELECT action FROM audit ORDER BY id")]
    assert noted == ["webhook-added", "webhook-pause", "webhook-resume", "webhook-renew"]


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
