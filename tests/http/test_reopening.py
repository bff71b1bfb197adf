"""A decision that is taken back leaves a comment as it was: with the question that nobody had answered yet."""

from collections.abc import Iterator

import pytest
from akismet import Akismet, Says, akismet_settings
from deciding import findings, status_of
from desk import seated
from flask import Flask
from frames import Frame
from records import Records
from stage import Time, running, settings_for
from windows import FakeProvider

from widget.comments.rechecking import recheck_due
from widget.core import clock
from widget.screening.circuit import Circuit
from widget.screening.outside import CIRCUITS
from widget.web.running import PROVIDERS

LATER = Says("false", {"X-akismet-recheck-after": "120"})


@pytest.fixture
def app(database: str, akismet: Akismet, time: Time) -> Iterator[Flask]:
    """The application that asks it, by the test's clock, with an account that Ada may have."""
    with running(settings_for(database, **akismet_settings(akismet))) as app:
        app.extensions[CIRCUITS] = {"akismet": Circuit(clock=lambda: clock.now().timestamp())}
        app.extensions[PROVIDERS] = {"google": FakeProvider("google", "Ada")}
        yield app


@pytest.mark.parametrize("says", [Says("", status=500), Says("invalid"), LATER])
def test_what_had_no_answer_is_asked_again(
    app: Flask, guest: Frame, akismet: Akismet, records: Records, time: Time, says: Says
) -> None:
    desk = seated(app)
    akismet.next.append(says)
    comment = guest.post().get_json()["id"]
    batch = desk.batch("trash", comment)
    assert records.count("screening_errands") == 0
    assert desk.undo(batch).status_code == 200
    assert status_of(records, comment) == "held"
    time.passes(hours=7)
    with app.app_context():
        assert recheck_due() == 1
    assert (status_of(records, comment), findings(records, comment)) == ("published", {})


def test_what_was_answered_is_not(app: Flask, guest: Frame, records: Records) -> None:
    desk = seated(app)
    comment = guest.post().get_json()["id"]
    assert desk.undo(desk.batch("trash", comment, status="published")).status_code == 200
    assert status_of(records, comment) == "published"
    assert records.count("screening_errands") == 0
