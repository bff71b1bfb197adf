"""Bans: by account, address and network, for a time; told before one types, refused with the same sentence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk import Desk, seated
from flask import Flask
from frames import Frame
from records import Records
from refusals import refused
from stage import BLOG, OTHER, Time
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]
EVER = "You cannot comment here any more."


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, a moderator of the blog."""
    return seated(app)


def ban(desk: Desk, comment: str, kind: str = "account", days: str = "ever") -> None:
    """Ban the author of a comment."""
    page = f"{desk.path}/bans/new?comment={comment}"
    done = desk.press(f"{desk.path}/bans", on=page, comment=comment, kind=kind, days=days)
    assert (done.status_code, done.location) == (303, f"{desk.path}/bans"), done.text


def lift(desk: Desk, act: str = "lift") -> None:
    """Press the button at the first ban of the list."""
    form = next(form for form in desk.forms(f"{desk.path}/bans") if form.endswith(f"/{act}"))
    assert desk.press(form, on=f"{desk.path}/bans").status_code == 303


def posted(frame: Frame, **fields: str) -> str:
    answer = frame.post(**fields)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def test_whoever_is_banned_reads_that_and_can_write_nothing(
    desk: Desk, alice: Frame, bob: Frame, records: Records
) -> None:
    comment = posted(alice)
    ban(desk, comment)
    told = alice.session()["allowed"]
    assert {name: told[name]["detail"] for name in ("post", "reply", "like")} == dict.fromkeys(
        ("post", "reply", "like"), EVER
    )
    theirs = posted(bob)
    with records.unchanged():
        assert refused(alice.post("Again"), 403, "not-allowed")["detail"] == EVER
        refused(alice.post("An answer", parent=theirs), 403, "not-allowed")
        refused(alice.act("PUT", f"/comments/{theirs}/like"), 403, "not-allowed")
        refused(alice.send("GET", f"/comments/{comment}/source"), 403, "not-allowed")
    assert alice.delete(comment).status_code == 200


def test_nobody_else_is_banned_with_them(desk: Desk, alice: Frame, bob: Frame, guest: Frame) -> None:
    ban(desk, posted(alice))
    posted(bob)
    posted(guest)
    assert bob.session()["allowed"]["post"] is None


def test_on_another_site_they_go_on_writing(desk: Desk, alice: Frame, signed_in: Callable[..., Frame]) -> None:
    ban(desk, posted(alice))
    posted(signed_in("Alice", OTHER))


def test_a_ban_is_over_when_its_time_is(desk: Desk, alice: Frame, time: Time, records: Records) -> None:
    ban(desk, posted(alice), days="7")
    sentence = alice.session()["allowed"]["post"]["detail"]
    until = time.now + timedelta(days=7)
    assert sentence.startswith(f"You cannot comment here until {until.day} {until:%B %Y}, {until:%H:%M}")
    assert refused(alice.post(), 403, "not-allowed")["detail"] == sentence
    time.passes(days=6, hours=23)
    refused(alice.post(), 403, "not-allowed")
    time.passes(hours=1)
    posted(alice)


def test_a_ban_is_lifted_and_put_back_within_a_day(desk: Desk, alice: Frame, time: Time) -> None:
    ban(desk, posted(alice))
    lift(desk)
    posted(alice)
    lift(desk, "restore")
    refused(alice.post(), 403, "not-allowed")
    lift(desk)
    time.passes(hours=25)
    desk.log_in()
    assert "Nobody is banned." in desk.words(f"{desk.path}/bans")
    posted(alice)


def test_a_guest_is_known_again_by_the_address_in_any_spelling(desk: Desk, guest: Frame, app: Flask) -> None:
    ban(desk, posted(guest, email="Eve@Example.org"), "address")
    elsewhere = Frame(app, BLOG)
    assert refused(elsewhere.post(email="eve@example.ORG "), 403, "not-allowed")["detail"] == EVER
    posted(elsewhere, email="another@example.org")


@pytest.mark.either_store
def test_of_an_address_and_a_network_only_hashes_are_kept(desk: Desk, guest: Frame, records: Records) -> None:
    for kind in ("address", "network"):
        ban(
            desk,
            posted(Frame(guest.browser.application, BLOG), email="eve@example.org")
            if kind == "address"
            else posted_before(records),
            kind,
        )
    kept = str(records.query("SELECT * FROM bans"))
    assert "eve@example.org" not in kept
    assert "127.0.0.1" not in kept


def posted_before(records: Records) -> str:
    """Return the comment that is there already."""
    ((comment,),) = records.query("SELECT public_id FROM comments")
    return str(comment)


