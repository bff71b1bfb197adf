"""Replies over HTTP: where they stand, how deep they go, and whom they name."""

import re

from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG


def chain(frame: Frame, length: int) -> list[str]:
    """Post comments that each answer the one before."""
    ids: list[str] = []
    for number in range(length):
        posted = frame.post(f"Link {number}", parent=ids[-1] if ids else None)
        ids.append(posted.get_json()["id"])
    return ids


def depth_of(html: str, comment: str) -> int:
    """Return at which depth a document shows a comment."""
    return int(re.search(rf'data-comment="{comment}" data-depth="(\d+)"', html)[1])  # type: ignore[index]


def test_a_reply_stands_inside_the_comment_it_answers(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    answer = bob.post("An answer", parent=asked).get_json()["id"]
    document = alice.document().text
    article = document.partition(f'id="c-{asked}"')[2].partition("</article>")[0]
    assert f'id="c-{answer}"' in article
    assert depth_of(document, answer) == 1


def test_replies_stand_oldest_first_whatever_the_order_of_the_roots(alice: Frame) -> None:
    first, second = (alice.post(text).get_json()["id"] for text in ("First", "Second"))
    replies = [alice.post(text, parent=first).get_json()["id"] for text in ("Early", "Late")]
    shown = alice.send("GET", f"/thread?page={BLOG}&order=newest").text
    places = [shown.index(f'id="c-{comment}"') for comment in (second, first, *replies)]
    assert places == sorted(places)


def test_deeper_replies_are_shown_at_the_deepest_level_and_say_whom_they_answer(alice: Frame) -> None:
    ids = chain(alice, 7)
    document = alice.document().text
    assert [depth_of(document, comment) for comment in ids] == [0, 1, 2, 3, 4, 4, 4]
    assert alice.read().count("in reply to Alice") == 2


def test_a_deep_reply_looks_the_same_when_posted_and_when_read(alice: Frame) -> None:
    deepest = chain(alice, 6)[-1]
    html = alice.post("Deeper", parent=deepest).get_json()["html"]
    assert "in reply to" in html
    assert html in alice.document().text


def test_the_depth_is_a_setting_of_the_site(alice: Frame, records: Records) -> None:
    records.change("UPDATE sites SET max_depth = 1, revision = revision + 1")
    ids = chain(alice, 3)
    document = alice.document().text
    assert [depth_of(document, comment) for comment in ids] == [0, 0, 0]
    assert 'data-max-depth="1"' in document


def test_a_reply_to_a_deleted_comment_is_refused(alice: Frame, bob: Frame, records: Records) -> None:
    asked = alice.post("A question").get_json()["id"]
    bob.post("An answer", parent=asked)
    alice.delete(asked)
    with records.unchanged():
        late = bob.post("Too late", parent=asked)
    assert late.status_code == 404


def test_a_reply_to_a_comment_of_another_thread_is_refused(app: Flask, alice: Frame, records: Records) -> None:
    elsewhere = Frame(app, "https://blog.test/another-post", browser=alice.browser)
    asked = elsewhere.post("Elsewhere").get_json()["id"]
    with records.unchanged():
        strayed = alice.post("Strayed", parent=asked)
    assert (strayed.status_code, strayed.get_json()["type"]) == (404, "not-found")


def test_a_reply_to_a_comment_of_another_site_is_refused(alice: Frame, stranger: Frame, records: Records) -> None:
    asked = stranger.post("On the other site").get_json()["id"]
    with records.unchanged():
        assert alice.post("Strayed", parent=asked).status_code == 404


def test_a_reply_to_what_is_not_public_is_refused(alice: Frame, bob: Frame, records: Records) -> None:
    asked = alice.post("A question").get_json()["id"]
    for status in ("held", "spam", "trash"):
        records.change("UPDATE comments SET status = ?", status)
        with records.unchanged():
            assert bob.post("Answer", parent=asked).status_code == 404
