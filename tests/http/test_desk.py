"""Editing and answering as who looks after a site, what authors are told, and the audit log."""

import re

import pytest
from desk import Desk, held, seated
from flask import Flask
from frames import ORIGIN, Frame
from owners import commenting
from records import Records
from refusals import refused
from stage import BLOG, OTHER, Time
from windows import FakeProvider

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes, records: Records) -> Desk:
    """Ada, a moderator of the blog, where everything is approved by hand."""
    records.change("UPDATE sites SET approve_all = ?", True)
    return seated(app)


def edit(desk: Desk, comment: str, body: str) -> int:
    """Change what a comment says, on its page."""
    page = f"/admin/comments/{comment}/edit"
    return desk.press(page, on=page, body=body, stamp=desk.field("stamp", on=page)).status_code


def reply(desk: Desk, comment: str, body: str) -> int:
    """Answer a comment, on its page."""
    page = f"/admin/comments/{comment}/reply"
    return desk.press(page, on=page, body=body, idempotency_key=desk.field("idempotency_key", on=page)).status_code


def own(frame: Frame) -> list[tuple[str, str]]:
    """Return one's own comments as one is told of them: status, and what can be read."""
    found = frame.session()["own"]
    return [(one["status"], " ".join(re.sub(r"<[^>]+>", " ", one["html"] or "").split())) for one in found]


def actions(records: Records) -> list[str]:
    """Return what was noted, in its order."""
    return [action for (action,) in records.query("SELECT action FROM audit ORDER BY id")]


def test_staff_edit_without_limit_of_time_and_readers_can_see_what_was_said(
    desk: Desk, alice: Frame, records: Records, time: Time
) -> None:
    comment = held(alice, "Teh first")
    desk.decide("approve", comment)
    time.passes(days=2)
    desk.log_in()
    page = f"/admin/comments/{comment}/edit"
    stamp = desk.field("stamp", on=page)
    time.passes(minutes=90)
    assert desk.press(page, on="/admin", body="The first", stamp=stamp).status_code == 303
    assert "The first" in alice.read()
    assert "Teh" in alice.send("GET", f"/comments/{comment}/history").text
    assert actions(records) == ["approved", "edited"]


def test_an_edit_is_taken_back_as_if_it_had_not_been(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice, "The first")
    columns = "source, html, renderer, edited, status"
    before = records.query(f"SELECT {columns} FROM comments")
    edit(desk, comment, "Another")
    ((batch,),) = records.query("SELECT batch FROM decisions")
    assert desk.undo(batch).get_json()["done"] == [comment]
    assert records.query(f"SELECT {columns} FROM comments") == before
    assert records.count("revisions") == 0
    assert desk.undo(batch).status_code == 409


def test_an_edit_that_was_edited_again_is_not_taken_back(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice, "The first")
    edit(desk, comment, "Another")
    ((batch,),) = records.query("SELECT batch FROM decisions")
    opened = alice.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    alice.act("PATCH", f"/comments/{comment}", {"body": "A third", "stamp": opened})
    with records.unchanged():
        assert desk.undo(batch).status_code == 409
    assert records.query("SELECT source FROM comments") == [("A third",)]


def test_two_who_edit_at_once_overwrite_nothing(desk: Desk, alice: Frame, records: Records) -> None:
    comment, page = held(alice, "The first"), ""
    page = f"/admin/comments/{comment}/edit"
    stamp = desk.field("stamp", on=page)
    edit(desk, comment, "Another")
    with records.unchanged():
        late = desk.press(page, on=page, body="A third", stamp=stamp)
        empty = desk.press(page, on=page, body=" ", stamp=stamp)
    assert (late.status_code, empty.status_code) == (409, 422)
    assert "A third" in late.text
    assert "Please enter a comment" in empty.text


def test_staff_edit_by_the_frame_too_and_nobody_else_does(
    app: Flask, desk: Desk, alice: Frame, bob: Frame, stranger: Frame, records: Records
) -> None:
    comment, ada = held(alice, "Teh first"), commenting(app)
    opened = ada.send("GET", f"/comments/{comment}/source").get_json()
    with records.unchanged():
        for other in (bob, stranger):
            refused(other.send("GET", f"/comments/{comment}/source"), 403, "not-allowed")
            change = {"body": "Mine", "stamp": opened["stamp"]}
            assert other.act("PATCH", f"/comments/{comment}", change).status_code == 403
    done = ada.act("PATCH", f"/comments/{comment}", {"body": "The first", "stamp": opened["stamp"]})
    assert done.status_code == 200
    assert actions(records) == ["edited"]
    assert records.query("SELECT source FROM revisions") == [("Teh first",)]


@pytest.mark.either_store
def test_a_moderator_of_another_site_edits_nothing_by_the_frame(
    app: Flask, fakes: Fakes, alice: Frame, records: Records
) -> None:
    seated(app, page=OTHER)
    comment, ada = alice.post("Hello").get_json()["id"], commenting(app)
    with records.unchanged():
        refused(ada.send("GET", f"/comments/{comment}/source"), 403, "not-allowed")