def test_a_network_is_of_guests_and_of_whom_nobody_knows(
    desk: Desk, alice: Frame, bob: Frame, guest: Frame, time: Time
) -> None:
    """Alice was published before, so she has nothing to do with it; Bob could be the one who was banned."""
    posted(alice)
    time.passes(minutes=1)
    comment = posted(guest)
    time.passes(minutes=1)
    ban(desk, comment, "network")
    assert guest.session()["allowed"]["guest"]["detail"] == EVER
    refused(guest.post(), 403, "not-allowed")
    refused(bob.post(), 403, "not-allowed")
    posted(alice)


def test_what_was_published_after_the_ban_or_elsewhere_opens_no_network(
    desk: Desk, guest: Frame, signed_in: Callable[..., Frame], time: Time, records: Records
) -> None:
    posted(signed_in("Bob", OTHER))
    time.passes(minutes=1)
    late = posted(signed_in("Carol"))
    ban(desk, posted(guest), "network")
    records.change("UPDATE comments SET created = ? WHERE public_id = ?", "2999-01-01 00:00:00.000000", late)
    for name in ("Bob", "Carol"):
        refused(signed_in(name).post(), 403, "not-allowed")


def test_who_looks_after_the_site_cannot_be_banned(
    app: Flask, desk: Desk, fakes: Fakes, guest: Frame, records: Records
) -> None:
    mira = seated(app, "x", role=Role.OWNER)
    reply = mira.field("idempotency_key", on=f"/admin/comments/{posted(guest)}/reply")
    comment = posted_before(records)
    mira.press(f"/admin/comments/{comment}/reply", on="/admin", body="Hello", idempotency_key=reply)
    ((own,),) = records.query("SELECT public_id FROM comments WHERE identity_id IS NOT NULL")
    fields = {"comment": own, "kind": "account", "days": "ever", "csrf_token": desk.token(f"{desk.path}/comments")}
    with records.unchanged():
        assert desk.send(f"{desk.path}/bans", fields).status_code == 403
    assert "cannot be banned" in desk.words(f"{desk.path}/bans/new?comment={own}")


def test_a_ban_comes_along_when_its_account_is_linked(app: Flask, desk: Desk, fakes: Fakes, records: Records) -> None:
    """Ada bans Mira, who then links herself to another account of hers, Ingrid."""
    frame = Frame(app, BLOG)
    other = seated(app, "x", role=None)
    records.change("UPDATE comments SET identity_id = NULL")
    comment = posted(frame)
    identity = "(SELECT id FROM identities WHERE name = 'Mira')"
    records.change(f"UPDATE comments SET author_kind = 'identity', identity_id = {identity}, guest_name = NULL")
    ban(desk, comment)
    ingrid = Desk(app).log_in("facebook")
    ingrid.link("x")
    ((name, count),) = records.query(
        "SELECT min(i.name), count(DISTINCT b.id) FROM bans b JOIN identities i ON i.account_id = b.account_id"
    )
    assert (name, count) == ("Ingrid", 1)
    assert other.see("/me").status_code == 200


@pytest.mark.parametrize(
    "fields", [{"kind": "x"}, {"days": "2"}, {"days": "-1"}, {"comment": "x"}, {"kind": "address"}]
)
def test_only_what_is_offered_can_be_banned(desk: Desk, alice: Frame, records: Records, fields: dict[str, str]) -> None:
    sent = {"comment": posted(alice), "kind": "account", "days": "ever"} | fields
    token = desk.token(f"{desk.path}/comments")
    with records.unchanged():
        assert desk.send(f"{desk.path}/bans", {"csrf_token": token, **sent}).status_code in {400, 404}


def test_another_site_lifts_no_ban(app: Flask, desk: Desk, fakes: Fakes, alice: Frame, records: Records) -> None:
    ban(desk, posted(alice))
    ((ban_id,),) = records.query("SELECT public_id FROM bans")
    other = seated(app, "x", OTHER)
    with records.unchanged():
        for act in ("lift", "restore"):
            for path in (desk.path, other.path):
                assert other.press(f"{path}/bans/{ban_id}/{act}", on=f"{other.path}/comments").status_code == 404


def test_what_was_posted_before_the_ban_gets_its_answer_again(desk: Desk, alice: Frame) -> None:
    """A lost answer is asked for once more, whatever has happened since."""
    comment = posted(alice, idempotency_key="a-key-of-mine", body="Once")
    ban(desk, comment)
    again = alice.post(idempotency_key="a-key-of-mine", body="Once")
    assert (again.status_code, again.get_json()["id"]) == (200, comment)


def test_without_a_script_the_page_for_a_reply_says_so(desk: Desk, guest: Frame, app: Flask) -> None:
    ban(desk, posted(guest), "network")
    words = Desk(app).words(f"/threads/{guest.thread}/reply?page={BLOG}")
    assert EVER in words
    assert "Post Comment" not in words
