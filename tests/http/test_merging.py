"""Threads that are merged: everything is in one, and whoever knows the other, by address or by id, finds it there."""

import pytest
from click.testing import Result
from commands import Run, sentence
from crowd import crowd
from flask import Flask
from frames import Frame
from likes import counted, like, like_page
from records import Records
from stage import BLOG, OTHER

OLD = f"{BLOG}/index.html"
AWAY = {"thread_changes", "moved", "audit", "sessions", "alembic_version"}


@pytest.fixture
def old(app: Flask, alice: Frame) -> Frame:
    """Alice on the page's other address, opened before anything was merged."""
    return Frame(app, OLD, browser=alice.browser)


@pytest.fixture
def old_bob(app: Flask, bob: Frame) -> Frame:
    """Bob there."""
    return Frame(app, OLD, browser=bob.browser)


def ok(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def listed(frame: Frame, query: str = "") -> list[str]:
    answer = frame.send("GET", f"/threads/{frame.thread}/comments?{query}").get_json()
    return [one["id"] for one in answer["comments"]]


def live(frame: Frame) -> dict[str, int]:
    return dict(frame.send("GET", f"/threads/{frame.thread}/version").get_json())


def state(records: Records) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows, but what moves with every change and never back: versions, activities, and notes of it."""
    records.change("UPDATE threads SET version = 0, activity = 0")
    records.change("UPDATE comments SET changed = 0")
    return {name: rows for name, rows in records.everything().items() if name not in AWAY}


def test_both_addresses_show_all_comments(alice: Frame, old: Frame, thread: Run) -> None:
    ids = [frame.post().get_json()["id"] for frame in (alice, old, alice)]
    assert "3 comments" in ok(thread("merge", OLD, BLOG))
    assert listed(alice) == ids
    for frame in (alice, old):
        assert frame.document().text.count("data-comment=") == 3
        assert f'data-thread="{alice.thread}"' in frame.document().text
        look_up = frame.send("GET", f"/threads?page={frame.page}").get_json()
        assert (look_up["id"], look_up["count"], look_up["page"]) == (alice.thread, 3, BLOG)
    assert old.send("GET", f"/counts?page={OLD}&page={BLOG}").get_json() == {"counts": [3, 3]}


def test_an_old_permalink_leads_to_the_page_of_the_joined_thread(alice: Frame, old: Frame, thread: Run) -> None:
    alice.post()
    comment = old.post().get_json()["id"]
    ok(thread("merge", OLD, BLOG))
    assert old.send("GET", f"/comments/{comment}").headers["Location"] == f"{BLOG}#rejoinder-{comment}"


def test_nothing_that_was_kept_is_taken_for_fresh(alice: Frame, old: Frame, thread: Run) -> None:
    alice.post()
    old.post()
    paths = [f"/thread?page={page}" for page in (BLOG, OLD)] + [
        f"/threads/{old.thread}{end}" for end in ("/comments", "/version", ".atom", ".html", ".json", "/likes")
    ]
    names = {path: {old.send("GET", path).headers["ETag"]} for path in paths}
    for command in (("merge", OLD, BLOG), ("undo",), ("merge", BLOG, OLD)):
        ok(thread(*command))
        for path, seen in names.items():
            answer = old.send("GET", path)
            assert answer.status_code == 200, path
            assert answer.headers["ETag"] not in seen, path
            seen.add(answer.headers["ETag"])
            assert old.send("GET", path, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_frame_that_has_the_old_thread_open_goes_on(alice: Frame, old: Frame, bob: Frame, thread: Run) -> None:
    bob.post("A question")
    mine = old.post().get_json()["id"]
    before = live(old)
    ok(thread("merge", OLD, BLOG))
    assert live(old) == live(bob) == {"activity": live(bob)["activity"], "count": 2}
    assert live(old)["activity"] > before["activity"]
    assert [one["id"] for one in old.session()["own"]] == [mine]
    answer = bob.post("An answer", parent=mine)
    assert answer.status_code == 201
    assert answer.get_json()["id"] in listed(old, f"since={before['activity']}")
    assert old.post("Another").status_code == 201
    assert old.delete(mine).status_code == 200
    assert "Another" in bob.read()
    assert live(old)["count"] == 3


def test_a_reader_of_the_other_thread_hears_of_what_came(alice: Frame, old: Frame, thread: Run) -> None:
    alice.post()
    came = [old.post().get_json()["id"] for _ in range(3)]
    known = live(alice)["activity"]
    ok(thread("merge", OLD, BLOG))
    assert listed(alice, f"since={known}") == came


def test_a_retry_of_what_was_posted_before_posts_nothing(
    alice: Frame, old: Frame, thread: Run, records: Records
) -> None:
    alice.post()
    comment = old.post("Once", idempotency_key="the-same-key").get_json()["id"]
    ok(thread("merge", OLD, BLOG))
    with records.unchanged():
        again = old.post("Once", idempotency_key="the-same-key")
    assert (again.status_code, again.get_json()["id"]) == (200, comment)


def test_a_key_that_both_have_used_stands_in_nobodys_way(alice: Frame, old: Frame, thread: Run) -> None:
    for frame in (alice, old):
        frame.post("Both", idempotency_key="the-same-key")
    ok(thread("merge", OLD, BLOG))
    assert alice.post("Both", idempotency_key="the-same-key").status_code == 200
    ok(thread("undo"))
    assert [one.post("Both", idempotency_key="the-same-key").status_code for one in (alice, old)] == [200, 200]


def test_who_liked_both_pages_likes_one(
    alice: Frame, bob: Frame, old: Frame, old_bob: Frame, thread: Run, records: Records
) -> None:
    alice.post()
    old.post()
    for frame in (alice, old, old_bob):
        assert like_page(frame).status_code == 200
    ok(thread("merge", OLD, BLOG))
    assert "2 bloggers like this." in bob.read()
    assert counted(records)[1][0] == 2
    assert like_page(old_bob, "DELETE").status_code == 200
    assert "1 blogger likes this." in bob.read()
    assert like_page(alice, "DELETE").status_code == 200
    ok(thread("undo"))
    assert counted(records)[1] == [0, 0]


def test_one_comment_alone_is_pinned(app: Flask, alice: Frame, old: Frame, thread: Run) -> None:
    here, there = alice.post().get_json()["id"], old.post().get_json()["id"]
    for one in (here, there):
        ok(thread("pin", one))
    ok(thread("merge", OLD, BLOG))
    assert listed(alice) == [here, there]
    assert alice.read().count("Pinned") == 1
    ok(thread("undo"))
    assert (alice.read().count("Pinned"), old.read().count("Pinned")) == (1, 1)


def test_everything_said_meanwhile_is_kept_by_an_undo(alice: Frame, bob: Frame, old: Frame, thread: Run) -> None:
    alice.post("Here")
    root = old.post("There").get_json()["id"]
    ok(thread("merge", OLD, BLOG))
    bob.post("A reply there", parent=root)
    bob.post("New in the joined thread")
    ok(thread("undo"))
    assert "A reply there" in old.read()
    assert "2 comments" in old.read()
    assert "New in the joined thread" in alice.read()
    assert "2 comments" in alice.read()


def test_two_sites_are_never_mixed(alice: Frame, stranger: Frame, thread: Run, records: Records) -> None:
    alice.post()
    stranger.post()
    with records.unchanged():
        assert "of two sites" in sentence(thread("merge", BLOG, OTHER))
        assert "one thread already" in sentence(thread("merge", BLOG, alice.thread))
        assert "There is no thread" in sentence(thread("merge", BLOG, f"{BLOG}/unknown"))
    assert stranger.act("PUT", f"/threads/{alice.thread}/like", {"page": OTHER}).status_code == 404


@pytest.mark.parametrize("both", [True, False])
def test_a_merge_undone_leaves_everything_as_it_was(
    app: Flask, alice: Frame, bob: Frame, old: Frame, old_bob: Frame, thread: Run, records: Records, both: bool
) -> None:
    if both:
        fill(app, BLOG, thread, alice, bob)
    fill(app, OLD, thread, old_bob, old)
    alice.post() if not both else None
    like_page(old_bob)
    before = state(records)
    for names in ((OLD, BLOG), (BLOG, OLD)):
        ok(thread("merge", *names))
        assert state(records) != before
        counted(records)
        ok(thread("undo"))
        assert state(records) == before


def fill(app: Flask, page: str, thread: Run, one: Frame, other: Frame) -> None:
    """Say, like, pin and delete what can be."""
    roots = crowd(app, 4, page=page)
    replies = crowd(app, 3, to=roots[1], page=page)
    ok(thread("pin", roots[2]))
    own = one.post().get_json()["id"]
    other.post(parent=own)
    one.post(parent=replies[0])
    for target in (roots[0], replies[0]):
        like(other, target)
    like_page(one)
    one.delete(own)
    other.delete(other.post().get_json()["id"])


def test_the_audit_log_notes_who_joined_whom(alice: Frame, old: Frame, thread: Run, records: Records) -> None:
    alice.post()
    old.post()
    ok(thread("merge", OLD, BLOG))
    ok(thread("undo"))
    noted = records.query("SELECT action, target FROM audit ORDER BY id")
    assert noted == [
        (f"thread-merge{undone}-{side}", frame.thread)
        for undone in ("", "-undone")
        for side, frame in (("from", old), ("into", alice))
    ]
