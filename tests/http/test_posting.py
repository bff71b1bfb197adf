"""Posting and deleting over HTTP."""

from frames import Frame


def test_a_guest_posts_and_everybody_reads_it(guest: Frame) -> None:
    posted = guest.post("Good morning")
    assert posted.status_code == 201
    assert "Good morning" in guest.document().text


def test_a_signed_in_person_posts_under_the_own_name(alice: Frame) -> None:
    posted = alice.post("Signed")
    assert posted.status_code == 201
    assert 'data-author="Alice"' in posted.get_json()["html"]


def test_an_author_deletes_an_own_comment(alice: Frame) -> None:
    comment = alice.post("Soon gone").get_json()["id"]
    assert alice.delete(comment).get_json() == {"id": comment, "status": "deleted", "html": None}
    assert "Soon gone" not in alice.document().text


def test_a_stranger_cannot_delete(alice: Frame, bob: Frame) -> None:
    comment = alice.post("Stays").get_json()["id"]
    assert bob.delete(comment).status_code == 403
    assert "Stays" in bob.document().text
