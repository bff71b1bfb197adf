"""What somebody tries against screening: no edit and no late answer publishes what a person has to see first."""

from collections.abc import Iterator

import pytest
from akismet import Akismet, Says, akismet_settings
from deciding import set_site, status_of
from flask import Flask
from frames import Frame
from records import Records
from stage import Time, running, settings_for

from widget.comments.rechecking import recheck_due
from widget.core import clock
from widget.screening.circuit import Circuit
from widget.screening.outside import CIRCUITS

WAIT = Says("false", {"X-akismet-recheck-after": "120"})


@pytest.fixture
def app(database: str, akismet: Akismet, time: Time) -> Iterator[Flask]:
    """The application that asks it, by the test's clock."""
    with running(settings_for(database, **akismet_settings(akismet))) as app:
        app.extensions[CIRCUITS] = {"akismet": Circuit(clock=lambda: clock.now().timestamp())}
        yield app


def edit(frame: Frame, comment: str, body: str) -> None:
    stamp = frame.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    answer = frame.act("PATCH", f"/comments/{comment}", {"body": body, "stamp": stamp})
    assert answer.status_code == 200, answer.text


def work(app: Flask) -> int:
    with app.app_context():
        return recheck_due()


def test_what_only_waited_for_an_answer_is_published_by_it_after_an_edit(
    app: Flask, alice: Frame, akismet: Akismet, records: Records, time: Time
) -> None:
    akismet.next += [WAIT, WAIT, Says()]
    comment = alice.post("A fien day").get_json()["id"]
    edit(alice, comment, "A fine day")
    time.passes(minutes=3)
    work(app)
    assert status_of(records, comment) == "published"


@pytest.mark.parametrize(("says", "status"), [(Says("true"), "spam"), (Says(), "held")])
def test_an_edit_and_a_late_answer_together_make_nothing_better(
    app: Flask, alice: Frame, akismet: Akismet, records: Records, time: Time, says: Says, status: str
) -> None:
    set_site(records, moderation_words="pills")
    akismet.next += [says, WAIT, Says()]
    comment = alice.post("Buy pills").get_json()["id"]
    assert status_of(records, comment) == status
    edit(alice, comment, "A fine day")
    time.passes(minutes=3)
    assert work(app) == 1
    assert status_of(records, comment) == status


def test_nothing_is_asked_any_more_about_what_a_comment_said_before(
    app: Flask, alice: Frame, akismet: Akismet, records: Records
) -> None:
    """Whoever is just asking then finds that their question is void, and the answer counts for nothing."""
    akismet.next += [WAIT, Says("true")]
    comment = alice.post("A fine day").get_json()["id"]
    assert records.query("SELECT task FROM screening_errands") == [("ask",)]
    edit(alice, comment, "Buy pills")
    assert status_of(records, comment) == "spam"
    assert records.count("screening_errands") == 0
