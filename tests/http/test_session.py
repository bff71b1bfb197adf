"""`/session`: who the frame is, how long, and that what has ended is over at once."""

from collections.abc import Callable

import pytest
from credentials import as_bearer, captured, credential
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG


def hold(records: Records, holder: str, held: str) -> str:
    """Let a person's session hold another identity as well; return that identity's id."""
    statement = (
        "INSERT INTO session_identities (session_id, identity_id, signed_in)"
        " SELECT s.id, h.id, s.created FROM sessions s, identities h"
        " WHERE s.identity_id = (SELECT id FROM identities WHERE name = ?) AND h.name = ?"
    )
    records.change(statement, holder, held)
    return str(records.query("SELECT public_id FROM identities WHERE name = ?", held)[0][0])


def test_a_guest_is_nobody_and_may_post(guest: Frame) -> None:
    session = guest.session()
    told = {
        "identity",
        "identities",
        "role",
        "csrf_token",
        "stamp",
        "allowed",
        "own",
        "likes",
        "claims",
        "mail",
        "troubles",
    }
    assert set(session) == told
    assert (session["identity"], session["identities"], session["own"], session["likes"]) == (None, [], [], [])
    assert set(session["allowed"]) == {"post", "reply", "like", "guest"}
    assert session["allowed"]["post"] is session["allowed"]["reply"] is session["allowed"]["guest"] is None
    assert set(session["allowed"]["like"]) == {"type", "detail"}


def test_who_is_signed_in_is_told_everything_about_it(alice: Frame) -> None:
    session = alice.session()
    identity = session["identity"]
    assert {"id", "name", "handle", "provider", "picture"} <= set(identity)
    assert (identity["name"], identity["provider"], identity["provider_title"]) == ("Alice", "google", "Google")
    assert session["identities"] == [identity]
    assert session["allowed"] == {"post": None, "reply": None, "like": None, "guest": None}


def test_nothing_secret_or_foreign_is_told(alice: Frame, records: Records) -> None:
    text = alice.send("GET", f"/session?site={alice.site}&thread={alice.thread}").text
    secrets = records.query("SELECT token_hash, public_id FROM sessions")[0]
    assert not [secret for secret in (*secrets, credential(alice), "subject", "email") if secret in text]


def test_own_comments_are_listed_and_come_with_html_where_nobody_else_sees_them(alice: Frame, bob: Frame) -> None:
    comment = alice.post("Mine").get_json()
    reply = alice.post("Also mine", parent=comment["id"]).get_json()
    bob.post("Not hers")
    own = alice.session()["own"]
    root = {"id": comment["id"], "parent": None, "status": "published", "html": None}
    assert [one.pop("edit_until") is not None for one in own] == [True, True]
    assert own == [root, {**root, "id": reply["id"], "parent": comment["id"]}]


def test_a_held_comment_is_shown_to_its_author_alone(alice: Frame, bob: Frame, records: Records) -> None:
    alice.post("Waiting")
    records.change("UPDATE comments SET status = 'held'")
    assert [own["status"] for own in alice.session()["own"]] == ["held"]
    assert bob.session()["own"] == []


def test_a_deleted_comment_is_no_longer_own(alice: Frame) -> None:
    alice.delete(alice.post().get_json()["id"])
    assert alice.session()["own"] == []


def test_the_answer_is_private(alice: Frame) -> None:
    answer = alice.send("GET", f"/session?site={alice.site}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("sent", ["cross-site", "same-site", "none"])
def test_only_the_own_frame_may_ask(alice: Frame, sent: str) -> None:
    answer = alice.send("GET", f"/session?site={alice.site}", **{"Sec-Fetch-Site": sent})
    assert answer.status_code == 403
    assert "Alice" not in answer.text


def test_the_own_frame_and_old_browsers_may_ask(alice: Frame) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {}):
        assert alice.send("GET", f"/session?site={alice.site}", **headers).status_code == 200


def test_an_unknown_site_is_not_found(alice: Frame) -> None:
    for query in ("", "?site=", "?site=00000000000000000000", "?site=%00"):
        assert alice.send("GET", f"/session{query}").status_code == 404


def test_an_unknown_thread_or_one_of_another_site_shows_nothing_own(alice: Frame, stranger: Frame) -> None:
    alice.post("Mine")
    stranger.post("Theirs")
    for thread in ("", "00000000000000000000", stranger.thread):
        answer = alice.send("GET", f"/session?site={alice.site}&thread={thread}")
        assert (answer.status_code, answer.get_json()["own"]) == (200, [])


