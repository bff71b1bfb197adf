"""Exactly once: a retry, a double click and a lost answer have one result, also at the same moment."""

from collections.abc import Callable

from at_once import all_at_once, prepared
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time

AT_ONCE = 6


def test_a_retry_returns_the_first_result(alice: Frame, records: Records) -> None:
    first = alice.post("Once", idempotency_key="sent-twice")
    with records.unchanged():
        again = alice.post("Once", idempotency_key="sent-twice")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()


def test_a_guests_retry_brings_the_receipt_that_was_lost(guest: Frame, records: Records) -> None:
    first = guest.post("Once", idempotency_key="sent-twice")
    with records.unchanged():
        again = guest.post("Once", idempotency_key="sent-twice")
    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_a_retry_is_neither_a_duplicate_nor_too_fast(alice: Frame, records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    alice.post("Once", idempotency_key="sent-twice")
    assert alice.post("Once", idempotency_key="sent-twice").status_code == 200


def test_a_retry_after_the_thread_was_closed_returns_the_first_result(alice: Frame, records: Records) -> None:
    """The key is checked first: the comment is there, and the form must learn it."""
    first = alice.post("Once", idempotency_key="sent-twice")
    records.change("UPDATE sites SET comments_open = false")
    again = alice.post("Once", idempotency_key="sent-twice")
    assert (again.status_code, again.get_json()["id"]) == (200, first.get_json()["id"])


def test_a_retry_after_the_parent_was_deleted_returns_the_first_result(alice: Frame, bob: Frame) -> None:
    asked = bob.post("A question").get_json()["id"]
    first = alice.post("Once", parent=asked, idempotency_key="sent-twice")
    bob.delete(asked)
    again = alice.post("Once", parent=asked, idempotency_key="sent-twice")
    assert (again.status_code, again.get_json()["id"]) == (200, first.get_json()["id"])


def test_a_retry_of_what_was_deleted_meanwhile_brings_it_not_back(alice: Frame, records: Records) -> None:
    comment = alice.post("Once", idempotency_key="sent-twice").get_json()["id"]
    alice.delete(comment)
    again = alice.post("Once", idempotency_key="sent-twice")
    assert (again.status_code, again.get_json()) == (200, {"id": comment, "status": "deleted", "html": None})
    assert records.query("SELECT source FROM comments") == [("",)]


def test_a_key_is_kept_for_48_hours(signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    first = alice.post("Once", idempotency_key="sent-twice")
    time.passes(hours=47)
    assert alice.post("Once", idempotency_key="sent-twice").get_json()["id"] == first.get_json()["id"]


def test_a_key_that_was_forgotten_can_be_used_again(signed_in: Callable[..., Frame], time: Time) -> None:
    alice = signed_in("Alice")
    alice.post("Long ago", idempotency_key="used-again")
    time.passes(hours=49)
    assert alice.post("Today", idempotency_key="used-again").status_code == 201


def test_the_same_key_on_two_threads_is_two_comments(app: Flask, alice: Frame) -> None:
    elsewhere = Frame(app, f"{BLOG}-two", browser=alice.browser)
    statuses = [frame.post("Text", idempotency_key="the-same-key").status_code for frame in (alice, elsewhere)]
    assert statuses == [201, 201]


def test_the_same_comment_sent_at_once_lands_once(app: Flask, alice: Frame, records: Records) -> None:
    alice.post("The thread is there already")
    answers = all_at_once(*(prepared(alice, app) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert records.query("SELECT count(*) FROM comments WHERE source = 'Only once'") == [(1,)]


def test_the_same_first_comment_sent_at_once_lands_once(app: Flask, guest: Frame, records: Records) -> None:
    answers = all_at_once(*(prepared(guest, app) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert (records.count("comments"), records.count("threads"), records.count("aliases")) == (1, 1, 1)


def test_two_first_comments_at_once_both_land(app: Flask, alice: Frame, bob: Frame, records: Records) -> None:
    sendings = [(alice, "By Alice"), (bob, "By Bob")]
    answers = all_at_once(
        *(prepared(who, app, body=text, idempotency_key=f"first-of-{text[3:]}") for who, text in sendings)
    )
    assert [answer.status_code for answer in answers] == [201, 201]
    assert records.query("SELECT count, version FROM threads") == [(2, 2)]
    assert records.count("comments") == 2


def test_the_same_words_under_two_keys_at_once_land_once(app: Flask, alice: Frame, records: Records) -> None:
    """A double click in two tabs: the duplicate is seen although nobody had finished."""
    answers = all_at_once(*(prepared(alice, app, idempotency_key=f"key-number-{n}") for n in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    assert records.count("comments") == 1


def test_many_at_once_wait_for_one_another_and_are_counted(app: Flask, alice: Frame, records: Records) -> None:
    sendings = [prepared(alice, app, body=f"Number {n}", idempotency_key=f"key-number-{n}") for n in range(AT_ONCE)]
    assert {answer.status_code for answer in all_at_once(*sendings)} == {201}
    assert records.query("SELECT count, version FROM threads") == [(AT_ONCE, AT_ONCE)]


def test_deleting_at_once_counts_once(app: Flask, alice: Frame, records: Records) -> None:
    alice.post("Stays")
    comment = alice.post("Goes").get_json()["id"]
    token = {"X-CSRFToken": alice.session()["csrf_token"]}
    cookie = alice.browser.get_cookie(f"__Host-rejoinder-{alice.site}", domain="comments.rejoinder.test")
    assert cookie
    copies = [Frame(app, BLOG) for _ in range(AT_ONCE)]
    for copy in copies:
        copy.browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
    answers = all_at_once(*(lambda one=one: one.send("DELETE", f"/comments/{comment}", **token) for one in copies))
    assert {answer.status_code for answer in answers} == {200}
    assert records.query("SELECT count FROM threads") == [(1,)]
