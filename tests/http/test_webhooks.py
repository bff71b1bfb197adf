"""Webhooks: signed as the standard says, tried again ever later, turned off in the end; to public addresses alone."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from frames import Frame
from loopback import Server, serving
from mailboxes import Mailbox, mail_settings
from mailing import deliver
from notified import got, hold_everything, look_after
from records import Records
from source import ROOT
from stage import BLOG, OTHER, Time, running, settings_for
from werkzeug.wrappers import Request, Response

from widget.core import clock
from widget.notifications import calling
from widget.notifications.actions import LEASE, try_again
from widget.notifications.delivery import send_next
from widget.notifications.models import Webhook
from widget.notifications.queries import last_sends, row_by_id
from widget.notifications.webhooks import add_hook, resume_hook
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

ENDS = "SELECT attempts, sent, answer, done IS NOT NULL FROM outbox WHERE kind = 'webhook'"


@dataclass
class Receiver:
    """What an owner's server has heard; `answers` is what it says instead of its yes, one after the other."""

    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    server: Server | None = None

    def __call__(self, request: Request) -> Response:
        self.heard.append((dict(request.headers), request.get_data()))
        return self.answers.pop(0) if self.answers else Response("thanks")

    def types(self) -> list[str]:
        """What it has heard of, in order."""
        return [json.loads(body)["type"] for _, body in self.heard]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server of the owner's."""
    receiver = Receiver()
    with serving(receiver) as server:
        receiver.server = server
        yield receiver


@pytest.fixture
def app(database: str, mailbox: Mailbox) -> Iterator[Flask]:
    """The application with a mail server, which may call this machine."""
    more = mail_settings(mailbox.port) | {"outgoing_allow_loopback": "true"}
    with running(settings_for(database, **more)) as app:
        yield app


@pytest.fixture
def secret(app: Flask, receiver: Receiver) -> str:
    """The secret of a webhook of the blog that hears everything."""
    return added(app, receiver)


def added(app: Flask, receiver: Receiver, page: str = BLOG, events: tuple[str, ...] = ()) -> str:
    """Add a webhook; return its secret."""
    assert receiver.server
    with app.app_context(), transaction() as store:
        site = site_of_page(store, page)
        assert site
        url = f"{receiver.server.url}/hook?a=b"
        return add_hook(store, site, url, events, clock.now(), in_the_clear=True).secret


def checked(secret: str, headers: dict[str, str], body: bytes) -> subprocess.CompletedProcess[bytes]:
    """Check a call with the library of the standard's authors."""
    named = [headers[name] for name in ("Webhook-Id", "Webhook-Timestamp", "Webhook-Signature")]
    command = ["node", str(ROOT / "tests" / "oidc" / "webhook.mjs"), secret, *named]
    return subprocess.run(command, input=body, capture_output=True, check=False)


def test_a_receiver_checks_a_call_with_the_standards_own_library(
    app: Flask, guest: Frame, receiver: Receiver, secret: str
) -> None:
    guest.post("Hello **there**")
    deliver(app)
    ((headers, body),) = receiver.heard
    good = checked(secret, headers, body)
    assert (good.returncode, json.loads(good.stdout)) == (0, json.loads(body))
    assert checked(secret, headers, body.replace(b"there", b"thers")).returncode == 1
    assert checked("whsec_" + "A" * 43 + "=", headers, body).returncode == 1


@pytest.mark.either_store
def test_what_is_public_is_told_and_nothing_else(app: Flask, guest: Frame, receiver: Receiver, secret: str) -> None:
    posted = guest.post("Hello **there**").get_json()
    deliver(app)
    told = json.loads(receiver.heard[0][1])
    assert told["type"] == "comment.published"
    comment = told["data"]["comment"]
    assert (comment["id"], comment["author"]["name"]) == (posted["id"], "Grace")
    assert comment["text"] == "<p>Hello <strong>there</strong></p>"
    assert "grace@example.org" not in receiver.heard[0][1].decode()
    assert told["data"]["page"] == BLOG


@pytest.mark.either_store
def test_of_what_is_held_nothing_is_told_but_its_id(app: Flask, guest: Frame, receiver: Receiver, secret: str) -> None:
    hold_everything(app)
    posted = guest.post("A secret").get_json()
    guest.delete(posted["id"])
    deliver(app)
    assert receiver.types() == ["comment.held", "comment.deleted"]
    for _, body in receiver.heard:
        assert json.loads(body)["data"]["comment"] == {"id": posted["id"], "status": "deleted"}


@pytest.mark.either_store
def test_each_hears_only_what_it_asked_for_and_of_its_own_site(app: Flask, guest: Frame, receiver: Receiver) -> None:
    added(app, receiver, events=("comment.deleted",))
    added(app, receiver, page=OTHER)
    guest.delete(guest.post("Hello").get_json()["id"])
    deliver(app)
    assert receiver.types() == ["comment.deleted"]


def test_what_fails_is_tried_again_ever_later_under_the_same_id(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, records: Records, time: Time
) -> None:
    receiver.answers = [Response("down", 500)] * 3
    guest.post("Hello")
    for pause in (10, 30, 60):
        assert deliver(app) == 1
        assert records.query(ENDS)[0][2] == "500 down"
        time.passes(seconds=pause - 1)
        assert deliver(app) == 0
        time.passes(seconds=2)
    assert deliver(app) == 1
    assert len({headers["Webhook-Id"] for headers, _ in receiver.heard}) == 1
    assert len({headers["Webhook-Timestamp"] for headers, _ in receiver.heard}) == 4
    assert records.query(ENDS) == [(4, True, "200 thanks", True)]


