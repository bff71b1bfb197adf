"""Long threads: a page is read by key, holds 200 comments at most, and leads on to everything else."""

from typing import Any

import pytest
from crowd import crowd
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG

MOST_ROOTS, MOST_SHOWN = 50, 200


def listed(frame: Frame, **query: object) -> dict[str, Any]:
    """Ask for a thread's comments as JSON."""
    path = f"/threads/{frame.thread}/comments?" + "&".join(f"{name}={value}" for name, value in query.items())
    answer = frame.send("GET", path)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["comments"]]


def in_document(frame: Frame) -> list[str]:
    return [part.partition('"')[0] for part in frame.document().text.split('data-comment="')[1:]]


def test_the_document_has_the_first_roots_and_says_that_there_are_more(app: Flask, guest: Frame) -> None:
    posted = crowd(app, 60)
    assert in_document(guest) == posted[:MOST_ROOTS]
    assert f'data-next="{posted[MOST_ROOTS - 1]}"' in guest.document().text
    assert "60 comments" in guest.read()


def test_what_is_below_the_first_few_is_laid_out_later(app: Flask, guest: Frame) -> None:
    crowd(app, 12, to=crowd(app, 6)[1])
    items = guest.document().text.split("data-comments>")[1].split("<li")[1:]
    assert [item.startswith(" data-later") for item in items] == [False] * 6 + [True] * 8 + [False] * 2 + [True] * 2


def test_below_a_long_list_the_form_is_laid_out_later_too(app: Flask, guest: Frame) -> None:
    """Else it would move with every comment that is laid out above it."""
    form = '<section aria-labelledby="heading"'
    crowd(app, 4)
    assert f"{form}>" in guest.document().text
    crowd(app, 1)
    assert f"{form} data-later>" in guest.document().text


def test_a_thread_that_fits_offers_nothing_more(app: Flask, guest: Frame) -> None:
    crowd(app, MOST_ROOTS)
    assert "data-next" not in guest.document().text


def test_a_document_never_holds_more_than_200_comments(app: Flask, guest: Frame) -> None:
    roots = crowd(app, 60)
    for root in (roots[0], roots[1], roots[49]):
        crowd(app, 90, to=root)
    shown = in_document(guest)
    assert len(shown) == MOST_SHOWN
    assert set(roots[:MOST_ROOTS]) <= set(shown)
    assert "40 more replies" in guest.read()


def test_small_conversations_are_shown_whole_beside_a_large_one(app: Flask, guest: Frame) -> None:
    large, small = crowd(app, 2)
    answers = crowd(app, 3, to=small)
    crowd(app, 250, to=large)
    shown = in_document(guest)
    assert set(answers) <= set(shown)
    assert len(shown) == MOST_SHOWN


@pytest.mark.parametrize("order", ["oldest", "newest", "liked"])
def test_pages_lead_through_all_roots_once_in_both_directions(app: Flask, guest: Frame, order: str) -> None:
    posted = crowd(app, 23)
    first = page = listed(guest, order=order, limit=10)
    seen = ids(first)
    while page["next"]:
        page = listed(guest, order=order, limit=10, after=page["next"])
        seen += ids(page)
    assert seen == (posted if order == "oldest" else posted[::-1])
    assert first["previous"] is None
    back = listed(guest, order=order, limit=10, before=page["previous"])
    assert ids(back) == seen[10:20]
    assert ids(listed(guest, order=order, limit=10, before=back["previous"])) == seen[:10]
    assert listed(guest, order=order, limit=10, before=back["previous"])["previous"] is None


def test_comments_of_one_moment_are_told_apart_by_their_ids(app: Flask, guest: Frame, records: Records) -> None:
    posted = crowd(app, 9)
    records.change("UPDATE comments SET created = '2026-01-01 00:00:00.000000'")
    first = listed(guest, limit=4)
    second = listed(guest, limit=4, after=first["next"])
    assert ids(first) + ids(second) + ids(listed(guest, limit=4, after=second["next"])) == posted


def test_replies_below_a_root_come_oldest_first_and_page_by_page(app: Flask, guest: Frame) -> None:
    root = crowd(app, 1)[0]
    answers = crowd(app, 3, to=root)
    deeper = crowd(app, 3, to=answers[0])
    first = listed(guest, root=root, limit=4)
    second = listed(guest, root=root, limit=4, after=first["next"])
    assert ids(first) + ids(second) == answers + deeper
    assert second["next"] is None
    assert {one["parent"] for one in second["comments"]} == {answers[0]}


