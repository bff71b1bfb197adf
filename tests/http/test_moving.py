"""Threads that move to another address, conversations that go to another page, and what is probably split."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from commands import Run, sentence
from crowd import crowd
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, OTHER, Time

NEW = "https://blog.test/2026/a-post?lang=en"


def ok(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def texts(frame: Frame) -> list[str]:
    """Return the ids that the document of the frame's page shows."""
    return [part.partition('"')[0] for part in frame.document().text.split('data-comment="')[1:]]


def test_a_moved_thread_is_at_both_addresses(app: Flask, alice: Frame, thread: Run) -> None:
    opened = Frame(app, NEW, browser=alice.browser)  # before there was anything
    comment = alice.post().get_json()["id"]
    assert NEW in ok(thread("move", BLOG, NEW))
    assert texts(alice) == texts(opened) == [comment]
    assert alice.send("GET", f"/comments/{comment}").headers["Location"] == f"{NEW}#rejoinder-{comment}"
    for frame in (alice, opened):
        assert frame.post().status_code == 201
    assert opened.send("GET", f"/threads/{opened.thread}/version").get_json()["count"] == 3


def test_a_move_undone_leaves_what_was_said_where_it_was_said(app: Flask, alice: Frame, thread: Run) -> None:
    comment = alice.post().get_json()["id"]
    ok(thread("move", alice.thread, NEW))
    seen = Frame(app, NEW).document().headers["ETag"]
    ok(thread("undo"))
    there = Frame(app, NEW, browser=alice.browser)
    assert (texts(alice), texts(there)) == ([comment], [])
    assert there.document().headers["ETag"] != seen
    assert alice.send("GET", f"/comments/{comment}").headers["Location"] == f"{BLOG}#rejoinder-{comment}"
    assert there.post().status_code == 201
    assert (len(texts(alice)), len(texts(there))) == (1, 1)


def test_a_page_may_move_back_and_to_another_spelling(alice: Frame, thread: Run) -> None:
    alice.post()
    for page in (NEW, BLOG, "https://blog.test/a-post/", BLOG):
        ok(thread("move", alice.thread, page))
        assert alice.send("GET", f"/threads?page={BLOG}").get_json()["page"] == page
    for page in ("https://blog.test/a-post/", BLOG, NEW, BLOG):
        ok(thread("undo"))
        assert alice.send("GET", f"/threads?page={BLOG}").get_json()["page"] == page


def test_conversations_go_with_all_replies(app: Flask, alice: Frame, bob: Frame, thread: Run, records: Records) -> None:
    stays, goes = alice.post().get_json()["id"], bob.post().get_json()["id"]
    reply = alice.post(parent=goes).get_json()["id"]
    deep = bob.post(parent=reply).get_json()["id"]
    before = records.everything(but=("threads", "aliases", "thread_changes", "moved", "audit", "sessions"))
    assert "3 comments now, 1 comment stayed" in ok(thread("split", BLOG, NEW, goes))
    there = Frame(app, NEW, browser=bob.browser)
    assert (texts(alice), texts(there)) == ([stays], [goes, reply, deep])
    assert bob.send("GET", f"/comments/{deep}").headers["Location"] == f"{NEW}#rejoinder-{deep}"
    assert there.post(parent=deep).status_code == 201
    assert bob.post(parent=goes).status_code == 404
    there.delete(texts(there)[-1])
    ok(thread("undo"))
    assert (texts(alice), texts(there)) == ([stays, goes, reply, deep], [])
    assert len(records.everything()["comments"]) == len(before["comments"]) + 1


def news(frame: Frame, known: int) -> set[tuple[str, str, str | None]]:
    """Return what a frame hears that knows a thread up to there: id, status and html of each, as far as it is gone."""
    told = frame.send("GET", f"/threads/{frame.thread}/comments?since={known}").get_json()["comments"]
    return {(one["id"], one["status"], one["html"]) for one in told if one["status"] == "deleted"}


def activity(frame: Frame) -> int:
    return int(frame.send("GET", f"/threads/{frame.thread}/version").get_json()["activity"])


def test_readers_hear_once_of_a_conversation_that_goes_and_of_one_that_goes_back(
    app: Flask, alice: Frame, thread: Run
) -> None:
    _, goes = alice.post().get_json()["id"], alice.post().get_json()["id"]
    alice.post(parent=goes)
    known = activity(alice)
    ok(thread("split", BLOG, NEW, goes))
    there = Frame(app, NEW, browser=alice.browser)
    assert (news(alice, known), news(alice, activity(alice)), news(there, 0)) == (
        {(goes, "deleted", None)},
        set(),
        set(),
    )
    here, known = activity(alice), activity(there)
    there.post(parent=goes)
    ok(thread("undo"))
    assert (news(there, known), news(there, activity(there))) == ({(goes, "deleted", None)}, set())
    assert news(alice, here) == set()


@pytest.mark.either_store
def test_what_went_is_told_without_a_word_of_it(alice: Frame, thread: Run) -> None:
    goes = alice.post("A secret").get_json()["id"]
    known = activity(alice)
    ok(thread("split", BLOG, NEW, goes))
    assert "secret" not in alice.send("GET", f"/threads/{alice.thread}/comments?since={known}").text


