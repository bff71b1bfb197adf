"""A check of the owner's own: signed JSON out, a status in answer, and whatever is wrong holds the comment."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
from deciding import decide, findings, make_moderator, status_of
from flask import Flask
from frames import Frame
from loopback import serving
from records import Records
from stage import BLOG, Time, running, settings_for
from werkzeug.wrappers import Request, Response

from widget.comments.rechecking import recheck_due
from widget.config import ConfigurationError

SECRET = "a secret of the owner"
SILENT = "The check at screening.url did not answer; it will be asked again."


@dataclass
class Check:
    """What was asked, and what is answered."""

    answer: str = '{"status": "published"}'
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: Request) -> Response:
        body = request.get_data()
        moment, _, proof = request.headers["Rejoinder-Signature"].partition(",v1=")
        signed = moment.removeprefix("t=").encode() + b"." + body
        assert hmac.compare_digest(proof, hmac.new(SECRET.encode(), signed, sha256).hexdigest())
        self.asked.append(json.loads(body) | {"signed": moment})
        return Response(self.answer, status=self.status)


@pytest.fixture
def check() -> Check:
    """The owner's check."""
    return Check()


@pytest.fixture
def app(database: str, check: Check) -> Iterator[Flask]:
    """The application that asks it."""
    with serving(check) as server:
        more = {"screening_url": f"{server.url}/check", "screening_secret": SECRET, "outgoing_allow_loopback": "true"}
        with running(settings_for(database, **more)) as app:
            yield app


def posted(frame: Frame, records: Records) -> tuple[str, dict[str, tuple[str, str]]]:
    """Post; return the status that it got and what was found."""
    comment = frame.post("*Hello*", website="https://grace.example/").get_json()["id"]
    return status_of(records, comment), findings(records, comment)


def test_it_gets_the_comment_as_signed_json(guest: Frame, check: Check, time: Time, records: Records) -> None:
    assert posted(guest, records) == ("published", {})
    (asked,) = check.asked
    author = {"kind": "guest", "name": "Grace", "email": "grace@example.org", "website": "https://grace.example/"}
    expected = {"event": "screening", "site": guest.site, "page": BLOG, "text": "*Hello*", "address": "127.0.0.1"}
    assert {name: asked[name] for name in expected} == expected
    assert asked["author"] == author
    assert asked["html"] == "<p><em>Hello</em></p>"
    assert asked["signed"] == f"t={int(time.now.timestamp())}"


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        ('{"status": "spam", "reason": "Sold twice"}', "spam", "The check at screening.url says: Sold twice"),
        ('{"status": "held", "reason": "100 %(x)s"}', "held", "The check at screening.url says: 100 %(x)s"),
        ('{"status": "held"}', "held", "The check at screening.url gives no reason."),
        ('{"status": "deleted"}', "held", SILENT),
        ('{"status": "trash"}', "held", SILENT),
        ('{"status": ["spam"]}', "held", SILENT),
        ("[]", "held", SILENT),
        ("spam", "held", SILENT),
        ("[" * 30_000, "held", SILENT),
    ],
)
@pytest.mark.either_store
def test_its_answer_is_a_status_or_the_comment_is_held(
    guest: Frame, check: Check, records: Records, answer: str, status: str, reason: str
) -> None:
    check.answer = answer
    assert posted(guest, records) == (status, {"webhook": (status, reason)})


def test_it_is_asked_again_and_told_what_was_decided(
    app: Flask, guest: Frame, alice: Frame, check: Check, records: Records, time: Time
) -> None:
    check.status = 500
    comment = guest.post("Asked twice").get_json()["id"]
    assert status_of(records, comment) == "held"
    check.status = 200
    time.passes(minutes=21)
    with app.app_context():
        recheck_due()
    assert status_of(records, comment) == "published"
    decide(app, comment, "spam", by=make_moderator(app, alice))
    with app.app_context():
        recheck_due()
    assert [asked["event"] for asked in check.asked] == ["screening", "screening", "decision"]
    assert check.asked[2]["decided"] == "spam"


def test_the_form_says_that_somebody_else_is_asked(guest: Frame) -> None:
    assert "This site has comments checked for spam by another service." in guest.read()
    assert "Akismet" not in guest.read()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"url": "https://checks.example.org/"}, "screening.secret must be 16"),
        ({"url": "http://checks.example.org/", "secret": SECRET}, "must begin with https://"),
        ({"url": "checks", "secret": SECRET}, "screening.url must be the address"),
        ({"deadline": "0"}, "screening.deadline must be more than 0"),
        ({"deadline": "60"}, "screening.deadline must be more than 0"),
        ({"akismet_key": "x", "akismet_url": "https://rest.akismet.com/1.1"}, "screening.akismet.url must be scheme"),
        ({"akismet_key": "x", "akismet_url": "http://rest.akismet.com"}, "must begin with https://"),
    ],
)
@pytest.mark.either_store
def test_what_cannot_work_is_one_sentence(more: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        settings_for("sqlite://", **{f"screening_{name}": value for name, value in more.items()})
