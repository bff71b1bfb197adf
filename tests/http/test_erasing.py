"""Being forgotten: hidden at once, taken back within a week, and after it not one byte is left."""

from collections.abc import Callable

import pytest
from desk import seated
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG, OTHER, Time
from windows import FakeProvider, SignIn

from widget.cli.housekeeping import settle_once
from widget.comments import queries
from widget.extensions import db
from widget.people.role_models import Role
from widget.signin import erasing

Fakes = dict[str, FakeProvider]
SECRET = "zebra-marmalade-77"


@pytest.fixture
def ada(app: Flask, fakes: Fakes) -> Owner:
    """Ada Quimby, logged in to her own page."""
    fakes["google"].name, fakes["google"].subject = "Ada Quimby", "subject-4711"
    return Owner(app).log_in()


def erase(owner: Owner, remove: str) -> None:
    """Fill in the form and press its button."""
    assert owner.press("/me/erase", on="/me/erase", remove=remove).location == "/me"


def traces_of(records: Records, name: str) -> list[str]:
    """Return every value in the database that leads to somebody, but the ids by which an erasure is remembered."""
    ((number, subject, picture),) = records.query("SELECT id, subject, picture FROM identities WHERE name = ?", name)
    marks = records.query("SELECT fingerprint FROM comments WHERE identity_id = ?", number)
    keys = "SELECT idempotency.fingerprint FROM idempotency JOIN comments ON comments.id = comment_id"
    marks += records.query(f"{keys} WHERE identity_id = ?", number)
    tokens = records.query("SELECT token_hash FROM sessions WHERE identity_id = ?", number)
    return [name, subject, picture, *(one for (one,) in marks + tokens)]


def test_the_form_says_what_will_happen_and_nothing_has_yet(app: Flask, ada: Owner, records: Records) -> None:
    commenting(app).post("Still here")
    with records.unchanged(but=()):
        words = ada.words("/me/erase")
    assert "For seven days you can take it all back" in words
    assert "And the 1 comment of mine?" in words


def test_who_has_written_nothing_is_not_asked_what_becomes_of_it(ada: Owner) -> None:
    assert "comments of mine?" not in ada.words("/me/erase")
    assert 'type="radio"' not in ada.see("/me/erase").text
    erase(ada, ada.field("remove", on="/me/erase"))
    assert "Your account will be erased" in ada.words()


def test_text_and_name_vanish_at_once(app: Flask, ada: Owner, bob: Frame) -> None:
    for page in (BLOG, OTHER):
        commenting(app, page=page).post(SECRET)
    erase(ada, "text")
    for page in (BLOG, OTHER):
        document = Frame(app, page).document().text
        assert SECRET not in document
        assert "Quimby" not in document
        assert "0 comments" in document
    assert "Nobody sees your name or your comments here any more." in ada.words()


def test_an_answered_comment_leaves_a_tombstone_while_it_waits(app: Flask, ada: Owner, bob: Frame) -> None:
    asked = commenting(app).post("A question").get_json()["id"]
    answer = bob.post("An answer", parent=asked).get_json()["id"]
    erase(ada, "text")
    assert "This comment was deleted An" not in bob.read()
    assert "This comment was deleted" in bob.read()
    listed = bob.send("GET", f"/threads/{bob.thread}/comments").get_json()["comments"]
    assert [(one["id"], one["status"], bool(one["author"])) for one in listed] == [
        (asked, "deleted", False),
        (answer, "published", True),
    ]
    assert bob.post("Once more", parent=asked).status_code == 404


def test_live_readers_are_told_what_has_vanished(app: Flask, ada: Owner, bob: Frame) -> None:
    comment = commenting(app).post(SECRET).get_json()["id"]
    activity = bob.send("GET", f"/threads/{bob.thread}/version").get_json()["activity"]
    erase(ada, "text")
    changes = bob.send("GET", f"/threads/{bob.thread}/comments?since={activity}").get_json()["comments"]
    assert [(one["id"], one["status"], one["text"]) for one in changes] == [(comment, "deleted", None)]


