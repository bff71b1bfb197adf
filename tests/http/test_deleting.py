"""Deleting over HTTP: tombstones, receipts, and text that is really gone."""

from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG

SECRET = "zebra-marmalade-77"


def test_an_author_deletes_an_own_comment(alice: Frame) -> None:
    comment = alice.post("Soon gone").get_json()["id"]
    assert alice.delete(comment).get_json() == {"id": comment, "status": "deleted", "html": None}
    assert "Soon gone" not in alice.document().text


def test_a_stranger_cannot_delete(alice: Frame, bob: Frame, records: Records) -> None:
    comment = alice.post("Stays").get_json()["id"]
    with records.unchanged():
        assert bob.delete(comment).status_code == 403
    assert "Stays" in bob.document().text


def test_a_guest_cannot_delete_what_a_person_wrote(alice: Frame, guest: Frame, records: Records) -> None:
    comment = alice.post("Stays").get_json()["id"]
    with records.unchanged():
        assert guest.delete(comment).status_code == 403


def test_nobody_deletes_from_another_site(alice: Frame, stranger: Frame, records: Records) -> None:
    comment = alice.post("Stays").get_json()["id"]
    with records.unchanged():
        assert stranger.delete(comment).status_code in {401, 403, 404}
    assert "Stays" in alice.document().text


def test_deleting_again_answers_the_same(alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    first = alice.delete(comment)
    with records.unchanged():
        again = alice.delete(comment)
    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_an_unknown_comment_is_not_found(alice: Frame) -> None:
    assert alice.delete("00000000000000000000").status_code == 404


def test_with_replies_a_tombstone_stays(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    answer = bob.post("An answer", parent=asked).get_json()["id"]
    gone = alice.delete(asked).get_json()
    assert (gone["status"], "This comment was deleted" in gone["html"]) == ("deleted", True)
    document = bob.document().text
    assert "This comment was deleted" in bob.read()
    assert "A question" not in document
    assert 'data-author="Alice"' not in document
    assert f'id="c-{answer}"' in document


def test_the_tombstone_goes_with_the_last_reply(alice: Frame, bob: Frame) -> None:
    asked = alice.post("A question").get_json()["id"]
    answer = bob.post("An answer", parent=asked).get_json()["id"]
    alice.delete(asked)
    bob.delete(answer)
    assert "This comment was deleted" not in alice.read()
    assert asked not in alice.document().text


def test_a_reply_below_a_tombstone_keeps_both_tombstones(alice: Frame) -> None:
    root = alice.post("Root").get_json()["id"]
    middle = alice.post("Middle", parent=root).get_json()["id"]
    alice.post("Leaf", parent=middle)
    for comment in (middle, root):
        assert "This comment was deleted" in alice.delete(comment).get_json()["html"]
    assert alice.read().count("This comment was deleted") == 2
    assert "Leaf" in alice.document().text


def test_a_deep_reply_names_nobody_once_its_parent_was_deleted(alice: Frame, bob: Frame, records: Records) -> None:
    records.change("UPDATE sites SET max_depth = 1")
    asked = alice.post("A question").get_json()["id"]
    bob.post("An answer", parent=asked)
    assert "Alice" in bob.document().text
    alice.delete(asked)
    assert "Alice" not in bob.document().text


def test_the_counter_goes_down(alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    alice.post()
    alice.delete(comment)
    assert "1 comment<" in alice.document().text
    assert records.query("SELECT count FROM threads") == [(1,)]


def test_the_text_is_gone_from_every_byte_on_disk(alice: Frame, records: Records) -> None:
    comment = alice.post(f"It said {SECRET}.").get_json()["id"]
    alice.post("Another one")
    assert SECRET.encode() in records.files()
    alice.delete(comment)
    assert SECRET not in str(records.everything())
    assert SECRET.encode() not in records.files()


def test_a_long_text_is_gone_from_every_byte_too(alice: Frame, records: Records) -> None:
    comment = alice.post(f"{SECRET} " * 3000).get_json()["id"]
    alice.delete(comment)
    assert SECRET.encode() not in records.files()


def test_everything_personal_of_a_guest_is_gone_from_every_byte(guest: Frame, records: Records) -> None:
    personal = {"name": "Zoltan Quimby", "email": "zquimby@mail.example", "website": "https://quimby.example/me"}
    comment = guest.post("Who I am", parent=None, **personal).get_json()["id"]
    assert all(value.encode() in records.files() for value in personal.values())
    guest.delete(comment)
    assert not [value for value in personal.values() if value.encode() in records.files()]
    row = "SELECT identity_id, guest_name, network, fingerprint, source, html FROM comments"
    assert records.query(row) == [(None, None, None, None, "", "")]


def test_a_deleted_row_says_no_longer_who_wrote_it(alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    alice.delete(comment)
    assert records.query("SELECT identity_id, network FROM comments") == [(None, None)]


def test_a_guest_deletes_with_the_receipt_alone(guest: Frame, app: Flask) -> None:
    comment = guest.post("Mine").get_json()["id"]
    later = Frame(app, BLOG)
    later.receipts = guest.receipts
    assert [own["id"] for own in later.session()["own"]] == [comment]
    assert later.delete(comment).status_code == 200


def test_a_guest_without_the_receipt_is_a_stranger(guest: Frame, app: Flask, records: Records) -> None:
    comment = guest.post("Stays").get_json()["id"]
    other = Frame(app, BLOG)
    for receipts in ([], [f"{comment}."], [f"{comment}.{'0' * 64}"], [comment], ["ÿ.é"]):
        other.receipts = [text.encode().decode("latin-1") for text in receipts]
        with records.unchanged():
            assert other.delete(comment).status_code == 403


def test_the_receipt_of_one_comment_opens_no_other(guest: Frame, app: Flask, records: Records) -> None:
    first, second = (guest.post(text).get_json() for text in ("First", "Second"))
    other = Frame(app, BLOG)
    other.receipts = [first["receipt"].replace(first["id"], second["id"])]
    with records.unchanged():
        assert other.delete(second["id"]).status_code == 403
    other.receipts = [first["receipt"]]
    assert other.delete(second["id"]).status_code == 403


def test_a_receipt_for_a_persons_comment_is_worth_nothing(alice: Frame, guest: Frame, app: Flask) -> None:
    receipt = guest.post().get_json()["receipt"]
    comment = alice.post("Stays").get_json()["id"]
    guest.receipts = [receipt.replace(receipt.partition(".")[0], comment)]
    assert guest.delete(comment).status_code == 403
    assert "Stays" in alice.document().text


def test_only_twenty_receipts_are_read(guest: Frame) -> None:
    comment = guest.post("Mine").get_json()
    guest.receipts = ["x.y"] * 20 + [comment["receipt"]]
    assert guest.session()["own"] == []
    guest.receipts = ["x.y"] * 19 + [comment["receipt"]]
    assert [own["id"] for own in guest.session()["own"]] == [comment["id"]]


def test_an_own_comment_is_not_own_on_another_thread(guest: Frame, app: Flask) -> None:
    guest.post("Mine")
    elsewhere = Frame(app, "https://blog.test/another-post")
    elsewhere.receipts = guest.receipts
    elsewhere.post("There")
    assert len(elsewhere.session()["own"]) == 1
