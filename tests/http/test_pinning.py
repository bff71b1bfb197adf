"""A comment that the owner has pinned: above all others, once, and in its place again when it is unpinned."""

from commands import Run, sentence
from crowd import crowd
from flask import Flask
from frames import Frame
from records import Records


def listed(frame: Frame, query: str = "") -> list[str]:
    """Return the ids of a page, in its order."""
    answer = frame.send("GET", f"/threads/{frame.thread}/comments?{query}").get_json()
    return [one["id"] for one in answer["comments"]]


def test_a_pinned_comment_stands_on_top_once_in_every_order(app: Flask, thread: Run, guest: Frame) -> None:
    first, second, third = crowd(app, 3)
    assert thread("pin", second).exit_code == 0
    assert listed(guest) == [second, first, third]
    assert listed(guest, "order=newest") == [second, third, first]
    document = guest.document().text
    assert document.count(f'id="c-{second}"') == 1
    assert document.index(f'id="c-{second}"') < document.index(f'id="c-{first}"')
    assert guest.read().count("Pinned") == 1


def test_what_commands_do_is_in_the_log_once(app: Flask, thread: Run, records: Records) -> None:
    (comment,) = crowd(app, 1)
    for what in ("pin", "pin", "unpin", "unpin"):
        assert thread(what, comment).exit_code == 0
    noted = records.query("SELECT action, target, account_id FROM audit ORDER BY id")
    assert noted == [("pinned", comment, None), ("unpinned", comment, None)]


def test_it_is_on_the_first_page_alone(app: Flask, thread: Run, guest: Frame) -> None:
    posted = crowd(app, 60)
    thread("pin", posted[55])
    assert listed(guest)[:2] == [posted[55], posted[0]]
    assert listed(guest, f"after={posted[49]}") == [one for one in posted[50:] if one != posted[55]]
    assert listed(guest, f"around={posted[52]}")[0] == posted[52]
    assert posted[55] not in listed(guest, f"around={posted[52]}")


def test_a_link_to_it_or_to_a_reply_below_it_leads_to_the_first_page(app: Flask, thread: Run, guest: Frame) -> None:
    posted = crowd(app, 60)
    replies = crowd(app, 240, to=posted[55])
    thread("pin", posted[55])
    assert listed(guest, f"around={posted[55]}")[0] == posted[55]
    assert replies[-1] in listed(guest, f"around={replies[-1]}")
    assert posted[0] in listed(guest, f"around={replies[-1]}")


def test_another_one_takes_its_place(app: Flask, thread: Run, guest: Frame) -> None:
    first, second, third = crowd(app, 3)
    for comment in (second, third, third):
        assert thread("pin", comment).exit_code == 0
    assert listed(guest) == [third, first, second]


def test_unpinned_it_stands_in_its_place_again(app: Flask, thread: Run, guest: Frame) -> None:
    posted = crowd(app, 3)
    etag = guest.document().headers["ETag"]
    thread("pin", posted[1])
    assert guest.document().headers["ETag"] != etag
    for _ in range(2):
        assert thread("unpin", posted[1]).exit_code == 0
    assert listed(guest) == posted
    assert "Pinned" not in guest.read()


def test_a_pinned_comment_that_is_deleted_is_pinned_no_more(thread: Run, alice: Frame, bob: Frame) -> None:
    comment = alice.post("A question").get_json()["id"]
    bob.post("An answer", parent=comment)
    thread("pin", comment)
    alice.delete(comment)
    assert "Pinned" not in bob.read()
    assert "This comment was deleted" in bob.read()


def test_what_cannot_be_pinned_is_told(app: Flask, thread: Run, alice: Frame, records: Records) -> None:
    root = alice.post().get_json()["id"]
    reply = alice.post(parent=root).get_json()["id"]
    gone = alice.post().get_json()["id"]
    alice.delete(gone)
    with records.unchanged():
        assert "is a reply" in sentence(thread("pin", reply))
        assert "is not public" in sentence(thread("pin", gone))
        assert "There is no comment" in sentence(thread("pin", "00000000000000000000"))


def test_one_whose_author_waits_to_be_erased_is_not_shown(
    app: Flask, thread: Run, guest: Frame, records: Records
) -> None:
    posted = crowd(app, 2)
    thread("pin", posted[0])
    records.change("UPDATE comments SET status = 'trash', shown = false WHERE public_id = ?", posted[0])
    assert listed(guest) == [posted[1]]