def test_what_cannot_be_split_is_told(app: Flask, alice: Frame, thread: Run, records: Records) -> None:
    root = alice.post().get_json()["id"]
    reply = alice.post(parent=root).get_json()["id"]
    elsewhere = crowd(app, 1, page=f"{BLOG}/two")[0]
    with records.unchanged():
        assert f"name {root}" in sentence(thread("split", BLOG, NEW, reply))
        assert "no comment" in sentence(thread("split", BLOG, NEW, root, elsewhere))
        assert "at https://blog.test/a-post already" in sentence(thread("split", BLOG, BLOG, root))
        for command in (("split", BLOG, OTHER, root), ("move", BLOG, OTHER)):
            assert "no address of Blog" in sentence(thread(*command))
        assert "merge the threads" in sentence(thread("move", BLOG, f"{BLOG}/two"))
        assert "is at https://blog.test/a-post already" in sentence(thread("move", BLOG, BLOG))


def test_a_conversation_goes_to_a_thread_that_is_there(app: Flask, guest: Frame, thread: Run) -> None:
    here, there = crowd(app, 2), crowd(app, 2, page=NEW)
    ok(thread("split", BLOG, NEW, here[1]))
    assert texts(Frame(app, NEW)) == [here[1], *there]
    ok(thread("undo", "1"))
    assert texts(Frame(app, NEW)) == there


@pytest.fixture
def merged(app: Flask, thread: Run) -> Callable[[str, str], None]:
    """Return what merges one page into another, both with a comment."""

    def merge(source: str, into: str) -> None:
        for page in (source, into):
            crowd(app, 1, page=page)
        ok(thread("merge", source, into))

    return merge


def test_changes_are_undone_from_the_last_on(merged: Callable[..., None], thread: Run, records: Records) -> None:
    merged(f"{BLOG}/1", f"{BLOG}/2")
    merged(f"{BLOG}/2", f"{BLOG}/3")
    merged(f"{BLOG}/4", f"{BLOG}/5")
    with records.unchanged():
        assert "Change 2 came later" in sentence(thread("undo", "1"))
        assert "no change 9" in sentence(thread("undo", "9"))
    for change in ("2", "1"):
        ok(thread("undo", change))
    with records.unchanged():
        assert "has been undone" in sentence(thread("undo", "2"))
    ok(thread("undo"))
    assert "nothing to undo" in sentence(thread("undo"))


def test_the_last_change_of_one_site_can_be_named(merged: Callable[..., None], thread: Run) -> None:
    merged(f"{BLOG}/1", f"{BLOG}/2")
    merged(f"{OTHER}/1", f"{OTHER}/2")
    assert "Undid the merge 1" in ok(thread("undo", "--site", "https://blog.test"))
    assert "no site" in sentence(thread("undo", "--site", "https://nowhere.test"))


def test_after_30_days_nothing_is_undone(
    time: Time, merged: Callable[..., None], thread: Run, records: Records
) -> None:
    merged(f"{BLOG}/1", f"{BLOG}/2")
    time.now += timedelta(days=30)
    with records.unchanged():
        assert "older than 30 days" in sentence(thread("undo"))
    merged(f"{BLOG}/3", f"{BLOG}/4")
    assert records.count("thread_changes") == 1
    assert records.count("moved") == 2


def test_a_thread_that_was_joined_twice_is_found_by_every_name(app: Flask, alice: Frame, thread: Run) -> None:
    pages = [BLOG, f"{BLOG}/1", f"{BLOG}/2"]
    frames = [Frame(app, page, browser=alice.browser) for page in pages]
    for frame in frames:
        frame.post()
    ok(thread("merge", pages[0], pages[1]))
    frames.append(Frame(app, pages[0], browser=alice.browser))
    ok(thread("merge", frames[0].thread, pages[2]))
    for number, frame in enumerate(frames):
        assert frame.post(f"After {number}").status_code == 201
        assert len(frame.session()["own"]) == len(texts(frame))
    assert len(texts(frames[0])) == 7


def test_likely_splits_are_listed_to_be_merged(app: Flask, thread: Run) -> None:
    for page, count in ((BLOG, 3), (f"{BLOG}/index.html?view=a&x=b", 1), ("https://blog.test/other", 1)):
        crowd(app, count, page=page)
    listed = ok(thread("splits", "https://blog.test"))
    small = f"{BLOG}/index.html?view=a&x=b"
    assert listed.splitlines() == [f"rejoinder thread merge '{small}' {BLOG}  # {small} (1) into {BLOG} (3)"]
    assert ok(thread("splits", "https://other.test")) == ""
    ok(thread("merge", small, BLOG))
    assert ok(thread("splits")) == ""


def test_questions_of_a_forum_are_no_splits(app: Flask, thread: Run) -> None:
    for number in range(4):
        crowd(app, 1, page=f"https://blog.test/topic?t={number}")
        crowd(app, 1, page=f"https://blog.test/?p={number}")
    crowd(app, 1, page="https://blog.test/topic?t=2&ref=mail")
    assert ok(thread("splits")).count("rejoinder") == 1
