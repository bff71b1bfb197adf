"""Bad input gets a clear error and changes nothing; what may be said is shown as words, never run."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from refusals import refused, send_raw
from stage import BLOG

from widget.extensions import Base

SHAPES = ["[]", '["body"]', "5", "null", "true", '"text"', "", "{", "{'body': 'x'}", '{"body": "x"', "NaN", "[{}]"]
SHAPES += ["[" * 100_000, '{"a":' * 50_000, '{"body": ' + "1" * 5000 + "}"]
VALUES: list[Any] = [5, 1.5, True, None, ["text"], {"text": "x"}, [[["x"]]], [], {}]
FIELDS = ["body", "parent", "as", "name", "email", "website", "page", "key", "idempotency_key"]
UNSTORABLE = ["\0", "a\0b", "\ud800", "\udfff\ud800", "x\udc80y"]
KEYS = [
    "",
    "short12",
    "x" * 65,
    "with space in it",
    "ünïcödé-key",
    "semi;colon;here",
    "new\nline-key",
    "dots.are.not.ok",
]


@pytest.mark.parametrize("raw", SHAPES, ids=range(len(SHAPES)))
def test_json_that_is_no_object_is_malformed(guest: Frame, records: Records, raw: str) -> None:
    with records.unchanged():
        answer = send_raw(guest, raw.encode())
    assert answer.status_code in ({400} if raw else {400, 404}), answer.text[:300]


@pytest.mark.parametrize("field", FIELDS)
def test_json_values_that_are_no_strings_are_malformed(guest: Frame, records: Records, field: str) -> None:
    for value in VALUES:
        with records.unchanged():
            answer = send_raw(guest, json.dumps({"page": BLOG, "body": "x", "as": "guest"} | {field: value}).encode())
        refused(answer, 400, "malformed")


@pytest.mark.parametrize("text", UNSTORABLE)
@pytest.mark.parametrize("field", FIELDS)
def test_nul_and_lone_surrogates_are_malformed(guest: Frame, records: Records, field: str, text: str) -> None:
    with records.unchanged():
        refused(guest.post(**{field if field != "as" else "as_": f"x{text}"}), 400, "malformed")


def test_json_that_is_not_utf_8_is_malformed(guest: Frame, records: Records) -> None:
    with records.unchanged():
        for raw in (b'{"body": "\xff"}', b'{"body": "\xed\xa0\x80"}', b"\xff\xfe", b'{"b\xe9": "x"}'):
            refused(send_raw(guest, raw), 400, "malformed")


def test_a_form_that_is_not_utf_8_is_malformed(guest: Frame, records: Records) -> None:
    form = "application/x-www-form-urlencoded"
    with records.unchanged():
        for raw in (b"body=%ff", b"body=%ed%a0%80", b"body=\xe9", b"body=%00", b"body=a%00b", b"b%ff=x"):
            refused(send_raw(guest, raw, form), 400, "malformed")


def test_a_form_of_too_many_fields_is_told_so(guest: Frame, records: Records) -> None:
    form = "application/x-www-form-urlencoded"
    with records.unchanged():
        for most, sentence in ((50, "UTF-8"), (51, "A form may have at most 50 fields."), (2000, "at most 50 fields")):
            raw = b"&".join([b"a%d=1" % number for number in range(most - 1)] + [b"body=%ff"])
            assert sentence in refused(send_raw(guest, raw, form), 400, "malformed")["detail"]


def test_no_text_is_asked_for_at_the_field(guest: Frame, records: Records) -> None:
    for text in (" ", "\n\t \r\n", "\u00a0\u2003"):
        with records.unchanged():
            assert refused(guest.post(text), 422, "invalid")["errors"] == {"body": ["Please enter a comment"]}


def test_what_a_guest_left_out_is_asked_for_at_each_field(guest: Frame, alice: Frame, records: Records) -> None:
    with records.unchanged():
        errors = refused(guest.post(" ", name=" ", email=""), 422, "invalid")["errors"]
    assert errors == {
        "body": ["Please enter a comment"],
        "name": ["Please enter your name here"],
        "email": ["Please enter your email address here"],
    }
    assert alice.post("No more is asked of her").status_code == 201


def test_a_text_may_have_65525_bytes_and_not_one_more(alice: Frame, records: Records) -> None:
    assert alice.post("a" * 65_525).status_code == 201
    assert alice.post("é" * 32_762 + "a").status_code == 201
    with records.unchanged():
        for text in ("a" * 65_526, "é" * 32_763, "\U0001f600" * 16_382):
            assert set(refused(alice.post(text), 422, "invalid")["errors"]) == {"body"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a" * 65_526, "its last character does not fit."),
        ("a" * 65_530, "its last 5 characters do not fit."),
        ("é" * 33_000, "its last 238 characters do not fit."),
        ("\U0001f600" * 16_382, "its last character does not fit."),
    ],
)
def test_a_text_that_is_too_long_is_told_by_how_many_characters(alice: Frame, text: str, sentence: str) -> None:
    errors = refused(alice.post(text), 422, "invalid")["errors"]
    assert errors == {"body": [f"This is too long: {sentence}"]}
    over = int(re.sub(r"\D", "", sentence) or 1)
    assert alice.post(text[:-over]).status_code == 201


@pytest.mark.parametrize(("field", "most", "filler"), [("name", 245, "n"), ("email", 254, "e"), ("website", 2000, "w")])
def test_other_fields_have_limits_too(guest: Frame, records: Records, field: str, most: int, filler: str) -> None:
    frames = {"name": ("", ""), "email": ("a@", ".example"), "website": ("https://w.example/", "")}
    before, after = frames[field]
    fits = before + filler * (most - len(before + after)) + after
    assert guest.post(**{field: fits}).status_code == 201
    with records.unchanged():
        errors = refused(guest.post(**{field: before + filler + fits.removeprefix(before)}), 422, "invalid")["errors"]
    assert list(errors) == [field]


def test_a_body_over_the_servers_limit_is_too_large(app: Flask, guest: Frame, records: Records) -> None:
    size = app.config["MAX_CONTENT_LENGTH"]
    assert size >= 6 * 65_525
    with records.unchanged():
        refused(send_raw(guest, b'{"body": "' + b"a" * size + b'"}'), 413, "too-large")
        refused(send_raw(guest, b"body=" + b"a" * size, "application/x-www-form-urlencoded"), 413, "too-large")


def test_the_longest_text_fits_however_it_is_escaped(alice: Frame) -> None:
    session = alice.session()
    sent = {"page": BLOG, "as": session["identity"]["id"], "idempotency_key": "the-longest-text"}
    escaped = json.dumps(sent)[:-1] + ', "body": "' + "\\u0061" * 65_525 + '"}'
    assert send_raw(alice, escaped.encode()).status_code == 201


def test_an_unknown_thread_is_not_found(alice: Frame, records: Records) -> None:
    for thread in ("00000000000000000000", "x", alice.thread[:-1], alice.thread + "0"):
        alice.thread = thread
        with records.unchanged():
            refused(alice.act("POST", f"/threads/{thread}/comments", {"page": BLOG}), 404, "not-found")


def test_page_and_thread_must_belong_together(alice: Frame, stranger: Frame, records: Records) -> None:
    pages = [f"{BLOG}-two", stranger.page, "https://evil.test/", "", "javascript:alert(1)", "https://blog.test"]
    for page in pages:
        with records.unchanged():
            refused(alice.post(page=page), 404, "not-found")
    with records.unchanged():
        refused(alice.post(key="another-key"), 404, "not-found")


def test_a_page_that_was_never_opened_cannot_be_given_the_thread_of_another(alice: Frame, records: Records) -> None:
    alice.post("First")
    with records.unchanged():
        refused(alice.post(page=f"{BLOG}/other"), 404, "not-found")
    assert records.count("aliases") == 1


def test_a_reply_to_nothing_is_not_found(alice: Frame, records: Records) -> None:
    for parent in ("00000000000000000000", "x", "1", "' OR 1=1 --"):
        with records.unchanged():
            refused(alice.post(parent=parent), 404, "not-found")


def test_as_must_name_who_the_session_is(alice: Frame, bob: Frame, guest: Frame, records: Records) -> None:
    bobs = bob.session()["identity"]["id"]
    for frame, shown in ((alice, bobs), (alice, "guest"), (guest, bobs), (alice, "00000000000000000000")):
        with records.unchanged():
            refused(frame.post("Text", name="G", email="g@example.org", as_=shown), 409, "identity-changed")


def test_without_as_nothing_is_posted(alice: Frame, guest: Frame, records: Records) -> None:
    for frame in (alice, guest):
        with records.unchanged():
            refused(frame.post(as_=""), 400, "malformed")


@pytest.mark.parametrize("key", KEYS)
def test_a_malformed_idempotency_key_is_refused(alice: Frame, records: Records, key: str) -> None:
    with records.unchanged():
        refused(alice.post(idempotency_key=key), 400, "malformed")


def test_a_key_used_for_another_text_is_refused(alice: Frame, bob: Frame, records: Records) -> None:
    alice.post("The first text", idempotency_key="used-already")
    with records.unchanged():
        refused(alice.post("Another text", idempotency_key="used-already"), 422, "key-reused")
        refused(bob.post("The first text", idempotency_key="used-already"), 422, "key-reused")


def test_a_key_used_for_another_parent_is_refused(alice: Frame, records: Records) -> None:
    first = alice.post("First").get_json()["id"]
    alice.post("Same text", idempotency_key="used-already")
    with records.unchanged():
        refused(alice.post("Same text", parent=first, idempotency_key="used-already"), 422, "key-reused")


def test_a_guest_who_changed_the_details_has_another_comment(guest: Frame, records: Records) -> None:
    guest.post("Text", idempotency_key="used-already")
    for change in ({"name": "Somebody"}, {"email": "else@example.org"}, {"website": "https://a.example"}):
        with records.unchanged():
            refused(guest.post("Text", idempotency_key="used-already", **change), 422, "key-reused")


@pytest.mark.parametrize("length", [3000, 200_000])
def test_an_owners_key_that_the_store_cannot_hold_is_refused(app: Flask, records: Records, length: int) -> None:
    document = app.test_client().get(f"/thread?page={BLOG}", base_url=ORIGIN).text
    assert "data-thread" in document
    with records.unchanged():
        frame = Frame(app, BLOG, key="k" * 10)
        answer = frame.post(key="k" * length)
    assert answer.status_code in {400, 404, 422}


def test_nothing_kept_is_longer_than_its_column(app: Flask, records: Records) -> None:
    """SQLite would not mind; another store would answer with a server error."""
    Frame(app, f"https://blog.test/{'é' * 1900}").post("On a page with a long address")
    Frame(app, f"https://blog.test/?q={'é' * 1900}").post("On a page with a long query")
    Frame(app, BLOG, key="ß" * 500).post("Under a long key")
    for table in Base.metadata.tables.values():
        for column in table.columns:
            most = getattr(column.type, "length", None)
            longest = records.query(f"SELECT max(length({column.name})) FROM {table.name}") if most else [(0,)]
            assert (longest[0][0] or 0) <= (most or 0), f"{table.name}.{column.name}"


def test_an_unknown_field_is_ignored(alice: Frame) -> None:
    assert alice.post("Text", status="trash", author="Bob", identity_id="1", created="1970-01-01").status_code == 201
    assert 'data-author="Alice"' in alice.document().text


@pytest.mark.parametrize("provider", ["", "github", "GOOGLE", "../google", "\0"])
def test_an_unknown_provider_begins_nothing(alice: Frame, records: Records, provider: str) -> None:
    sent = {"provider": provider, "site": alice.site, "mode": "signin"}
    with records.unchanged():
        assert alice.act("POST", "/signin/transactions", sent).status_code in {400, 404}


def test_an_unknown_site_or_mode_begins_nothing(alice: Frame, fakes: object, records: Records) -> None:
    for change in ({"site": "x"}, {"site": ""}, {"mode": "link"}, {"mode": ""}, {"mode": "SIGNIN"}):
        sent = {"provider": "google", "site": alice.site, "mode": "signin"} | change
        with records.unchanged():
            assert alice.act("POST", "/signin/transactions", sent).status_code in {400, 404}


def test_an_address_that_no_route_knows_is_a_page_for_people(guest: Frame) -> None:
    for headers in ({}, {"Accept": "application/json"}):
        answer = guest.send("GET", "/nothing/here", **headers)
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "There is nothing here" in answer.text
    for method in ("POST", "PUT", "DELETE"):
        refused(guest.act(method, "/nothing/here", {}), 404, "not-found")


def test_a_route_of_the_api_speaks_json_to_everybody(guest: Frame) -> None:
    for path in ("/session?site=x", "/threads/x/comments", "/pictures/x"):
        refused(guest.send("GET", path, Accept="text/html"), 404, "not-found")


def test_a_method_that_is_not_there_says_which_are(alice: Frame) -> None:
    answer = alice.send("PATCH", "/session")
    assert answer.status_code == 405
    assert {"GET", "DELETE"} <= set(answer.headers["Allow"].replace(" ", "").split(","))
    assert answer.mimetype == "application/problem+json"
