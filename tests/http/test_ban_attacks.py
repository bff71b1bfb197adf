"""What somebody tries to escape a ban, or to keep a badge: taking accounts apart, joining them, coming another way."""

import pytest
from desk import Desk, seated
from flask import Flask
from frames import Frame
from mailboxes import Mailbox
from mailing import commenting_by_mail
from owners import Owner, commenting
from records import Records
from refusals import refused
from stage import BLOG
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes) -> Desk:
    """Ada, a moderator of the blog."""
    return seated(app)


def ban(desk: Desk, comment: str, kind: str) -> None:
    """Ban the author of a comment for ever."""
    page = f"{desk.path}/bans/new?comment={comment}"
    assert desk.press(f"{desk.path}/bans", on=page, comment=comment, kind=kind, days="ever").status_code == 303


def both(app: Flask) -> tuple[Owner, Frame]:
    """Return Mira on her own page with her other account, Ingrid, linked to it, and the frame in which she writes."""
    frame, owner = commenting(app, "x"), Owner(app)
    owner.log_in("x").link("facebook")
    return owner, frame


def test_whoever_takes_an_account_apart_stays_banned_by_each_part(app: Flask, desk: Desk, records: Records) -> None:
    owner, frame = both(app)
    ban(desk, frame.post().get_json()["id"], "account")
    unlink = next(form for form in owner.forms() if form.endswith("/unlink"))
    assert owner.press(unlink).status_code == 303
    assert records.query("SELECT count(DISTINCT account_id) FROM identities WHERE name IN ('Mira', 'Ingrid')") == [(2,)]
    for provider in ("x", "facebook"):
        refused(commenting(app, provider).post(), 403, "not-allowed")


def test_whoever_is_banned_by_an_address_changes_nothing_of_what_they_have_written(
    app: Flask, desk: Desk, guest: Frame, records: Records
) -> None:
    comment = guest.post("Before", email="eve@example.org").get_json()["id"]
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    ban(desk, comment, "address")
    with records.unchanged():
        refused(guest.act("PATCH", f"/comments/{comment}", {"body": "After", "stamp": stamp}), 403, "not-allowed")
    assert guest.delete(comment).status_code == 200


def test_whoever_is_banned_changes_nothing_on_their_own_page_either(app: Flask, desk: Desk, records: Records) -> None:
    owner, frame = both(app)
    comment = frame.post("Before").get_json()["id"]
    page = f"/comments/{comment}/edit"
    stamp = owner.field("stamp", on=page)
    ban(desk, comment, "account")
    with records.unchanged():
        assert owner.press(page, on="/me", body="After", stamp=stamp).status_code == 403


def test_logging_in_with_a_banned_address_opens_nothing(mailing: Flask, mailbox: Mailbox, records: Records) -> None:
    ada, guest = seated(mailing), Frame(mailing, BLOG)
    ban(ada, guest.post("Before", email="Eve@example.org").get_json()["id"], "address")
    eve = commenting_by_mail(mailing, mailbox, "eve@example.org", "Eve")
    refused(eve.post("After"), 403, "not-allowed")


def test_who_gives_an_account_away_loses_its_badge_at_once(
    app: Flask, fakes: Fakes, guest: Frame, records: Records
) -> None:
    seated(app, "x", role=Role.OWNER)
    owner, _ = both(app)
    commenting(app, "facebook").post("By Ingrid")
    before = guest.document()
    assert 'class="role"' in before.text
    unlink = next(form for form in owner.forms() if form.endswith("/unlink"))
    names = dict(records.query("SELECT public_id, name FROM identities"))
    assert names[unlink.split("/")[3]] in {"Mira", "Ingrid"}
    ingrid = next(name for name in names if names[name] == "Ingrid")
    assert owner.press(f"/me/identities/{ingrid}/unlink").status_code == 303
    assert 'class="role"' not in guest.document().text


def test_an_owner_who_joins_a_moderator_stays_owner(app: Flask, fakes: Fakes, records: Records) -> None:
    seated(app, "x", role=Role.OWNER)
    moderator = seated(app, "facebook")
    moderator.link("x")
    assert records.query("SELECT role FROM staff") == [("owner",)]
