"""What gets old: keys of forms, held identities, sessions that end while their owner changes the account."""

from datetime import timedelta

from frames import Frame
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn


def names(frame: Frame) -> list[str]:
    return [str(one["name"]) for one in frame.session()["identities"]]


def test_a_key_that_has_aged_opens_no_closed_thread(alice: Frame, records: Records, time: Time) -> None:
    alice.post("In good time", idempotency_key="an-old-key-of-a-form")
    time.now += timedelta(hours=49)
    records.change("UPDATE sites SET comments_open = false")
    answer = alice.post("Too late", idempotency_key="an-old-key-of-a-form")
    assert (answer.status_code, answer.get_json()["type"]) == (403, "closed")
    assert records.count("comments") == 1


def test_an_identity_is_held_no_longer_than_a_session_may_last(
    guest: Frame, fakes: dict[str, FakeProvider], time: Time
) -> None:
    SignIn(guest).through().claim()
    for _ in range(9):  # a change of account every ten days keeps the session alive
        time.now += timedelta(days=10)
        SignIn(guest, "x", mode="change").through().claim()
    assert names(guest) == ["Mira"]


def test_an_identity_is_carried_as_long_as_its_own_sign_in_is_fresh(
    guest: Frame, fakes: dict[str, FakeProvider], time: Time
) -> None:
    SignIn(guest).through().claim()
    time.now += timedelta(days=10)
    SignIn(guest, "x", mode="change").through().claim()
    assert names(guest) == ["Ada", "Mira"]


def test_a_session_that_ends_during_a_change_strands_nobody(
    guest: Frame, fakes: dict[str, FakeProvider], time: Time
) -> None:
    SignIn(guest).through().claim()
    assert guest.who() == "Ada"
    time.now += timedelta(days=14) - timedelta(minutes=2)
    change = SignIn(guest, "x", mode="change")
    change.frame.browser.delete_cookie(f"__Host-rejoinder-{guest.site}", domain="comments.rejoinder.test")
    change.through()
    time.now += timedelta(minutes=4)
    assert change.claim().status_code == 200
    assert guest.who() == "Mira"


def test_a_new_name_at_the_provider_is_a_new_document(guest: Frame, fakes: dict[str, FakeProvider]) -> None:
    SignIn(guest).through().claim()
    guest.post("By Ada")
    before = guest.document()
    fakes["google"].name = "ADA"
    SignIn(guest).through().claim()
    after = guest.document(**{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert 'data-author="ADA"' in after.text


def test_a_thread_by_key_leads_to_no_query_that_a_visitor_chose(app: object, guest: Frame) -> None:
    frame = Frame(guest.browser.application, f"{BLOG}?next=//evil.example#x", key="post-42", browser=guest.browser)
    comment = frame.post("First").get_json()["id"]
    assert guest.browser.get(f"/comments/{comment}").headers["Location"] == f"{BLOG}#rejoinder-{comment}"


def test_a_permalink_has_no_trackers(guest: Frame) -> None:
    frame = Frame(guest.browser.application, f"{BLOG}?utm_source=x&id=1&fbclid=y", browser=guest.browser)
    comment = frame.post("First").get_json()["id"]
    assert guest.browser.get(f"/comments/{comment}").headers["Location"] == f"{BLOG}?id=1#rejoinder-{comment}"
