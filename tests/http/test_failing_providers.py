"""A provider that fails again and again is marked in the form, for all processes, until it works or time has passed."""

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time, running, settings_for
from windows import FakeProvider, SignIn

from widget.errors import Denied, ProviderFailed
from widget.people.actions.failures import MARKED
from widget.providers import failures

Fakes = dict[str, FakeProvider]
UNREACHABLE = ProviderFailed(failures.UNREACHABLE, provider="Google")


def fail(app: Flask, fakes: Fakes, times: int, problem: Exception = UNREACHABLE) -> None:
    """Let so many people try Google in vain."""
    fakes["google"].raises = problem
    for _ in range(times):
        sign_in = SignIn(Frame(app, BLOG))
        sign_in.start()
        sign_in.come_back()
    fakes["google"].raises = None


def troubles(frame: Frame) -> list[dict[str, str]]:
    found: list[dict[str, str]] = frame.session()["troubles"]
    return found


def test_the_fifth_failure_in_a_row_marks_a_provider(app: Flask, fakes: Fakes, guest: Frame) -> None:
    fail(app, fakes, MARKED - 1)
    assert troubles(guest) == []
    fail(app, fakes, 1)
    (trouble,) = troubles(guest)
    assert trouble["provider"] == "google"
    assert trouble["detail"] == "Google cannot be reached at the moment. You can try, or log in another way."


@pytest.mark.parametrize("sentence", sorted(failures.OWN))
def test_each_kind_of_failure_has_a_sentence_of_its_own(app: Flask, fakes: Fakes, guest: Frame, sentence: str) -> None:
    fail(app, fakes, MARKED, ProviderFailed(sentence, provider="Google"))
    assert "Google" in troubles(guest)[0]["detail"]


def test_other_processes_know_it_too(app: Flask, fakes: Fakes, database: str) -> None:
    fail(app, fakes, MARKED)
    keys = {"providers_google_client_id": "a", "providers_google_client_secret": "b"}
    with running(settings_for(database, **keys)) as other:
        assert [one["provider"] for one in troubles(Frame(other, BLOG))] == ["google"]


def test_a_success_takes_the_mark_away(app: Flask, fakes: Fakes, guest: Frame, records: Records) -> None:
    fail(app, fakes, MARKED)
    SignIn(Frame(app, BLOG)).through()
    assert troubles(guest) == []
    assert records.count("provider_failures") == 0
    fail(app, fakes, MARKED - 1)
    assert troubles(guest) == []


def test_after_five_minutes_it_is_tried_as_if_nothing_were_known(
    app: Flask, fakes: Fakes, guest: Frame, time: Time
) -> None:
    fail(app, fakes, MARKED)
    time.passes(minutes=4, seconds=59)
    assert troubles(guest)
    time.passes(seconds=2)
    assert troubles(guest) == []
    fail(app, fakes, 1)
    assert troubles(guest)


@pytest.mark.parametrize(
    "problem",
    [
        Denied(provider="Google"),
        ProviderFailed(failures.UNFINISHED, provider="Google"),
        ProviderFailed(failures.USED, provider="Google"),
        ProviderFailed(failures.UNVERIFIED, provider="Google"),
        ProviderFailed(provider="Google"),
    ],
    ids=lambda problem: problem.detail,
)
def test_what_anybodys_browser_can_cause_marks_nobody(
    app: Flask, fakes: Fakes, guest: Frame, problem: Exception
) -> None:
    fail(app, fakes, MARKED + 1, problem)
    assert troubles(guest) == []


def test_a_marked_provider_still_signs_in(app: Flask, fakes: Fakes, guest: Frame) -> None:
    fail(app, fakes, MARKED)
    assert SignIn(guest).through().claim().status_code == 200


def test_who_is_not_offered_any_more_is_not_marked(app: Flask, fakes: Fakes, guest: Frame) -> None:
    fail(app, fakes, MARKED)
    del fakes["google"]
    assert troubles(guest) == []


def test_reading_writes_nothing_and_the_public_document_tells_nothing(
    app: Flask, fakes: Fakes, guest: Frame, records: Records
) -> None:
    before = guest.document()
    fail(app, fakes, MARKED)
    with records.unchanged(but=()):
        after = guest.document()
        troubles(guest)
    assert (before.data, before.headers["ETag"]) == (after.data, after.headers["ETag"])
