"""The queue: what waits is found, decided one by one or together, and taken back, by the site's own staff alone."""

from collections.abc import Callable

import pytest
from at_once import all_at_once
from desk import Desk, held, seated
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import OTHER, Time
from werkzeug.test import TestResponse
from windows import FakeProvider

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes, records: Records) -> Desk:
    """Ada, a moderator of the blog, where everything is approved by hand."""
    records.change("UPDATE sites SET approve_all = ?", True)
    return seated(app)


def status_of(records: Records, comment: str) -> str:
    ((status,),) = records.query("SELECT status FROM comments WHERE public_id = ?", comment)
    return str(status)


def standing(records: Records, comment: str) -> object:
    """Return all of a comment and its thread that a decision taken back must leave as it was."""
    columns = "c.status, c.shown, c.pinned, c.replies, c.likes, c.source, c.html, c.edited, t.count, t.latest"
    where = "FROM comments c JOIN threads t ON t.id = c.thread_id"
    return records.query(f"SELECT {columns} {where} ORDER BY c.id")


def test_what_waits_is_approved_and_readers_see_it(desk: Desk, alice: Frame, bob: Frame, records: Records) -> None:
    first, second = held(alice, "The first"), held(alice, "The second")
    assert desk.listed() == [second, first]
    assert "The first" not in bob.read()
    done = desk.decide("approve", first)
    assert done.status_code == 303
    assert "Approved." in desk.words(done.location)
    assert (desk.listed(), desk.listed("published")) == ([second], [first])
    assert "The first" in bob.read()


@pytest.mark.parametrize(("choice", "status"), [("spam", "spam"), ("trash", "trash")])
def test_what_is_published_can_be_taken_down(
    desk: Desk, alice: Frame, bob: Frame, records: Records, choice: str, status: str
) -> None:
    comment = held(alice, "Zebra")
    desk.decide("approve", comment)
    desk.decide(choice, comment, status="published")
    assert status_of(records, comment) == status
    assert "Zebra" not in bob.read()
    assert desk.listed(status) == [comment]


def test_several_are_decided_together_and_taken_back_by_one_click(desk: Desk, alice: Frame, records: Records) -> None:
    comments = [held(alice) for _ in range(3)]
    fields = {f"comment-{one}": one for one in comments[:2]}
    done = desk.decide("spam", **fields)
    assert "2 comments marked as spam." in desk.words(done.location)
    assert desk.listed() == [comments[2]]
    batch = desk.field("batch", on=done.location)
    back = desk.press(f"{desk.path}/undo", on=done.location, batch=batch, status="held")
    assert "2 decisions undone." in desk.words(back.location)
    assert desk.listed() == comments[::-1]
    assert records.query("SELECT count(*) FROM audit WHERE action = 'undone'") == [(2,)]


def test_where_nothing_is_ticked_nothing_happens(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice)
    with records.unchanged():
        assert desk.decide("spam").status_code == 303
    assert desk.listed() == [comment]


def test_what_is_taken_back_is_exactly_as_it_was(desk: Desk, alice: Frame, bob: Frame, records: Records) -> None:
    root = held(alice, "A root")
    desk.decide("approve", root)
    answer = held(bob, "An answer", parent=root)
    desk.decide("approve", answer)
    records.change("UPDATE comments SET pinned = created WHERE public_id = ?", root)
    before, document = standing(records, root), bob.read()
    for choice in ("spam", "trash"):
        batch = desk.batch(choice, root, answer, status="published")
        assert standing(records, root) != before
        assert desk.undo(batch).get_json()["said"] == "2 decisions undone."
        assert (standing(records, root), bob.read()) == (before, document)


def test_what_has_changed_since_is_not_taken_back(desk: Desk, alice: Frame, records: Records) -> None:
    first, second = held(alice), held(alice)
    batch = desk.batch("spam", first, second)
    desk.batch("approve", first, status="spam")
    answer = desk.undo(batch)
    assert (answer.status_code, answer.get_json()["done"]) == (200, [second])
    assert answer.get_json()["missed"] == [{"id": first, "said": "Ada has approved it already."}]
    assert (status_of(records, first), status_of(records, second)) == ("published", "held")
    with records.unchanged():
        again = desk.undo(batch)
    assert (again.status_code, again.get_json()["done"]) == (409, [])


def test_after_a_day_nothing_is_taken_back(desk: Desk, alice: Frame, records: Records, time: Time) -> None:
    batch = desk.batch("approve", held(alice))
    time.passes(hours=25)
    desk.log_in()
    with records.unchanged():
        refused = desk.undo(batch)
    assert (refused.status_code, refused.get_json()["type"]) == (403, "not-allowed")
    assert refused.get_json()["detail"] == "What was decided can be undone for 24 hours."


def test_the_second_of_two_is_told_what_the_first_did(
    app: Flask, desk: Desk, fakes: Fakes, alice: Frame, records: Records
) -> None:
    mira, comment = seated(app, "x"), held(alice)
    assert mira.listed() == [comment]
    desk.decide("approve", comment)
    with records.unchanged():
        late = mira.decide("spam", comment)
        told = mira.by_script("decisions", decide=f"spam {comment}", status="held")
    assert "Ada has approved it already." in mira.words(late.location)
    assert (told.status_code, told.get_json()["done"]) == (409, [])
    assert records.query("SELECT count(*) FROM decisions") == [(1,)]