def test_what_one_wrote_on_another_site_is_told_there_alone(alice: Frame, signed_in: Callable[..., Frame]) -> None:
    there = signed_in("Alice", "https://other.test/a-post")
    comment = there.post("Also by Alice").get_json()["id"]
    assert [own["id"] for own in there.session()["own"]] == [comment]
    answer = alice.send("GET", f"/session?site={alice.site}&thread={there.thread}")
    assert answer.get_json()["own"] == []


def test_the_cookie_of_one_site_is_nobody_on_another(alice: Frame, app: Flask, stranger: Frame) -> None:
    thief = Frame(app, "https://other.test/a-post")
    name = f"__Host-rejoinder-{thief.site}"
    thief.browser.set_cookie(name, credential(alice), domain="comments.rejoinder.test", secure=True)
    assert thief.who() is None
    alice_there = Frame(app, "https://other.test/a-post", browser=alice.browser)
    assert alice_there.who() is None
    assert alice.who() == "Alice"


def test_the_bearer_of_one_site_is_nobody_on_another(alice: Frame, app: Flask, records: Records) -> None:
    there = Frame(app, "https://other.test/a-post")
    there.bearer = as_bearer(alice, records).bearer
    assert there.who() is None
    refused = there.send("POST", f"/threads/{there.thread}/comments", {"page": there.page}, **{"X-CSRFToken": "x"})
    assert refused.status_code == 401
    assert alice.who() == "Alice"


def test_a_bearer_reads_posts_and_deletes(alice: Frame, records: Records) -> None:
    as_bearer(alice, records)
    assert alice.who() == "Alice"
    comment = alice.post("By bearer")
    assert comment.status_code == 201
    assert "Set-Cookie" not in comment.headers
    assert alice.delete(comment.get_json()["id"]).status_code == 200


def test_a_cookies_credential_is_no_bearer_and_the_other_way_round(alice: Frame, app: Flask, records: Records) -> None:
    thief = Frame(app, BLOG)
    thief.bearer = credential(alice)
    assert thief.who() is None
    bearer = as_bearer(alice, records).bearer
    assert captured(app, alice, bearer or "").who() is None


def test_a_bearer_wins_over_a_cookie(alice: Frame, bob: Frame, records: Records) -> None:
    bob.bearer = as_bearer(alice, records).bearer
    assert bob.who() == "Alice"


def test_only_a_digest_of_the_credential_is_kept(alice: Frame, records: Records) -> None:
    alice.who()
    assert credential(alice).encode() not in records.files()


def test_one_becomes_another_identity_that_the_session_holds(alice: Frame, bob: Frame, records: Records) -> None:
    held = hold(records, "Alice", "Bob")
    assert [one["name"] for one in alice.session()["identities"]] == ["Alice", "Bob"]
    changed = alice.act("PUT", f"/session/identity?site={alice.site}", {"identity": held})
    assert (changed.status_code, changed.get_json()["identity"]["name"]) == (200, "Bob")
    assert set(changed.get_json()) == set(alice.session())
    assert 'data-author="Bob"' in alice.post("As Bob").get_json()["html"]
    assert [one["name"] for one in alice.session()["identities"]] == ["Alice", "Bob"]


def test_one_does_not_become_who_the_session_does_not_hold(alice: Frame, bob: Frame, records: Records) -> None:
    foreign = bob.session()["identity"]["id"]
    for wanted in (foreign, "", "00000000000000000000", "guest"):
        with records.unchanged():
            refused = alice.act("PUT", f"/session/identity?site={alice.site}", {"identity": wanted})
        assert refused.status_code == 403
    assert alice.who() == "Alice"


def test_a_guest_becomes_nobody(guest: Frame, bob: Frame, records: Records) -> None:
    with records.unchanged():
        wanted = {"identity": bob.session()["identity"]["id"]}
        assert guest.act("PUT", f"/session/identity?site={guest.site}", wanted).status_code == 403


def test_holding_ends_with_the_session(alice: Frame, bob: Frame, records: Records) -> None:
    hold(records, "Alice", "Bob")
    alice.act("DELETE", f"/session?site={alice.site}")
    assert records.query("SELECT count(*) FROM session_identities") == [(1,)]
    assert bob.who() == "Bob"


def test_the_token_still_holds_after_becoming_somebody_else(alice: Frame, bob: Frame, records: Records) -> None:
    """Two tabs of one browser: the other one's form says by `as` whom it still shows."""
    tab = alice.session()
    held = hold(records, "Alice", "Bob")
    alice.act("PUT", f"/session/identity?site={alice.site}", {"identity": held})
    sent = {"body": "Typed as Alice", "page": BLOG, "as": tab["identity"]["id"], "idempotency_key": "in-another-tab"}
    path = f"/threads/{alice.thread}/comments"
    refused = alice.send("POST", path, sent, **{"X-CSRFToken": tab["csrf_token"]})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "identity-changed")
    assert records.count("comments") == 0
