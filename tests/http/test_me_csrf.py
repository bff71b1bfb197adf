"""The forms about oneself act only when they are sent by our own page, to whom it was shown."""

import re

import pytest
from devices import Device, options_of, owner_with
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG
from unsafe import FOREIGN, own_forms
from windows import FakeProvider

from widget.providers.passkey import Passkeys
from widget.web.running import PROVIDERS

pytestmark = pytest.mark.either_store

Fakes = dict[str, FakeProvider]


@pytest.fixture
def ada(app: Flask, fakes: Fakes) -> Owner:
    """Ada, logged in to her own page, with a passkey."""
    app.extensions[PROVIDERS] = {**fakes, "passkey": Passkeys(ORIGIN)}
    return owner_with(app, Device())


@pytest.fixture
def forms(app: Flask, ada: Owner, records: Records) -> list[str]:
    """Every address to which one of her forms could be sent, about what is hers."""
    frame = commenting(app)
    comment = frame.post("Mine").get_json()["id"]
    link = ada.bring("x").rpartition("/")[2]
    ((session,),) = records.query("SELECT public_id FROM sessions")
    ((identity,),) = records.query("SELECT public_id FROM identities WHERE name = 'Ada'")
    ((passkey,),) = records.query("SELECT public_id FROM passkeys")
    ids = {
        "passkey_id": passkey,
        "comment_id": comment,
        "thread_id": frame.thread,
        "transaction_id": link,
        "session_id": session,
        "identity_id": identity,
    }
    rules = [route.partition(" ")[2] for route in sorted(own_forms(app))]
    return [re.sub(r"<(\w+)>", lambda found: ids[found[1]], rule) for rule in rules]


FIELDS = {"provider": "google", "remove": "text"}


def test_every_form_is_among_them(app: Flask, forms: list[str]) -> None:
    assert len(forms) == 19


def test_each_of_them_would_be_taken(ada: Owner, forms: list[str]) -> None:
    """The refusals below are worth something only because this passes."""
    last = ("/me/erase", "/me/erase/cancel", "/me/log-out")
    ordered = sorted(forms, key=lambda form: last.index(form) if form in last else -1)
    fields = FIELDS | {"credential": Device().make(options_of(ada.press("/me/passkeys/new")))}
    fields |= {"stamp": ada.field("stamp", on=forms[0]), "page": BLOG, "idempotency_key": "a-key-of-a-form"}
    fields |= {"as": ada.field("as", on=f"{forms[-1]}?page={BLOG}")}
    statuses = {form: ada.press(form, body=f"By {form}", **fields).status_code for form in ordered}
    unlink = next(form for form in forms if form.endswith("/unlink"))
    assert statuses.pop(unlink) in {303, 409}
    report = next(form for form in forms if form.endswith("/report"))
    assert statuses.pop(report) == 404  # it was deleted by another of these forms: test_reporting.py
    assert statuses.pop("/me/address") == 404  # there is no mail: test_own_address.py
    assert set(statuses.values()) <= {200, 303}, statuses


def test_without_the_token_no_form_does_anything(ada: Owner, forms: list[str], records: Records) -> None:
    for form in forms:
        for token in (None, "", "x", ada.token() + "x"):
            fields = FIELDS | ({"csrf_token": token} if token is not None else {})
            with records.unchanged(but=()):
                refused = ada.send(form, fields)
            assert (refused.status_code, refused.mimetype) == (403, "text/html"), form


@pytest.mark.parametrize("origin", [one for one in FOREIGN if one is not None])
def test_from_another_origin_no_form_does_anything(ada: Owner, forms: list[str], records: Records, origin: str) -> None:
    token = ada.token()
    for form in forms:
        with records.unchanged(but=()):
            assert ada.send(form, FIELDS | {"csrf_token": token}, Origin=origin).status_code == 403, form


def test_a_form_without_an_origin_does_nothing(ada: Owner, forms: list[str], records: Records) -> None:
    for form in forms:
        with records.unchanged(but=()):
            sent = ada.browser.post(form, data=FIELDS | {"csrf_token": ada.token()}, base_url=ORIGIN)
            assert sent.status_code == 403, form


def test_the_tokens_of_others_are_worth_nothing(
    app: Flask, ada: Owner, forms: list[str], records: Records, bob: Frame, guest: Frame
) -> None:
    tokens = [Owner(app).log_in("facebook").token(), Owner(app).token(), Owner(app).log_in().token()]
    tokens += [frame.session()["csrf_token"] for frame in (bob, guest)]
    for form in forms:
        for token in tokens:
            with records.unchanged(but=()):
                assert ada.send(form, FIELDS | {"csrf_token": token}).status_code == 403, form


def test_the_token_in_a_header_is_none(ada: Owner, records: Records) -> None:
    token = ada.token()
    with records.unchanged(but=()):
        assert ada.send("/me/log-out", {}, **{"X-CSRFToken": token}).status_code == 403


def test_the_token_of_a_page_acts_for_no_frame(app: Flask, ada: Owner, alice: Frame, records: Records) -> None:
    with records.unchanged():
        for token in (ada.token(), Owner(app).token()):
            refused = alice.send("DELETE", f"/session?site={alice.site}", **{"X-CSRFToken": token})
            assert refused.status_code == 403


@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
def test_no_form_takes_another_media_type(ada: Owner, forms: list[str], media_type: str) -> None:
    for form in forms:
        headers = {"Origin": ORIGIN, "Content-Type": media_type}
        assert ada.browser.post(form, data=b"a=b", base_url=ORIGIN, headers=headers).status_code == 415, form
