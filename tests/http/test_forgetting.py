"""What was deleted is gone, and what is left of it says nothing."""

from frames import Frame
from records import Records

SECRET = "nobody shall find this again"


def test_no_fingerprint_of_a_deleted_comment_stays(alice: Frame, records: Records) -> None:
    comment = alice.post(SECRET, idempotency_key="key-of-the-secret").get_json()["id"]
    alice.delete(comment)
    assert records.query("SELECT fingerprint FROM idempotency") == [("",)]
    again = alice.post(SECRET, idempotency_key="key-of-the-secret")
    assert (again.status_code, again.get_json()) == (200, {"id": comment, "status": "deleted", "html": None})


def test_deleting_under_a_long_chain_asks_once(alice: Frame, records: Records) -> None:
    parent = alice.post("The first").get_json()["id"]
    for number in range(30):
        parent = alice.post(f"Deeper {number}", parent=parent).get_json()["id"]
    records.change("UPDATE comments SET status = 'deleted' WHERE depth BETWEEN 1 AND 29")
    root = records.query("SELECT public_id FROM comments WHERE depth = 0")[0][0]
    assert "This comment was deleted" in alice.delete(root).get_json()["html"]
    assert alice.delete(parent).get_json()["html"] is None
    assert "<article" not in alice.document().text