def test_an_answer_approves_what_it_answers(desk: Desk, alice: Frame, bob: Frame, records: Records) -> None:
    comment = held(alice, "A question")
    assert reply(desk, comment, "An answer") == 303
    assert {"A question", "An answer"} <= {text for (text,) in records.query("SELECT source FROM comments")}
    assert "An answer" in bob.read()
    assert actions(records) == ["approved", "replied"]
    parents = "SELECT count(*) FROM comments a JOIN comments q ON a.parent_id = q.id AND q.status = a.status"
    assert records.query(parents) == [(1,)]


def test_an_answer_that_cannot_be_taken_changes_nothing_and_keeps_the_text(
    desk: Desk, alice: Frame, records: Records
) -> None:
    comment = held(alice, "A question")
    assert reply(desk, held(alice, "Another question"), "At once") == 303
    records.change("UPDATE sites SET flood_seconds = 60")
    with records.unchanged():
        page = f"/admin/comments/{comment}/reply"
        late = desk.press(page, on=page, body="An answer", idempotency_key="a-key-of-mine")
        assert reply(desk, comment, " ") == 422
    assert late.status_code == 429
    assert "An answer" in late.text
    assert records.query("SELECT status FROM comments WHERE public_id = ?", comment) == [("held",)]


@pytest.mark.either_store
def test_a_thread_with_a_key_of_its_owner_is_answered_there(app: Flask, desk: Desk, records: Records) -> None:
    keyed = Frame(app, BLOG, key="42")
    comment = held(keyed, "A question")
    assert reply(desk, comment, "An answer") == 303
    assert records.count("threads") == 1


@pytest.mark.parametrize("choice", ["spam", "trash"])
def test_the_author_reads_why_a_comment_was_not_published(desk: Desk, alice: Frame, bob: Frame, choice: str) -> None:
    comment = held(alice, "Buy it")
    desk.decide(choice, comment, reason="off-topic", words="Please write to our shop.")
    ((status, words),) = own(alice)
    assert status == "held"
    assert "Your comment was not published: It is off topic. Please write to our shop." in words
    assert "Buy it" in words
    assert (own(bob), "Buy it" in bob.read()) == ([], False)


def test_without_a_reason_what_is_in_the_trash_is_gone_and_spam_looks_like_waiting(desk: Desk, alice: Frame) -> None:
    trash, spam = held(alice, "Trash"), held(alice, "Spam")
    desk.decide("trash", trash)
    desk.decide("spam", spam)
    ((status, words),) = own(alice)
    assert (status, "Spam" in words, "not published" in words) == ("held", True, False)


def test_a_reason_goes_when_its_decision_is_taken_back_or_its_comment_deleted(
    desk: Desk, alice: Frame, records: Records
) -> None:
    comment = held(alice, "Buy it")
    batch = desk.batch("trash", comment, words="zebra-words")
    assert "zebra-words" in own(alice)[0][1]
    desk.undo(batch)
    assert "zebra-words" not in own(alice)[0][1]
    desk.batch("trash", comment, words="zebra-words")
    alice.delete(comment)
    assert records.query("SELECT count(*) FROM decisions WHERE words IS NOT NULL") == [(0,)]


def test_the_log_shows_who_did_what_and_takes_it_back(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice, "Hello")
    desk.decide("spam", comment)
    log = f"{desk.path}/audit"
    assert "Ada marked a comment as spam" in desk.words(log)
    assert "Nothing of this kind was done." in desk.words(f"{log}?what=bans")
    ((account,),) = records.query("SELECT public_id FROM accounts WHERE id IN (SELECT account_id FROM staff)")
    assert "marked a comment as spam" in desk.words(f"{log}?who={account}&what=spam")
    batch = desk.field("batch", on=log)
    assert desk.press(f"{desk.path}/undo", on=log, batch=batch, **{"from": "audit"}).location == log
    assert records.query("SELECT status FROM comments") == [("held",)]
    assert "Ada took a decision back" in desk.words(log)


def test_a_long_log_comes_in_pages(desk: Desk, records: Records) -> None:
    ((site,),) = records.query("SELECT id FROM sites WHERE public_id = ?", desk.site)
    for number in range(60):
        values = site, f"t{number}", "2026-01-01 00:00:00.000000"
        records.change("INSERT INTO audit (site_id, action, target, created) VALUES (?, 'approved', ?, ?)", *values)
    log = desk.see(f"{desk.path}/audit").text
    older = re.search(r"before=\d+", log)
    assert older
    rest = desk.see(f"{desk.path}/audit?{older[0]}").text
    assert (log.count(">t"), rest.count(">t")) == (50, 10)


@pytest.mark.either_store
def test_an_odd_place_in_the_log_is_none(desk: Desk) -> None:
    for before in ("x", "-1", "9" * 30, "²"):
        assert desk.see(f"{desk.path}/audit?before={before}").status_code == 200


@pytest.mark.either_store
def test_the_pages_are_framed_by_nobody_and_kept_nowhere(desk: Desk, alice: Frame) -> None:
    comment = held(alice)
    places = ["/admin", f"/admin/comments/{comment}/edit", f"/admin/comments/{comment}/reply"]
    places += [f"{desk.path}/{page}" for page in ("comments", "bans", "audit", f"bans/new?comment={comment}")]
    for place in places:
        page = desk.see(place)
        assert page.status_code == 200, place
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
        assert ORIGIN not in page.headers["Content-Security-Policy"]
