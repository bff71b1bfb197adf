"""Bad input gets a clear error and changes nothing; what may be said is shown as words, never run."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from markupsafe import escape
from records import Records
from stage import BLOG
from werkzeug.test import TestResponse

from widget.extensions import Base

SHAPES = ["[]", '["body"]', "5", "null", "true", '"text"', "", "{", "{'body': 'x'}", '{"body": "x"', "NaN", "[{}]"]
SHAPES += ["[" * 100_000, '{"a":' * 50_000, '{"body": ' + "1" * 5000 + "}"]
VALUES: list[Any] = [5, 1.5, True, None, ["text"], {"text": "x"}, [[["x"]]], [], {}]
FIELDS = ["body", "parent", "as", "name", "email", "website", "page", "key", "idempotency_key"]
UNSTORABLE = ["\0", "a\0b", "\ud800", "\udfff\ud800", "x\udc80y"]
SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</article></main><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style><iframe src=//evil.test>",
    "\"'><b onmouseover=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "javascript:alert(1) data:text/html,x vbscript:x",
    'https://ok.example/"onmouseover=alert(1)//',
]
WEBSITES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
]
WEBSITES += [
    "vbscript:x",
    "file:///etc/passwd",
    "//",
    "https://",
    "http:// spaced.example",
    "mailto:a@b.example",
    "ftp://a.example",
]
WEBSITES += ["https://user@evil.example", "\\\\evil", "https://a.example\\@b.example", 'https://a.example/"onclick=x y']
ADDRESSES = [
    "grace",
    "grace@",
    "@example.org",
    "gr ace@example.org",
    "grace@example",
    "a@b@c.example",
    "a@b..c",
    "a,b@c.org",
]
ADDRESSES += ["grace@example.org\nBcc: x@example.org", "<grace@example.org>"]
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


def send_raw(frame: Frame, raw: bytes, media_type: str = "application/json") -> TestResponse:
    """Post bytes where a comment is expected."""
    headers = {"Origin": ORIGIN, "X-CSRFToken": frame.session()["csrf_token"], "Content-Type": media_type}
    return frame.browser.post(f"/threads/{frame.thread}/comments", data=raw, headers=headers, base_url=ORIGIN)


def refused(answer: TestResponse, status: int, kind: str) -> dict[str, Any]:
    """Assert that an answer is this refusal, in the one shape of all errors; return it."""
    problem: dict[str, Any] = answer.get_json(force=True)
    assert (answer.status_code, problem["type"]) == (status, kind), answer.text[:500]
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status
    assert problem["detail"]
    assert answer.headers["Cache-Control"] == "no-store"
    return problem


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
        refused(send_raw(guest, b"&".join(b"a%d=1" % n for n in range(2000)), form), 400, "malformed")


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


def inert(html: str) -> None:
    """Assert that nothing in an article could run, style or load."""
    for tag, attributes in re.findall(r"<([a-z][a-z0-9]*)\b([^>]*)>", html):
        assert tag in {
            "article",
            "div",
            "p",
            "br",
            "a",
            "bdi",
            "span",
            "svg",
            "use",
            "img",
            "time",
            "button",
            "ol",
            "li",
        }
        bare = re.sub(r'"[^"]*"', '""', attributes)
        assert not re.search(r"\b(on\w+|style|srcdoc|formaction)\s*=", bare), attributes
        for address in re.findall(r'(?:href|src)="([^"]*)"', attributes):
            assert re.match(r"https?://|/(comments|pictures)/|#|mailto:", address), address


@pytest.mark.parametrize("text", SCRIPTS)
def test_markup_in_a_text_is_shown_and_not_run(guest: Frame, text: str) -> None:
    html = guest.post(text).get_json()["html"]
    inert(html)
    assert "<script" not in html
    assert re.sub(r"<[^>]+>", "", html.partition('class="said"')[2].partition("</div>")[0]).strip()


def test_an_address_in_a_text_is_a_link_that_says_a_visitor_made_it(guest: Frame) -> None:
    html = guest.post("See https://ok.example/a?b=1&c=2 and www.ok.example.").get_json()["html"]
    links = re.findall(r"<a [^>]*>", html.partition('class="said"')[2].partition("</div>")[0])
    assert links
    for link in links:
        assert re.search(r'href="https?://', link)
        assert {"nofollow", "ugc", "noopener"} <= set(re.search(r'rel="([^"]*)"', link)[1].split())  # type: ignore[index]
        assert 'target="_blank"' in link


@pytest.mark.parametrize("name", SCRIPTS)
def test_markup_in_a_name_is_shown_and_not_run(guest: Frame, name: str) -> None:
    html = guest.post("Hello", name=name).get_json()["html"]
    inert(html)
    assert f'data-author="{escape(name)}"' in html
    document = guest.document().text
    inert(document.partition("data-comments>")[2].partition("</ol>")[0])
    assert "<b onmouseover" not in document


@pytest.mark.parametrize("website", WEBSITES)
def test_a_website_that_could_run_is_refused(guest: Frame, records: Records, website: str) -> None:
    with records.unchanged():
        errors = refused(guest.post(website=website), 422, "invalid")["errors"]
    assert list(errors) == ["website"]


@pytest.mark.parametrize("website", ["https://grace.example", "grace.example", "http://grace.example/?a=1&b=2", ""])
def test_a_website_is_a_link_that_search_engines_do_not_follow(guest: Frame, website: str) -> None:
    html = guest.post(website=website).get_json()["html"]
    inert(html)
    link = re.search(r'<a class="name"[^>]*>', html)
    assert bool(link) == bool(website)
    if link:
        assert 'href="http' in link[0]
        assert "nofollow" in link[0]
        assert "noopener" in link[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_refused_at_its_field(guest: Frame, records: Records, address: str) -> None:
    with records.unchanged():
        errors = refused(guest.post(email=address), 422, "invalid")["errors"]
    assert errors == {"email": ["Invalid email address"]}


def test_an_address_is_never_made_public(guest: Frame, alice: Frame) -> None:
    posted = guest.post("Hello", email="only-for-the-owner@example.org")
    texts = [posted.text, guest.document().text, alice.send("GET", f"/session?site={alice.site}").text]
    assert not [text for text in texts if "only-for-the-owner" in text]


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


def test_a_method_that_is_not_there_says_which_are(alice: Frame) -> None:
    answer = alice.send("PATCH", "/session")
    assert answer.status_code == 405
    assert {"GET", "DELETE"} <= set(answer.headers["Allow"].replace(" ", "").split(","))
    assert answer.mimetype == "application/problem+json"
