"""What an owner's settings change for readers and guests."""

import pytest
from crowd import crowd
from flask import Flask
from frames import Frame
from owners import Owner
from records import Records
from refusals import refused


def set_up(records: Records, **values: object) -> None:
    """Change settings of both sites, as the command does."""
    changes = ", ".join(f"{name} = ?" for name in values)
    records.change(f"UPDATE sites SET {changes}, revision = revision + 1", *values.values())


def test_guests_say_who_they_are_unless_the_site_does_without(guest: Frame, records: Records) -> None:
    with records.unchanged():
        problem = refused(guest.post("Who am I?", name="", email=""), 422, "invalid")
    assert set(problem["errors"]) == {"name", "email"}
    assert guest.document().text.count('class="need"') == 2
    set_up(records, details_required=False)
    assert 'class="need"' not in guest.document().text
    posted = guest.post("Nobody in particular", name="", email="")
    assert (posted.status_code, "Anonymous" in posted.get_json()["html"]) == (201, True)
    assert "Anonymous" in guest.read()


def test_a_nameless_guest_with_a_website_is_called_something_and_answered(guest: Frame, records: Records) -> None:
    set_up(records, details_required=False, max_depth=1)
    first = guest.post("One", name="", email="", website="example.org")
    assert ">Anonymous</a>" in first.get_json()["html"]
    assert "in reply to" in guest.post("Two", parent=first.get_json()["id"]).get_json()["html"]


@pytest.mark.parametrize("field", [{"email": "nobody at all"}, {"website": "javascript:alert(1)"}])
def test_what_is_typed_all_the_same_has_to_be_right(guest: Frame, records: Records, field: dict[str, str]) -> None:
    set_up(records, details_required=False)
    with records.unchanged():
        refused(guest.post("Wrong", **{"name": "", "email": "", **field}), 422, "invalid")


def test_the_plain_page_asks_for_the_same(app: Flask, guest: Frame, records: Records) -> None:
    page = f"/threads/{guest.thread}/reply?page={guest.page}"
    assert Owner(app).see(page).text.count("(required)") == 2
    set_up(records, details_required=False)
    assert "(required)" not in Owner(app).see(page).text


def test_without_avatars_nobody_has_a_picture_anywhere(alice: Frame, bob: Frame, records: Records) -> None:
    comment = alice.post("Look at me").get_json()["id"]
    like = f"/comments/{comment}/like"
    assert "/pictures/" in bob.act("PUT", like).get_json()["html"]
    set_up(records, show_avatars=False)
    session = bob.session()
    told = [alice.document().text, bob.act("PUT", like).text, alice.post("Again").text, str(session)]
    paths = (f"/threads/{alice.thread}/comments", f"/comments/{comment}/likes", f"/threads/{alice.thread}.json")
    told += [alice.send("GET", path).text for path in paths]
    assert not [one for one in told if "/pictures/" in one]
    assert session["identity"]["picture"] is None
    assert "Bob" in told[5]


def test_a_page_has_as_many_conversations_as_the_site_wants_in_its_order(
    app: Flask, guest: Frame, records: Records
) -> None:
    crowd(app, 5)
    set_up(records, page_size=2, first_order="newest")
    document = guest.document().text
    assert (document.count("<article"), 'data-order="newest"' in document) == (2, True)
    listed = guest.send("GET", f"/threads/{guest.thread}/comments").get_json()
    assert [one["id"] in document for one in listed["comments"]] == [True, True]
    oldest = guest.browser.get("/thread", query_string={"page": guest.page, "order": "oldest"}).text
    assert 'data-order="oldest"' in oldest
    assert listed["comments"][0]["id"] not in oldest


def test_a_page_of_a_hundred_conversations_with_replies_is_whole(app: Flask, guest: Frame, records: Records) -> None:
    roots = crowd(app, 100)
    crowd(app, 3, to=roots[0])
    set_up(records, page_size=100)
    assert guest.document().text.count("<article") == 103


def test_nothing_waiting_or_closed_offers_a_reply(guest: Frame, records: Records) -> None:
    set_up(records, approve_all=True)
    assert "data-reply" not in guest.post("Waiting").get_json()["html"]
    (own,) = guest.session()["own"]
    assert "data-reply" not in own["html"]
    set_up(records, approve_all=False)
    guest.post("Published")
    set_up(records, comments_open=False)
    listed = guest.send("GET", f"/threads/{guest.thread}/comments").get_json()["comments"]
    assert ["data-reply" in one["html"] for one in listed] == [False]
