"""What somebody wrote as a guest becomes theirs: once they have signed in, by receipts, and on their own site alone."""

from collections.abc import Callable

from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, OTHER


def claim(frame: Frame) -> int:
    """Claim what the frame's receipts prove; return the status of the answer."""
    return frame.act("POST", f"/session/claims?site={frame.site}").status_code


def test_a_guest_who_has_signed_in_makes_their_comments_their_own(
    guest: Frame, alice: Frame, bob: Frame, records: Records
) -> None:
    comment = guest.post("Written as a guest", website="https://grace.example").get_json()["id"]
    alice.receipts = guest.receipts
    assert alice.session()["claims"] == 1
    activity = bob.send("GET", f"/threads/{bob.thread}/version").get_json()["activity"]
    assert claim(alice) == 200
    assert 'data-author="Alice"' in bob.document().text
    assert alice.session()["claims"] == 0
    changes = bob.send("GET", f"/threads/{bob.thread}/comments?since={activity}").get_json()["comments"]
    assert [(one["id"], one["author"]["name"]) for one in changes] == [(comment, "Alice")]
    row = "SELECT author_kind, guest_name, guest_email, guest_website, fingerprint FROM comments"
    assert records.query(row) == [("identity", None, None, None, None)]


def test_then_the_receipt_is_worth_nothing_and_the_sign_in_is(guest: Frame, alice: Frame, records: Records) -> None:
    comment = guest.post().get_json()["id"]
    alice.receipts = guest.receipts
    claim(alice)
    with records.unchanged():
        assert guest.delete(comment).status_code == 403
    alice.receipts = []
    assert alice.delete(comment).status_code == 200


def test_a_guest_claims_nothing(guest: Frame, records: Records) -> None:
    guest.post()
    assert guest.session()["claims"] == 0
    with records.unchanged():
        assert claim(guest) == 403


def test_without_a_true_receipt_nothing_is_claimed(guest: Frame, alice: Frame, records: Records) -> None:
    comment = guest.post().get_json()["id"]
    for receipts in ([], [comment], [f"{comment}.{'0' * 64}"], ["x.y"]):
        alice.receipts = receipts
        assert alice.session()["claims"] == 0
        with records.unchanged():
            assert claim(alice) == 200


def test_what_a_person_wrote_is_nobody_elses_to_claim(guest: Frame, alice: Frame, bob: Frame, records: Records) -> None:
    guest.post()
    for frame in (alice, bob):
        frame.receipts = guest.receipts
    claim(alice)
    with records.unchanged():
        assert claim(bob) == 200
    assert bob.session()["claims"] == 0


def test_what_is_deleted_is_not_claimed(guest: Frame, alice: Frame, records: Records) -> None:
    guest.delete(guest.post().get_json()["id"])
    alice.receipts = guest.receipts
    with records.unchanged():
        assert claim(alice) == 200


def test_a_session_of_one_site_claims_nothing_on_another(
    app: Flask, signed_in: Callable[..., Frame], records: Records
) -> None:
    guest, there = Frame(app, BLOG), signed_in("Alice", OTHER)
    guest.post()
    there.receipts = guest.receipts
    assert there.session()["claims"] == 0
    with records.unchanged():
        assert claim(there) == 200
        wrong = there.act("POST", f"/session/claims?site={guest.site}")
        assert wrong.status_code in {401, 403}
