"""Likes over HTTP: one per person and target, counted right whatever happens at once or goes away."""

from collections.abc import Callable
from typing import Any

import pytest
from at_once import all_at_once
from frames import Frame
from likes import counted, like, like_page, unlike, words
from records import Records
from stage import BLOG, Time
from werkzeug.test import TestResponse

from widget.comments.liking import MOST_CHANGES

People = Callable[..., Frame]


def test_somebody_likes_a_comment_and_everybody_sees_that(alice: Frame, bob: Frame, records: Records) -> None:
    comment = alice.post("Likeable").get_json()["id"]
    before = bob.document().headers["ETag"]
    answer = like(bob, comment)
    assert (answer.status_code, answer.get_json()["id"], words(answer)) == (200, comment, "You like this.")
    assert 'aria-pressed="true"' in answer.get_json()["html"]
    assert bob.document().headers["ETag"] != before
    assert "1 blogger likes this." in alice.read()
    assert "You like this." not in bob.read()
    assert counted(records) == ([1], [0])


def test_ones_own_comment_may_be_liked(alice: Frame) -> None:
    assert like(alice, alice.post().get_json()["id"]).status_code == 200


@pytest.mark.parametrize(
    ("others", "mine", "public"),
    [
        (0, "You like this.", "1 blogger likes this."),
        (1, "You and 1 other blogger like this.", "2 bloggers like this."),
        (2, "You and 2 other bloggers like this.", "3 bloggers like this."),
        (6, "You and 6 other bloggers like this.", "7 bloggers like this."),
    ],
)
def test_the_sentence_fits_the_number(alice: Frame, signed_in: People, others: int, mine: str, public: str) -> None:
    comment = alice.post().get_json()["id"]
    for number in range(others):
        like(signed_in(f"Reader {number}"), comment)
    answer = like(alice, comment).get_json()
    assert (words(answer["html"]), words(answer["public"])) == (mine, public)
    assert answer["html"].count("<img") == min(others + 1, 5)
    assert alice.session()["likes"] == [{"target": comment, "html": answer["html"]}]


def test_nobody_yet_has_a_sentence_for_pages_alone(guest: Frame) -> None:
    guest.post()
    assert guest.read().count("Be the first to like this.") == 1