def test_with_the_text_kept_only_the_name_goes(app: Flask, ada: Owner, bob: Frame) -> None:
    frame = commenting(app)
    frame.post("Words that stay")
    before = bob.document().headers["ETag"]
    erase(ada, "name")
    document = bob.document()
    assert "Words that stay" in document.text
    assert "Anonymous" in document.text
    assert "Quimby" not in document.text
    assert document.headers["ETag"] != before
    assert "Your comments stay without it." in ada.words()


@pytest.mark.parametrize("remove", ["text", "name"])
def test_taken_back_everything_is_as_before(
    app: Flask, ada: Owner, bob: Frame, records: Records, remove: str, time: Time
) -> None:
    root = commenting(app).post("A question").get_json()["id"]
    bob.post("An answer", parent=root)
    commenting(app).post("Another one", parent=root)
    before = bob.read()
    kept = records.query("SELECT public_id, status, shown, replies, erased FROM comments ORDER BY id")
    erase(ada, remove)
    time.passes(days=6, hours=23)
    again = Owner(app).log_in()
    assert again.press("/me/erase/cancel").location == "/me"
    assert bob.read() == before
    assert records.query("SELECT public_id, status, shown, replies, erased FROM comments ORDER BY id") == kept
    assert records.query("SELECT count FROM threads") == [(3,)]
    assert "2 comments of mine" in again.words()


def test_what_a_moderator_has_put_into_the_trash_stays_there(app: Flask, ada: Owner, records: Records) -> None:
    comment = commenting(app).post("Not nice").get_json()["id"]
    records.change("UPDATE comments SET status = 'trash', shown = false")
    erase(ada, "text")
    ada.press("/me/erase/cancel")
    assert records.query("SELECT public_id, status FROM comments") == [(comment, "trash")]


def test_every_session_ends_but_the_one_that_asked(app: Flask, ada: Owner, fakes: Fakes, records: Records) -> None:
    frame, elsewhere, begun = commenting(app), Owner(app).log_in(), SignIn(Frame(app, BLOG)).through()
    erase(ada, "name")
    assert frame.who() is None
    assert not elsewhere.is_logged_in()
    assert begun.claim().status_code == 404
    assert "Take it back" in ada.words()


def test_nobody_comments_with_an_account_that_waits(app: Flask, ada: Owner, records: Records) -> None:
    erase(ada, "name")
    late = SignIn(Frame(app, BLOG))
    late.start()
    assert "This account is about to be erased." in late.come_back().text
    assert (late.claim().status_code, records.count("sessions")) == (410, 0)


@pytest.mark.parametrize("path", ["/me/sessions/end", "/me/links", "/me/erase", "/me/identities/x/unlink"])
def test_while_it_waits_nothing_else_can_be_done(ada: Owner, records: Records, path: str) -> None:
    erase(ada, "name")
    with records.unchanged(but=()):
        assert ada.press(path, remove="text", provider="x").status_code == 403


def test_a_choice_has_to_be_made(ada: Owner, records: Records) -> None:
    for fields in ({}, {"remove": ""}, {"remove": "everything"}):
        with records.unchanged(but=()):
            assert ada.press("/me/erase", **fields).status_code == 400


@pytest.mark.parametrize("remove", ["text", "name"])
def test_after_a_week_not_one_byte_of_them_is_left(
    app: Flask, ada: Owner, bob: Frame, records: Records, time: Time, remove: str
) -> None:
    frame = commenting(app)
    frame.post(SECRET)
    bob.post("An answer", parent=frame.post("Asked").get_json()["id"])
    personal = traces_of(records, "Ada Quimby") + ([SECRET] if remove == "text" else [])
    assert all(one.encode() in records.files() for one in personal)
    erase(ada, remove)
    time.passes(days=7, seconds=1)
    settle_once(app)
    assert not [one for one in personal if one in str(records.everything(but=("erasures",)))]
    assert not [one for one in personal if one.encode() in records.files()]
    assert (SECRET in bob.document().text) == (remove == "name")
    assert {kind for (kind,) in records.query("SELECT kind FROM erasures")} >= {"identity", "account"}