def test_a_comment_far_below_is_found_with_all_that_it_answers(app: Flask, guest: Frame) -> None:
    roots = crowd(app, 70)
    crowd(app, 220, to=roots[60])
    chain = [roots[60]]
    for _ in range(4):
        chain += crowd(app, 1, to=chain[-1])
    around = listed(guest, around=chain[-1])
    assert ids(around)[0] == roots[60]
    assert set(chain) <= set(ids(around))
    assert around["previous"] == roots[60]
    assert len(around["comments"]) <= MOST_SHOWN + len(chain)


def test_around_a_root_in_the_newest_order_its_elders_follow(app: Flask, guest: Frame) -> None:
    posted = crowd(app, 5)
    assert ids(listed(guest, around=posted[3], order="newest")) == posted[3::-1]


def test_an_item_says_everything_about_a_comment(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A *question*\n\nin two paragraphs").get_json()
    answered = bob.post("An answer", parent=asked["id"]).get_json()
    root, answer = listed(alice)["comments"]
    assert set(root) == {
        *("id", "parent", "depth", "author", "text", "html", "status"),
        *("created", "edited", "likes", "replies", "pinned"),
    }
    assert (root["parent"], root["depth"], root["replies"]) == (None, 0, 1)
    assert (answer["parent"], answer["depth"], answer["replies"]) == (asked["id"], 1, 0)
    assert set(root["author"]) == {"name", "handle", "provider", "picture", "website", "role"}
    assert root["text"] == "<p>A <em>question</em></p>\n<p>in two paragraphs</p>"
    assert answer["html"] == answered["html"]
    assert "Hide replies" in root["html"]


def test_a_tombstone_has_no_author_and_no_text(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    bob.post("An answer", parent=asked)
    alice.delete(asked)
    gone = listed(bob)["comments"][0]
    assert (gone["author"], gone["text"], gone["status"]) == (None, None, "deleted")


def test_replies_are_counted_as_they_come_and_go(alice: Frame, bob: Frame, records: Records) -> None:
    root = alice.post("Root").get_json()["id"]
    middle = bob.post("Middle", parent=root).get_json()["id"]
    leaf = alice.post("Leaf", parent=middle).get_json()["id"]

    def stored() -> list[int]:
        return [number for (number,) in records.query("SELECT replies FROM comments ORDER BY id")]

    assert stored() == [2, 0, 0]
    bob.delete(middle)  # a tombstone is shown, and stays counted
    assert stored() == [2, 0, 0]
    alice.delete(leaf)  # takes the tombstone with it
    assert stored() == [0, 0, 0]
    assert [bool(shown) for (shown,) in records.query("SELECT shown FROM comments ORDER BY id")] == [True, False, False]


@pytest.mark.parametrize("query", ["after=x", "before=x", "root=x", "around=x"])
def test_a_mark_that_is_no_comment_of_the_thread_is_not_found(
    app: Flask, guest: Frame, stranger: Frame, query: str
) -> None:
    crowd(app, 2)
    elsewhere = stranger.post("Elsewhere").get_json()["id"]
    for mark in ("x", elsewhere):
        path = f"/threads/{guest.thread}/comments?{query.partition('=')[0]}={mark}"
        assert guest.send("GET", path).status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=٣", "since=-1", "since=x"])
def test_a_number_that_is_none_is_refused(app: Flask, guest: Frame, query: str) -> None:
    crowd(app, 1)
    answer = guest.send("GET", f"/threads/{guest.thread}/comments?{query}")
    assert (answer.status_code, answer.get_json()["type"]) == (400, "malformed")


def test_a_thread_without_comments_lists_nothing(guest: Frame) -> None:
    assert guest.send("GET", f"/threads/{guest.thread}/comments").status_code == 404


def test_what_is_not_public_is_in_no_list(alice: Frame, records: Records) -> None:
    alice.post("Seen")
    for status in ("held", "spam", "trash"):
        hidden = alice.post(f"This is {status}").get_json()["id"]
        records.change("UPDATE comments SET status = ?, shown = false WHERE public_id = ?", status, hidden)
        path = f"/threads/{alice.thread}/comments?around={hidden}"
        for answer in (alice.send("GET", path), alice.send("GET", path.replace(f"around={hidden}", "since=0"))):
            assert "This is" not in answer.text
    assert len(listed(alice)["comments"]) == 1


def test_a_permalink_of_a_far_comment_leads_to_its_page(app: Flask, guest: Frame) -> None:
    posted = crowd(app, 60)
    assert guest.send("GET", f"/comments/{posted[-1]}").location == f"{BLOG}#rejoinder-{posted[-1]}"
