"""The table of decisions, row by row: what a rule of a site makes of a comment, and why, in words."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from deciding import decide, findings, make_moderator, set_site, status_of
from flask import Flask
from frames import Frame
from owners import Owner
from records import Records
from stage import BLOG, Time

from widget.core import signing

ONE, TWO = "See https://a.example/", "See https://a.example/ and [this](https://b.example/)"
FORGED = signing.stamp("another key", datetime(2026, 1, 1, tzinfo=UTC))
SPOILED = {"email": "grace@casino.example", "name": "Casino Royale", "website": "https://casino.example/"}


def posted(frame: Frame, records: Records, body: str = "", **fields: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """Post; return the status that it got and what was found."""
    answer = frame.post(body, **fields)
    assert answer.status_code == 201, answer.text
    comment = answer.get_json()["id"]
    return status_of(records, comment), findings(records, comment)


def test_what_nobody_objects_to_is_published(guest: Frame, records: Records) -> None:
    assert posted(guest, records) == ("published", {})


def test_by_hand_everything_is_held(guest: Frame, records: Records) -> None:
    set_site(records, approve_all=True)
    expected = {"approval": ("held", "Every comment is approved by hand here.")}
    assert posted(guest, records) == ("held", expected)


@pytest.mark.parametrize(("most", "body", "status"), [(2, ONE, "published"), (2, TWO, "held"), (0, TWO, "published")])
def test_links_hold_a_comment_from_a_number_on(
    guest: Frame, records: Records, most: int, body: str, status: str
) -> None:
    set_site(records, hold_links=most)
    assert posted(guest, records, body)[0] == status


def test_links_are_counted_as_readers_see_them(guest: Frame, records: Records) -> None:
    assert posted(guest, records, "`https://a.example/` and `https://b.example/`")[0] == "published"
    assert posted(guest, records, TWO)[1] == {"links": ("held", "Links in it: 2. Held from 2 on.")}


@pytest.mark.parametrize("where", ["body", "name", "email", "website"])
def test_a_word_of_the_moderation_list_holds_a_comment_wherever_it_is(
    guest: Frame, records: Records, where: str
) -> None:
    set_site(records, moderation_words="casino")
    fields = {"body": "A casino, really"} if where == "body" else {where: SPOILED[where]}
    assert posted(guest, records, **fields) == (
        "held",
        {"words": ("held", "It contains a word to be looked at: casino")},
    )


@pytest.mark.parametrize("word", ["127.0.0.*", "werkzeug*"])
def test_words_are_looked_for_in_address_and_browser_too(guest: Frame, records: Records, word: str) -> None:
    set_site(records, moderation_words=word)
    assert posted(guest, records)[0] == "held"


def test_a_disallowed_word_is_for_the_trash(guest: Frame, records: Records) -> None:
    set_site(records, disallowed_words="pills*")
    expected = {"disallowed": ("trash", "It contains a disallowed word: pills*")}
    assert posted(guest, records, "Pillsbury") == ("trash", expected)


def test_who_is_thrown_away_reads_what_everybody_reads_who_has_to_wait(guest: Frame, records: Records) -> None:
    set_site(records, disallowed_words="pills", moderation_words="beans")
    held, thrown = (guest.post(f"Buy {word}").get_json() for word in ("beans", "pills"))
    assert held["status"] == thrown["status"] == "held"
    assert "Your comment is awaiting moderation." in held["html"]
    assert "Your comment is awaiting moderation." in thrown["html"]


def test_a_first_comment_is_held_and_a_receipt_of_an_approved_one_lets_the_next_through(
    app: Flask, guest: Frame, alice: Frame, records: Records
) -> None:
    set_site(records, approved_before=True)
    first = guest.post("The first").get_json()["id"]
    assert findings(records, first) == {"first": ("held", "Its author has no approved comment here yet.")}
    assert posted(guest, records, "Not approved yet")[0] == "held"
    decide(app, first, "published", by=make_moderator(app, alice))
    assert posted(guest, records, "Now known")[0] == "published"


def test_what_is_typed_is_no_proof_of_an_approved_comment(app: Flask, guest: Frame, records: Records) -> None:
    guest.post("Published")
    set_site(records, approved_before=True)
    assert posted(Frame(app, BLOG), records, "The same name and address")[0] == "held"


def test_a_verified_identity_is_known_by_its_approved_comment(
    alice: Frame, bob: Frame, stranger: Frame, records: Records
) -> None:
    alice.post("Published")
    set_site(records, approved_before=True)
    assert posted(alice, records, "Known")[0] == "published"
    assert posted(bob, records, "Not known")[0] == "held"


def test_an_approved_comment_on_another_site_is_none_here(
    signed_in: Callable[..., Frame], stranger: Frame, records: Records
) -> None:
    stranger.post("Published there")
    set_site(records, approved_before=True)
    assert posted(signed_in("Stranger"), records, "Not known here")[0] == "held"


def test_the_field_that_people_do_not_see_is_for_programs(guest: Frame, records: Records) -> None:
    expected = {"trap": ("spam", "A field was filled in that people do not see.")}
    assert posted(guest, records, trap="https://spam.example") == ("spam", expected)
    assert 'name="trap"' in guest.document().text


def test_a_stamp_is_looked_at_for_its_age(guest: Frame, records: Records, time: Time) -> None:
    set_site(records, min_seconds=3)
    stamp = guest.session()["stamp"]
    fast = "Its form was open for less than 3 s."
    assert posted(guest, records, stamp=stamp) == ("held", {"stamp": ("held", fast)})
    time.passes(seconds=4)
    assert posted(guest, records, stamp=stamp)[0] == "published"
    time.passes(days=1)
    old = "Its form was opened more than a day before."
    assert posted(guest, records, stamp=stamp) == ("held", {"stamp": ("held", old)})


@pytest.mark.parametrize("stamp", ["", "1", "forged.stamp", FORGED, "x" * 5000, "ɐ"])
def test_a_stamp_that_is_not_ours_is_a_reason_and_no_error(guest: Frame, records: Records, stamp: str) -> None:
    set_site(records, min_seconds=3)
    expected = {"stamp": ("held", "It came without the stamp of our form.")}
    assert posted(guest, records, stamp=stamp) == ("held", expected)


def test_of_all_reasons_the_worst_counts_and_none_is_lost(guest: Frame, records: Records) -> None:
    set_site(records, approve_all=True, moderation_words="beans", approved_before=True)
    status, found = posted(guest, records, f"beans {TWO}", trap="x")
    assert status == "spam"
    assert set(found) == {"approval", "links", "words", "first", "trap"}


def test_a_moderator_is_published_without_a_question(app: Flask, alice: Frame, records: Records) -> None:
    make_moderator(app, alice)
    set_site(records, approve_all=True, disallowed_words="beans", min_seconds=3)
    assert posted(alice, records, f"beans {TWO}", trap="x") == ("published", {})


def test_what_is_not_published_is_seen_by_its_author_alone(guest: Frame, alice: Frame, records: Records) -> None:
    set_site(records, approve_all=True)
    before = alice.document().headers["ETag"]
    guest.post("Nobody reads this yet")
    assert "Nobody reads" not in alice.document().text
    assert alice.document().headers["ETag"] == before
    assert [own["status"] for own in guest.session()["own"]] == ["held"]
    assert "awaiting moderation" in guest.session()["own"][0]["html"]
    assert "data-reply" not in guest.session()["own"][0]["html"]  # nobody could answer it yet


@pytest.mark.parametrize("body", ["beans", "pills", TWO])
def test_an_edit_is_screened_like_what_is_new(guest: Frame, records: Records, body: str) -> None:
    comment = guest.post("Harmless").get_json()["id"]
    set_site(records, moderation_words="beans", disallowed_words="pills", min_seconds=3)
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    answer = guest.act("PATCH", f"/comments/{comment}", {"body": f"Now {body}", "stamp": stamp})
    assert answer.get_json()["status"] == "held"
    assert status_of(records, comment) == ("trash" if body == "pills" else "held")
    assert "Now" not in guest.document().text
    assert "<article" not in guest.document().text


def test_an_edit_makes_nothing_better(guest: Frame, records: Records) -> None:
    set_site(records, moderation_words="beans")
    comment = guest.post("beans").get_json()["id"]
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert guest.act("PATCH", f"/comments/{comment}", {"body": "Nothing", "stamp": stamp}).status_code == 200
    assert status_of(records, comment) == "held"


def test_the_plain_page_has_trap_and_stamp_and_says_what_waits(app: Flask, guest: Frame, records: Records) -> None:
    set_site(records, min_seconds=3)
    owner, way = Owner(app), f"/threads/{guest.thread}/reply?page={BLOG}"
    names = ("page", "as", "idempotency_key", "stamp")
    fields = {name: owner.field(name, on=way) for name in names} | {"name": "Grace", "email": "g@example.org"}
    assert 'name="trap"' in owner.see(way).text
    answer = owner.press(f"/threads/{guest.thread}/reply", on=way, body="Too quick", **fields)
    assert answer.status_code == 200
    assert "Your comment is awaiting moderation." in answer.text
    assert "Too quick" in answer.text
    assert records.query("SELECT status FROM comments") == [("held",)]