def test_killed_between_the_answer_and_its_note_it_calls_once_more_under_the_same_id(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    guest.post("Hello")
    with monkeypatch.context() as patch:
        patch.setattr(calling, "_note", die)
        with pytest.raises(KeyboardInterrupt):
            deliver(app)
    assert deliver(app) == 0
    time.now += LEASE
    assert (deliver(app), deliver(app)) == (1, 0)
    assert len({headers["Webhook-Id"] for headers, _ in receiver.heard}) == 1


def test_one_that_is_down_holds_up_no_mail_and_is_asked_once_for_all(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, mailbox: Mailbox, time: Time
) -> None:
    look_after(app)
    receiver.answers = [Response("down", 500)] * 2
    for number in range(5):
        guest.post(f"Comment {number}")
    deliver(app)
    assert (len(receiver.heard), len(mailbox.got)) == (1, 5)
    time.passes(seconds=11)
    deliver(app)
    assert len(receiver.heard) == 2
    time.passes(seconds=31)
    deliver(app)
    assert len(receiver.heard) == 2 + 5


def test_what_is_given_up_after_a_day_can_be_told_again_by_the_owner(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, records: Records, time: Time
) -> None:
    receiver.answers = [Response("down", 503)] * 100
    guest.post("Hello")
    deliver(app)
    while not records.query(ENDS)[0][3]:
        deliver(app)
        time.passes(minutes=30)
    receiver.answers.clear()
    with app.app_context(), transaction() as store:
        row = row_by_id(store, last_sends(store)[0].id)
        assert row
        try_again(store, row, clock.now())
    assert deliver(app) == 1
    assert len({headers["Webhook-Id"] for headers, _ in receiver.heard}) == 1
    assert records.query(ENDS)[0][1:3] == (True, "200 thanks")


def fail_for(app: Flask, guest: Frame, time: Time, days: int) -> None:
    """Post once a day, and let a worker look every hour."""
    for _ in range(days):
        guest.post(f"At {time.now}")
        for _ in range(24):
            deliver(app)
            time.passes(hours=1)


def test_after_five_days_of_failures_it_is_turned_off_and_the_owners_hear_of_it(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, mailbox: Mailbox, records: Records, time: Time
) -> None:
    look_after(app)
    receiver.answers = [Response("down", 500)] * 1000
    fail_for(app, guest, time, 4)
    assert records.query("SELECT disabled, failures >= 50 FROM webhooks") == [(None, True)]
    fail_for(app, guest, time, 2)
    assert records.query("SELECT disabled IS NOT NULL FROM webhooks") == [(True,)]
    assert len([subject for _, subject in got(mailbox) if subject.startswith("The webhook at 127.0.0.1")]) == 1
    heard = len(receiver.heard)
    guest.post("Unheard")
    deliver(app)
    assert len(receiver.heard) == heard


def test_one_that_was_turned_off_is_called_again_when_the_owner_says_so(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, records: Records
) -> None:
    records.change("UPDATE webhooks SET disabled = created, failures = 60, failing = created")
    guest.post("Unheard")
    deliver(app)
    with app.app_context(), transaction() as store:
        hook = store.get(Webhook, 1)
        assert hook
        resume_hook(hook)
    guest.post("Heard again")
    deliver(app)
    assert len(receiver.heard) == 1


@pytest.mark.either_store
def test_a_receiver_that_is_gone_is_called_no_more_at_once(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, records: Records
) -> None:
    receiver.answers = [Response("gone", 410)]
    guest.post("Hello")
    deliver(app)
    assert records.query("SELECT disabled IS NOT NULL FROM webhooks") == [(True,)]


@pytest.mark.either_store
def test_a_redirect_is_not_followed(app: Flask, guest: Frame, receiver: Receiver, secret: str) -> None:
    assert receiver.server
    receiver.answers = [Response(status=307, headers={"Location": f"{receiver.server.url}/other"})]
    guest.post("Hello")
    deliver(app)
    assert len(receiver.heard) == 1


@pytest.mark.either_store
def test_nobody_in_the_house_is_called(database: str, receiver: Receiver, records: Records) -> None:
    with running(settings_for(database)) as app:
        added(app, receiver)
        Frame(app, BLOG).post("Hello")
        deliver(app)
    assert receiver.heard == []
    assert "may not be reached" in records.query(ENDS)[0][2]


@pytest.mark.either_store
def test_without_mail_and_webhooks_a_post_puts_nothing_in(database: str, records: Records) -> None:
    with running(settings_for(database)) as app:
        Frame(app, BLOG).post("Hello")
    assert records.count("outbox") == 0


def test_a_webhook_goes_with_its_site_and_what_waits_for_it_is_not_sent(
    app: Flask, guest: Frame, receiver: Receiver, secret: str, records: Records
) -> None:
    guest.post("Hello")
    with app.app_context():
        assert send_next() == "news"
    records.change("DELETE FROM webhooks")
    assert deliver(app) == 1
    assert receiver.heard == []