def test_of_two_at_one_moment_one_decides(app: Flask, desk: Desk, fakes: Fakes, alice: Frame, records: Records) -> None:
    mira, comment = seated(app, "x"), held(alice)
    sent = {one: {"csrf_token": one.token(f"{one.path}/comments"), "status": "held"} for one in (desk, mira)}

    def act(one: Desk, choice: str) -> Callable[[], TestResponse]:
        fields = sent[one] | {"decide": f"{choice} {comment}"}
        headers = {"Origin": ORIGIN}
        return lambda: one.browser.post(f"{one.path}/decisions", json=fields, base_url=ORIGIN, headers=headers)

    answers = all_at_once(act(desk, "approve"), act(mira, "spam"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (records.count("decisions"), records.count("audit")) == (1, 1)


def test_of_two_who_undo_at_one_moment_one_does(desk: Desk, alice: Frame, records: Records) -> None:
    batch = desk.batch("approve", held(alice))
    fields = {"csrf_token": desk.token(f"{desk.path}/comments"), "batch": batch}

    def act() -> TestResponse:
        return desk.browser.post(f"{desk.path}/undo", json=fields, base_url=ORIGIN, headers={"Origin": ORIGIN})

    assert sorted(answer.status_code for answer in all_at_once(act, act)) == [200, 409]
    assert records.query("SELECT count(*) FROM audit WHERE action = 'undone'") == [(1,)]


def test_what_its_author_deletes_meanwhile_is_nobodys_to_decide(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice)
    alice.delete(comment)
    with records.unchanged():
        answer = desk.by_script("decisions", decide=f"approve {comment}", status="held")
    assert answer.get_json()["missed"][0]["said"] == "Its author has deleted it meanwhile."
    assert desk.listed("trash") == []


def test_what_an_author_is_about_to_erase_is_not_in_the_trash(desk: Desk, alice: Frame, records: Records) -> None:
    comment = held(alice)
    desk.decide("trash", comment)
    assert desk.listed("trash") == [comment]
    records.change("UPDATE comments SET erased = created")
    assert desk.listed("trash") == []


def test_words_author_and_page_narrow_the_queue(desk: Desk, app: Flask, alice: Frame, bob: Frame, guest: Frame) -> None:
    mine, theirs, other = held(alice, "A zebra"), held(bob, "A 100% horse"), held(guest, "Another")
    elsewhere = held(Frame(app, "https://blog.test/elsewhere"), "A zebra elsewhere", email="eve@example.org")
    assert desk.listed(q="ZEBRA") == [elsewhere, mine]
    assert desk.listed(q="bob") == desk.listed(q="100%25") == [theirs]
    assert desk.listed(q="eve@example.org") == desk.listed(author=elsewhere) == [elsewhere]
    assert (desk.listed(author=mine), desk.listed(author=other)) == ([mine], [other])
    assert desk.listed(thread=alice.thread, q="zebra") == [mine]
    assert desk.listed(q="%25") == [theirs]


def test_a_long_queue_comes_in_pages(desk: Desk, alice: Frame) -> None:
    comments = [held(alice) for _ in range(27)][::-1]
    page = desk.queue()
    assert desk.listed() == comments[:25]
    assert f"after={comments[24]}" in page
    assert desk.listed(after=comments[24]) == comments[25:]


def test_reasons_and_circumstances_stand_beside_the_comment(desk: Desk, guest: Frame) -> None:
    held(guest, "Hello", website="https://grace.example/")
    words = desk.words(f"{desk.path}/comments")
    for said in ("Every comment is approved by hand here.", "grace@example.org", "127.0.0.1", "https://grace.example/"):
        assert said in words


@pytest.mark.either_store
def test_what_somebody_wrote_is_shown_and_never_run(desk: Desk, guest: Frame) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    held(guest, evil, name=evil)
    page = desk.queue(q=evil.replace("&", "%26"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_first_page_counts_what_waits_on_the_sites_that_are_ones_own(
    app: Flask, desk: Desk, fakes: Fakes, alice: Frame
) -> None:
    held(alice)
    assert "Blog Moderator 1 comment is waiting" in desk.words("/admin")
    assert "Other" not in desk.words("/admin")
    assert seated(app, "x", OTHER, None).see("/admin").status_code == 404


@pytest.mark.either_store
def test_an_account_that_is_about_to_be_erased_looks_after_nothing(desk: Desk, records: Records) -> None:
    records.change("UPDATE accounts SET erases = created")
    for path in ("/admin", f"{desk.path}/comments"):
        assert desk.see(path).status_code == 404


@pytest.mark.either_store
@pytest.mark.parametrize("fields", [{"decide": "publish x"}, {}, {"decide": "delete x"}])
def test_only_what_is_offered_can_be_decided(desk: Desk, records: Records, fields: dict[str, str]) -> None:
    with records.unchanged():
        assert desk.by_script("decisions", **fields).status_code == 400
