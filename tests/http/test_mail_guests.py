"""Guests who prove an address: they see what carries it, take it with them, make it theirs, or have it erased."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import ADDRESS, ByMail, commenting_by_mail
from owners import Owner
from records import Records
from stage import BLOG, OTHER, Time

from widget.cli.housekeeping import settle_once
from widget.comments import queries
from widget.signin import erasing
from widget.web.running import PROVIDERS

SECRET, NAME = "zebra-marmalade-77", "Gracia Quimby"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


@pytest.fixture
def comment(app: Flask) -> str:
    """What a guest has written on the blog; another has done so with another address."""
    Frame(app, BLOG).post("Of somebody else", email="bob@example.org", name="Bob")
    answer = Frame(app, BLOG).post(SECRET, email="ADA@example.org", name=NAME, website="https://quimby.test")
    return str(answer.get_json()["id"])


@pytest.fixture
def ada(app: Flask, comment: str, mailbox: Mailbox) -> Owner:
    """Whoever reads the address, logged in to their own page."""
    return by_mail(app, mailbox)


def by_mail(app: Flask, mailbox: Mailbox, address: str = ADDRESS) -> Owner:
    """Log in to one's own page by mail."""
    owner = Owner(app)
    window = ByMail(owner.browser, owner.visit("email").state, mailbox)
    assert window.get_mail(address).ends().location == "/me"
    return owner


def exported(owner: Owner) -> tuple[Any, str]:
    """Return both halves of the download."""
    with zipfile.ZipFile(io.BytesIO(owner.see("/me/export").data)) as archive:
        return json.loads(archive.read("my-comments.json")), archive.read("my-comments.html").decode()


def test_what_carries_the_address_is_seen_and_nothing_else(ada: Owner) -> None:
    words = ada.words()
    assert "1 guest comment with my address" in words
    assert SECRET in words
    assert "Of somebody else" not in words


def test_who_has_not_proved_the_address_sees_nothing_of_it(app: Flask, comment: str, mailbox: Mailbox) -> None:
    app.extensions[PROVIDERS]["google"].subject = ADDRESS  # what another provider calls somebody is no proof
    for stranger in (Owner(app).log_in(), by_mail(app, mailbox, "eve@example.org")):
        assert SECRET not in stranger.words()
        assert stranger.see(f"/me/comments/{comment}/delete").status_code == 404
        assert stranger.press(f"/me/comments/{comment}/delete").status_code == 404
        stranger.press("/me/guest-comments/claim")
    assert SECRET in Frame(app, BLOG).read()


def test_it_is_in_the_download_as_it_was_typed(ada: Owner, comment: str) -> None:
    known, page = exported(ada)
    (told,) = known["comments"]
    assert (told["id"], told["text"], told["identity"]) == (comment, SECRET, None)
    assert told["guest"] == {"name": NAME, "email": "ADA@example.org", "website": "https://quimby.test"}
    assert SECRET in page


def test_from_where_it_came_is_not_told_since_somebody_else_may_have_typed_the_address(ada: Owner) -> None:
    for _ in range(2):
        (told,) = exported(ada)[0]["comments"]
        assert not any((told["sent_from"] or {}).values())
        ada.press("/me/guest-comments/claim")


def test_it_is_deleted_for_good(app: Flask, ada: Owner, comment: str, records: Records) -> None:
    assert ada.press(f"/me/comments/{comment}/delete").location == "/me"
    assert SECRET not in Frame(app, BLOG).document().text
    assert SECRET.encode() not in records.files()
    assert NAME.encode() not in records.files()


def test_it_stays_a_guests_until_it_is_claimed(app: Flask, ada: Owner, records: Records) -> None:
    assert NAME in Frame(app, BLOG).read()
    before = Frame(app, BLOG).document().headers["ETag"]
    assert ada.press("/me/guest-comments/claim").location == "/me"
    document = Frame(app, BLOG).document()
    assert (NAME in document.text, 'data-author="Ada"' in document.text) == (False, True)
    assert document.headers["ETag"] != before
    assert "1 comment of mine" in ada.words()
    assert records.query("SELECT guest_email FROM comments WHERE author_kind = 'guest'") == [("bob@example.org",)]


def test_many_are_claimed_a_hundred_at_a_time(
    app: Flask, ada: Owner, monkeypatch: pytest.MonkeyPatch, records: Records
) -> None:
    monkeypatch.setattr(queries, "MANY", 2)
    for number in range(4):
        Frame(app, OTHER).post(f"Number {number}", email=ADDRESS)
    ada.press("/me/guest-comments/claim")
    assert records.query("SELECT count(*) FROM comments WHERE author_kind = 'identity'") == [(5,)]


def test_with_another_account_linked_it_is_seen_too(app: Flask, comment: str, mailbox: Mailbox) -> None:
    owner = Owner(app).log_in()
    page = ByMail(owner.browser, owner.visit("email", path="/me/links").state, mailbox).get_mail().ends().location
    owner.press(page, on=page)
    assert SECRET in owner.words()


def test_text_and_name_vanish_at_once_and_come_back(app: Flask, ada: Owner, records: Records) -> None:
    before = Frame(app, BLOG).read()
    assert "And the 1 comment of mine?" in ada.words("/me/erase")
    ada.press("/me/erase", on="/me/erase", remove="text")
    document = Frame(app, BLOG).document().text
    assert [word for word in (SECRET, NAME, "quimby.test") if word in document] == []
    assert "Of somebody else" in document
    ada.press("/me/erase/cancel")
    assert Frame(app, BLOG).read() == before


def test_with_the_text_kept_the_name_goes_at_once_and_comes_back(app: Flask, ada: Owner) -> None:
    before, tag = Frame(app, BLOG).read(), Frame(app, BLOG).document().headers["ETag"]
    ada.press("/me/erase", on="/me/erase", remove="name")
    document = Frame(app, BLOG).document()
    assert [SECRET in document.text, NAME in document.text, "quimby.test" in document.text] == [True, False, False]
    assert document.headers["ETag"] != tag
    ada.press("/me/erase/cancel")
    assert Frame(app, BLOG).read() == before


@pytest.mark.parametrize("remove", ["text", "name"])
def test_after_a_week_not_a_byte_of_them_is_left(
    app: Flask, ada: Owner, records: Records, mailbox: Mailbox, time: Time, remove: str
) -> None:
    commenting_by_mail(app, mailbox).post("Another one")
    ((recipient,),) = records.query("SELECT DISTINCT recipient FROM outbox WHERE recipient IS NOT NULL")
    ada.press("/me/erase", on="/me/erase", remove=remove)
    time.passes(days=7, seconds=1)
    settle_once(app)
    files, kept = records.files(), str(records.everything())
    gone = [NAME, ADDRESS, ADDRESS.upper(), "ADA@", "quimby", recipient] + ([SECRET] if remove == "text" else [])
    assert [word for word in gone if word in kept or word.encode() in files] == []
    assert (SECRET in Frame(app, BLOG).read()) == (remove == "name")
    assert "Of somebody else" in Frame(app, BLOG).read()


def test_dying_half_way_leaves_the_rest_to_the_next(app: Flask, ada: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "unname_some", lambda *_: 1 / 0)
        assert ada.press("/me/erase", on="/me/erase", remove="name").status_code == 500
    assert NAME in Frame(app, BLOG).read()
    settle_once(app)
    assert NAME not in Frame(app, BLOG).read()
