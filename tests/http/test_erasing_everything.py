"""Somebody of whom every table knows something: the download has all of it, and after an erasure nothing has any."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from desk import seated
from devices import Device, make_passkey
from flask import Flask
from frames import ORIGIN, Frame
from likes import like, like_page
from mailboxes import Mailbox
from mailing import ADDRESS, ByMail
from owners import Owner, commenting
from records import Records
from stage import BLOG, OTHER, Time
from windows import FakeProvider, SignIn

from widget.cli.housekeeping import forget_once, settle_once
from widget.ops.kept import personal_columns
from widget.providers.passkey import Passkeys
from widget.web.running import PROVIDERS

WORDS, NAME, SUBJECT = "zebra-marmalade-77", "Gracia Quimby", "subject-4711"
FROM, BROWSER, CAME = "203.0.113.77", "Quagga/7.1 (Marmalade)", "https://comments.rejoinder.test/thread?from=quagga"
GIVEN = {"REMOTE_ADDR": FROM, "HTTP_USER_AGENT": BROWSER, "HTTP_REFERER": CAME}
# What no route of a visitor's fills; what mail servers say; what is there only while a merge or a request is fresh.
BY_OTHERS = {"audit", "staff", "moved", "deletion_requests", "erasures", "refused_addresses"}


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server and passkeys, at which Gracia is known to Google."""
    ways: dict[str, Any] = {**mailing.extensions[PROVIDERS], "passkey": Passkeys(ORIGIN)}
    google: FakeProvider = ways["google"]
    google.name, google.subject = NAME, SUBJECT
    mailing.extensions[PROVIDERS] = ways
    return mailing


@pytest.fixture
def gracia(app: Flask, mailbox: Mailbox, records: Records) -> Owner:
    """Gracia on her own page, by mail, after having done all that there is to do."""
    guest = Frame(app, OTHER)
    guest.browser.environ_base = GIVEN
    guest.post(f"{WORDS} as a guest", email=ADDRESS, name=NAME, website="https://quimby.test")
    owner = Owner(app)
    assert ByMail(owner.browser, owner.visit("email").state, mailbox).get_mail(ADDRESS, NAME).ends().location == "/me"
    owner.link("google")
    assert make_passkey(owner, Device(counts=True)).status_code == 303
    moderate(app, write_and_like(commenting(app)))
    SignIn(Frame(app, BLOG)).through()  # begun and never claimed
    records.change(
        "INSERT INTO staff (site_id, account_id, role, created) "
        "SELECT sites.id, accounts.id, 'moderator', accounts.created FROM sites, accounts WHERE sites.name = 'Other'"
    )
    return owner


def write_and_like(frame: Frame) -> str:
    """Write, change what was written, answer somebody, like, and ask for mail; return the comment."""
    frame.browser.environ_base = GIVEN
    theirs = Frame(frame.browser.application, BLOG).post("Of somebody else").get_json()["id"]
    mine = frame.post(f"{WORDS} at first").get_json()["id"]
    stamp = frame.send("GET", f"/comments/{mine}/source").get_json()["stamp"]
    assert frame.act("PATCH", f"/comments/{mine}", {"body": f"{WORDS} then", "stamp": stamp}).status_code == 200
    frame.post(f"{WORDS} as an answer", parent=theirs, subscribe="1")
    told = {"reason": "other", "text": f"{WORDS} as a report"}
    assert frame.act("POST", f"/comments/{theirs}/report", told).status_code == 201
    assert [answer.status_code for answer in (like(frame, theirs), like_page(frame))] == [200, 200]
    return str(mine)


def moderate(app: Flask, comment: str) -> None:
    """Tell her why a comment was taken down, think better of it, and ban her all the same."""
    desk = seated(app, "facebook")
    desk.undo(desk.batch("trash", comment, status="published", reason="other", words=f"{WORDS} is too sweet"))
    ban = {"comment": comment, "kind": "account", "days": "7"}
    assert desk.press(f"{desk.path}/bans", on=f"{desk.path}/comments", **ban).status_code == 303


def traces(records: Records) -> Iterator[str]:
    """Yield everything by which somebody could be found again."""
    yield from (WORDS, NAME, SUBJECT, ADDRESS, "quimby.test", FROM, BROWSER, CAME)
    for table, column in (("sessions", "token_hash"), ("passkeys", "credential_id"), ("comments", "fingerprint")):
        found = records.query(f"SELECT {column} FROM {table} WHERE identity_id IS NOT NULL")
        yield from (value for (value,) in found if value)


def test_every_table_knows_something_of_them(gracia: Owner, records: Records) -> None:
    """A table that is added later has to be filled above, or the erasure below shows nothing."""
    personal = {column.partition(".")[0] for column in personal_columns()} - BY_OTHERS
    assert not [table for table in sorted(personal) if not records.count(table)]


@pytest.mark.parametrize("remove", ["text", "name"])
def test_after_an_erasure_no_table_and_no_byte_knows_them(
    app: Flask, gracia: Owner, records: Records, time: Time, remove: str
) -> None:
    kept = {WORDS} if remove == "name" else set()
    searched = [one for one in traces(records) if one not in kept]
    assert not [one for one in searched if one not in str(records.everything())]
    assert gracia.press("/me/erase", on="/me/erase", remove=remove).location == "/me"
    time.passes(days=7, seconds=1)
    settle_once(app)
    forget_once(app)
    left = records.everything(but=("erasures",))
    assert not [(table, one) for table, rows in left.items() for one in searched if one in str(rows)]
    assert not [one for one in searched if one.encode() in records.files()]


def test_the_download_has_all_of_it(gracia: Owner, records: Records) -> None:
    with zipfile.ZipFile(io.BytesIO(gracia.see("/me/export").data)) as archive:
        whole = archive.read("my-comments.json").decode()
    wanted = {WORDS, NAME, SUBJECT, ADDRESS, "quimby.test", FROM, BROWSER, CAME, f"{WORDS} at first", "moderator"}
    wanted |= {f"{WORDS} as a report"}
    assert not [one for one in wanted if one not in whole]
    assert "Of somebody else" not in whole
    sent = [one["sent_from"] for one in json.loads(whole)["comments"]]
    known = {"address": FROM, "browser": BROWSER, "referrer": CAME}
    assert sent == [known, known, None]  # the last is a guest's with her address: who that was nobody knows
