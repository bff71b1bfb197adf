"""How much may be written in which time; what is refused says when to come back, and was not counted."""

import itertools

import pytest
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from refusals import refused
from stage import BLOG, OTHER, Time
from windows import FakeProvider

from widget.web.address import network

texts = itertools.count(100, 100)  # nobody repeats what somebody else has said


def limit(records: Records, **values: int) -> None:
    records.change("UPDATE sites SET " + ", ".join(f"{name} = {value}" for name, value in values.items()))


def at(app: Flask, address: str, page: str = BLOG) -> Frame:
    """Return the frame of a guest at an address."""
    frame = Frame(app, page)
    frame.browser.environ_base = {"REMOTE_ADDR": address}
    frame.posted = next(texts)
    return frame


def test_who_has_written_the_most_of_an_hour_waits_for_the_first_to_be_an_hour_old(
    alice: Frame, bob: Frame, records: Records, time: Time
) -> None:
    limit(records, hourly_limit=3)
    for _ in range(3):
        assert alice.post().status_code == 201
        time.passes(minutes=10)
    with records.unchanged():
        problem = refused(alice.post(), 429, "too-many")
    assert problem["detail"] == "You have posted very many comments. Try again in 30 minutes."
    assert problem["retry_after"] == 30 * 60
    assert bob.post().status_code == 201
    time.passes(minutes=29, seconds=59)
    refused(alice.post(), 429, "too-many")
    time.passes(seconds=1)
    assert [alice.post().status_code for _ in range(2)] == [201, 429]


def test_it_holds_for_a_site_and_not_for_all(app: Flask, alice: Frame, records: Records) -> None:
    limit(records, hourly_limit=1)
    assert [at(app, "203.0.113.5", page).post().status_code for page in (BLOG, BLOG, OTHER)] == [201, 429, 201]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("203.0.113.5", "203.0.113.5", True),
        ("203.0.113.5", "203.0.113.6", False),
        ("203.0.113.5", "::ffff:203.0.113.5", True),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_guests_are_counted_by_their_network(
    app: Flask, records: Records, first: str, second: str, together: bool
) -> None:
    limit(records, hourly_limit=1)
    assert at(app, first).post().status_code == 201
    assert at(app, second).post().status_code == (429 if together else 201)


def test_who_is_signed_in_does_not_share_the_limit_of_guests(app: Flask, alice: Frame, records: Records) -> None:
    limit(records, hourly_limit=1)
    assert at(app, "127.0.0.1").post().status_code == 201
    assert [alice.post().status_code for _ in range(2)] == [201, 429]


def test_in_a_wave_whom_readers_know_goes_on(
    app: Flask, alice: Frame, bob: Frame, records: Records, time: Time
) -> None:
    assert alice.post("Known").status_code == 201
    time.passes(minutes=2)
    limit(records, minute_limit=3)
    for number in range(3):
        assert at(app, f"203.0.113.{number}").post().status_code == 201
    for nobody in (at(app, "203.0.113.9"), bob):
        problem = refused(nobody.post(), 429, "too-many")
        assert problem["detail"] == "Very many comments are coming in at the moment. Try again in 1 minute."
    assert alice.post("Still here").status_code == 201
    assert at(app, "203.0.113.9", OTHER).post().status_code == 201
    time.passes(seconds=60)
    assert bob.post().status_code == 201


def test_who_only_waits_for_approval_is_not_known(alice: Frame, records: Records) -> None:
    alice.post("Waiting")
    records.change("UPDATE comments SET status = 'held', shown = false")
    limit(records, minute_limit=1)
    refused(alice.post("Again"), 429, "too-many")


def test_whoever_looks_after_the_site_answers_as_much_as_it_takes(alice: Frame, records: Records) -> None:
    records.change(
        "INSERT INTO staff (site_id, account_id, role, created) "
        "SELECT sites.id, accounts.id, 'moderator', accounts.created FROM sites, accounts WHERE sites.name = 'Blog'"
    )
    limit(records, hourly_limit=1, minute_limit=1)
    assert [alice.post().status_code for _ in range(3)] == [201] * 3


def test_a_lost_answer_is_no_comment_more(alice: Frame, records: Records) -> None:
    limit(records, hourly_limit=1, minute_limit=1)
    statuses = [alice.post("Once", idempotency_key="the-same-key").status_code for _ in range(2)]
    assert statuses == [201, 200]


def test_the_page_without_scripts_says_when_and_keeps_the_text(app: Flask, guest: Frame, records: Records) -> None:
    limit(records, hourly_limit=1)
    guest.post()
    page, owner = f"/threads/{guest.thread}/reply?page={BLOG}", Owner(app)
    fields = {"page": BLOG, "as": "guest", "name": "Grace", "email": "grace@example.org", "body": "What I typed"}
    answer = owner.press(page.partition("?")[0], on=page, idempotency_key="a-key-of-a-form", **fields)
    assert (answer.status_code, "Try again in 1 hour." in answer.text) == (429, True)
    assert "What I typed" in answer.text


@pytest.mark.parametrize("peer", ["2001:db8:1:2:aaaa::1", "203.0.113.5"])
def test_no_address_is_kept_as_a_network(app: Flask, peer: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": peer}):
        assert len(network()) == 64
        assert peer not in network()


def test_who_has_linked_several_accounts_writes_no_more_than_others(
    app: Flask, fakes: dict[str, FakeProvider], records: Records
) -> None:
    Owner(app).log_in().link("x")
    limit(records, hourly_limit=1)
    first, second = commenting(app, "google"), commenting(app, "x")
    assert [frame.post().status_code for frame in (first, second)] == [201, 429]


def test_in_a_wave_who_is_known_by_one_account_goes_on_with_all_of_them(
    app: Flask, fakes: dict[str, FakeProvider], records: Records
) -> None:
    Owner(app).log_in().link("x")
    commenting(app, "google").post("Known")
    limit(records, minute_limit=1)
    assert commenting(app, "x").post("Still here").status_code == 201