def test_before_the_week_is_over_nothing_is_lost(app: Flask, ada: Owner, records: Records, time: Time) -> None:
    commenting(app).post(SECRET)
    erase(ada, "text")
    time.passes(days=6, hours=23, minutes=59)
    with records.unchanged(but=()):
        settle_once(app)
    time.passes(minutes=2)
    settle_once(app)
    assert SECRET not in str(records.everything())
    assert records.count("accounts") == 0


def test_when_the_week_is_over_it_cannot_be_taken_back(app: Flask, ada: Owner, records: Records, time: Time) -> None:
    commenting(app).post(SECRET)
    erase(ada, "text")
    time.passes(days=7)
    again = Owner(app).log_in()
    with records.unchanged(but=()):
        assert again.press("/me/erase/cancel").status_code == 403


def test_who_comes_back_after_it_is_somebody_new(app: Flask, ada: Owner, records: Records, time: Time) -> None:
    commenting(app).post("Kept")
    erase(ada, "name")
    time.passes(days=8)
    settle_once(app)
    assert "You have written nothing yet." in Owner(app).log_in().words()
    assert "Anonymous" in Frame(app, BLOG).document().text


def test_others_stay_as_they_are(app: Flask, ada: Owner, bob: Frame, time: Time, records: Records) -> None:
    bob.post("Bob's word")
    erase(ada, "text")
    time.passes(days=8)
    settle_once(app)
    assert "Bob's word" in bob.document().text
    assert records.query("SELECT name FROM identities") == [("Bob",)]


def test_more_comments_than_one_step_takes_are_all_hidden_shown_and_erased(
    app: Flask, ada: Owner, records: Records, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MANY", 2)
    for number in range(5):
        commenting(app, page=f"{BLOG}-{number % 2}").post(f"{SECRET} {number}")
    for press, left in (("erase", "trash"), ("cancel", "published"), ("erase", "trash")):
        erase(ada, "text") if press == "erase" else ada.press("/me/erase/cancel")
        assert records.query("SELECT DISTINCT status FROM comments") == [(left,)]
    time.passes(days=8)
    settle_once(app)
    assert SECRET not in str(records.everything())


def test_what_was_left_in_sight_by_a_process_that_died_is_hidden_by_the_next(
    app: Flask, ada: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = commenting(app)
    frame.post(SECRET)
    with monkeypatch.context() as dying:
        dying.setattr(erasing, "hide_some", lambda *_: False)
        erase(ada, "text")
    assert SECRET in frame.document().text
    settle_once(app)
    assert SECRET not in frame.document().text


def test_two_processes_may_make_it_final_at_once(
    app: Flask, ada: Owner, signed_in: Callable[..., Frame], records: Records, time: Time
) -> None:
    commenting(app).post(SECRET)
    erase(ada, "text")
    time.passes(days=8)
    with app.app_context():
        known = erasing.accounts_due(db.session(), time.now)
        for _ in range(2):
            for account in known:
                erasing._finish(account, time.now)
    assert (records.count("accounts"), records.count("erasures")) == (0, 3)


def test_the_last_owner_is_told_what_follows_and_so_is_the_operator(
    app: Flask, fakes: Fakes, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    ada = seated(app, role=Role.OWNER)
    assert "You are the last owner of Blog" in ada.words("/me/erase")
    erase(ada, "name")
    time.passes(days=7, minutes=1)
    settle_once(app)
    told = [one for one in caplog.messages if "the last owner of site Blog" in one]
    assert (len(told), f"rejoinder moderator invite {ada.site} --role owner" in told[0]) == (2, True)


def test_who_is_one_of_two_owners_leaves_nobody_alone(
    app: Flask, fakes: Fakes, caplog: pytest.LogCaptureFixture
) -> None:
    seated(app, "x", role=Role.OWNER)
    ada = seated(app, role=Role.OWNER)
    assert "last owner" not in ada.words("/me/erase")
    erase(ada, "name")
    assert "last owner" not in caplog.text