def test_taken_back_it_is_as_before(alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    before = alice.read()
    like(alice, comment)
    answer = unlike(alice, comment)
    assert (answer.status_code, 'aria-pressed="false"' in answer.get_json()["html"]) == (200, True)
    assert alice.read() == before
    assert alice.session()["likes"] == []
    assert counted(records) == ([0], [0])


@pytest.mark.parametrize("act", [like, unlike])
def test_once_more_changes_nothing(alice: Frame, records: Records, act: Callable[..., TestResponse]) -> None:
    comment = alice.post().get_json()["id"]
    first = act(alice, comment)
    with records.unchanged():
        again = act(alice, comment)
    assert (again.status_code, again.get_json()) == (first.status_code, first.get_json())


def test_a_page_is_liked_before_it_has_a_comment(alice: Frame, records: Records) -> None:
    assert records.count("threads") == 0
    assert words(like_page(alice)) == "You like this."
    assert "1 blogger likes this." in alice.read()
    assert alice.session()["likes"][0]["target"] == alice.thread
    assert like_page(alice, "DELETE").status_code == 200
    assert "Be the first to like this." in alice.read()
    assert counted(records) == ([], [0])


def test_taking_back_what_was_never_liked_makes_no_row(alice: Frame, records: Records) -> None:
    with records.unchanged():
        assert like_page(alice, "DELETE").status_code == 200


def test_a_page_of_another_thread_is_not_found(alice: Frame, records: Records) -> None:
    with records.unchanged():
        assert like_page(alice, page="https://blog.test/other").status_code == 404
        assert like_page(alice, page="https://nowhere.test/").status_code == 404


def test_guests_cannot_like(guest: Frame, records: Records) -> None:
    comment = guest.post().get_json()["id"]
    with records.unchanged():
        for answer in (like(guest, comment), unlike(guest, comment), like_page(guest)):
            assert (answer.status_code, answer.get_json()["type"]) == (403, "sign-in-required")


def test_nobody_likes_on_another_site(alice: Frame, stranger: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    with records.unchanged():
        assert like(stranger, comment).status_code in {401, 403, 404}
        assert stranger.act("PUT", f"/threads/{alice.thread}/like", {"page": BLOG}).status_code in {401, 403, 404}


@pytest.mark.parametrize("status", ["held", "spam", "trash", "deleted"])
def test_what_is_not_public_cannot_be_liked(alice: Frame, bob: Frame, records: Records, status: str) -> None:
    comment = alice.post().get_json()["id"]
    records.change("UPDATE comments SET status = ?", status)
    with records.unchanged():
        assert like(bob, comment).status_code == 404


def test_a_deleted_comment_is_liked_by_nobody(alice: Frame, bob: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    like(bob, comment)
    alice.delete(comment)
    assert counted(records) == ([0], [0])
    assert bob.session()["likes"] == []


def test_the_most_liked_come_first(alice: Frame, bob: Frame) -> None:
    first, second, third = (alice.post().get_json()["id"] for _ in range(3))
    like(alice, second)
    for frame in (alice, bob):
        like(frame, third)
    listed = bob.send("GET", f"/threads/{bob.thread}/comments?order=liked").get_json()["comments"]
    assert [(one["id"], one["likes"]) for one in listed] == [(third, 2), (second, 1), (first, 0)]


def ready_to_like(frame: Frame, path: str, body: Any = None) -> Callable[[], TestResponse]:
    """Return the sending of a like; its token is known beforehand."""
    token = {"X-CSRFToken": frame.session()["csrf_token"]}
    return lambda: frame.send("PUT", path, body, **token)


def test_many_at_once_are_counted_once_each(alice: Frame, signed_in: People, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    people = [signed_in(f"Reader {number}") for number in range(6)]
    acts = [ready_to_like(one, f"/comments/{comment}/like") for one in people]
    assert {answer.status_code for answer in all_at_once(*acts)} == {200}
    assert counted(records) == ([6], [0])


def test_two_of_one_person_at_once_are_one(alice: Frame, signed_in: People, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    acts = [ready_to_like(signed_in("Reader"), f"/comments/{comment}/like") for _ in range(4)]
    assert {answer.status_code for answer in all_at_once(*acts)} == {200}
    assert counted(records) == ([1], [0])


def test_the_first_likes_of_a_page_at_once_make_one_row(signed_in: People, records: Records) -> None:
    people = [signed_in(f"Reader {number}") for number in range(4)]
    acts = [ready_to_like(one, f"/threads/{one.thread}/like", {"page": one.page}) for one in people]
    assert {answer.status_code for answer in all_at_once(*acts)} == {200}
    assert counted(records) == ([], [4])


def test_who_likes_without_end_is_slowed_down(alice: Frame, records: Records, time: Time) -> None:
    comment = alice.post().get_json()["id"]
    for number in range(MOST_CHANGES):
        assert (unlike if number % 2 else like)(alice, comment).status_code == 200
    with records.unchanged():
        refused = like(alice, comment)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "61")
    time.passes(seconds=61)
    assert like(alice, comment).status_code == 200


def test_the_list_names_who_likes_and_is_kept_by_everybody(alice: Frame, guest: Frame, signed_in: People) -> None:
    comment = alice.post().get_json()["id"]
    for number in range(7):
        like(signed_in(f"Reader {number}"), comment)
    answer = guest.send("GET", f"/comments/{comment}/likes")
    assert "7 bloggers like this:" in answer.get_json()["html"]
    assert "<bdi>Reader 6</bdi>" in answer.get_json()["html"]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert guest.send("GET", f"/comments/{comment}/likes", **etag).status_code == 304
    unlike(signed_in("Reader 6"), comment)
    assert "6 bloggers" in guest.send("GET", f"/comments/{comment}/likes", **etag).get_json()["html"]


def test_the_list_of_a_page_and_of_what_is_not_there(alice: Frame, records: Records) -> None:
    assert alice.send("GET", f"/threads/{alice.thread}/likes").status_code == 404
    like_page(alice)
    assert "1 blogger likes this:" in alice.send("GET", f"/threads/{alice.thread}/likes").get_json()["html"]
    comment = alice.post().get_json()["id"]
    records.change("UPDATE comments SET status = 'held'")
    assert alice.send("GET", f"/comments/{comment}/likes").status_code == 404
