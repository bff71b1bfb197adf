"""The public document: the same bytes for everybody, named by versions, and nothing of the reader in it."""

import base64
import gzip
import hashlib
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from sqlalchemy import event
from stage import BLOG
from werkzeug.test import TestResponse

from widget.extensions import db

UNREGISTERED = [
    "",
    "//blog.test",
    "blog.test/a",
    "https:blog.test",
    "http://blog.test/a-post",
    "https://evil.test/",
    "https://blog.test:8443/",
    "https://www.blog.test/",
    "https://blog.test.evil.test/",
    "https://blog.test@evil.test/",
    "https://blog.test\\@evil.test/",
    "https://evil.test/https://blog.test",
    "javascript:alert(1)",
    "data:text/html,x",
]


def ask(app: Flask, query: str = f"page={BLOG}", **headers: str) -> TestResponse:
    """Ask as a browser that has never been here."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(f"/thread?{query}", headers=named, base_url=ORIGIN)


@pytest.fixture
def written(app: Flask) -> list[str]:
    """Every statement that writes, from here on."""
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_more: object) -> None:
        if statement.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return statements


def test_two_signed_in_readers_and_an_anonymous_one_get_the_same_bytes(alice: Frame, bob: Frame, guest: Frame) -> None:
    alice.post("For everybody")
    guest.post("From a guest")
    for frame in (alice, bob):
        frame.session()
    answers = [frame.document() for frame in (alice, bob, guest)]
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_no_cookie_is_set_and_none_is_varied_on(alice: Frame) -> None:
    for answer in (alice.document(), alice.send("GET", f"/counts?page={BLOG}"), alice.send("GET", "/rejoinder.js")):
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("Vary", "").lower()


def test_nothing_private_is_in_it(alice: Frame) -> None:
    session = alice.session()
    html = alice.document().text
    assert session["csrf_token"] not in html
    assert session["identity"]["id"] not in html
    assert "csrf" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_it_may_be_kept_but_is_always_asked_for_again(app: Flask) -> None:
    answer = ask(app)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_etag_is_strong_and_names_version_revision_build_variant_and_coding(app: Flask) -> None:
    value, weak = ask(app).get_etag()
    assert not weak
    version, revision, build, variant, coding = str(value).split(".")
    assert (version, revision, variant, coding) == ("0", "1", "oldest-en-auto", "identity")
    assert re.fullmatch(r"[0-9a-f]{8,}", build)


def test_who_has_it_already_gets_304_and_no_body(app: Flask) -> None:
    first = ask(app)
    again = ask(app, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert "Set-Cookie" not in again.headers


def test_a_proxy_that_weakened_the_etag_still_gets_304(app: Flask) -> None:
    """RFC 9110, 13.1.2: If-None-Match compares weakly; nginx weakens the validator of what it compresses."""
    etag = ask(app).headers["ETag"]
    assert ask(app, If_None_Match=f"W/{etag}").status_code == 304
    assert ask(app, If_None_Match=f'"other", {etag}').status_code == 304
    assert ask(app, If_None_Match='"other"').status_code == 200


def test_each_coding_has_an_etag_of_its_own(app: Flask) -> None:
    plain = ask(app)
    for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = ask(app, Accept_Encoding=coding)
        assert packed.headers["Content-Encoding"] == coding
        assert unpack(packed.data) == plain.data
        assert packed.get_etag()[0] == str(plain.get_etag()[0]).replace("identity", coding)
    assert "Content-Encoding" not in plain.headers
    assert ask(app, Accept_Encoding="gzip", If_None_Match=plain.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br;q=0, *;q=0", "zstd"])
def test_who_cannot_unpack_gets_it_plain(app: Flask, accepted: str) -> None:
    assert "Content-Encoding" not in ask(app, Accept_Encoding=accepted).headers


def test_brotli_comes_first(app: Flask) -> None:
    assert ask(app, Accept_Encoding="gzip, deflate, br, zstd").headers["Content-Encoding"] == "br"


def test_the_same_version_has_the_same_packed_bytes(app: Flask) -> None:
    assert ask(app, Accept_Encoding="gzip").data == ask(app, Accept_Encoding="gzip").data


def test_a_post_a_delete_and_a_setting_change_the_etag(alice: Frame, records: Records) -> None:
    seen = [alice.document().headers["ETag"]]
    comment = alice.post().get_json()["id"]
    seen.append(alice.document().headers["ETag"])
    alice.delete(comment)
    seen.append(alice.document().headers["ETag"])
    records.change("UPDATE sites SET heading = 'Say something', revision = revision + 1")
    seen.append(alice.document().headers["ETag"])
    assert len(set(seen)) == len(seen)
    assert "Say something" in alice.document().text


def test_a_refused_comment_changes_no_etag(alice: Frame) -> None:
    before = alice.document().headers["ETag"]
    assert alice.post(" ").status_code == 422
    assert alice.document().headers["ETag"] == before


def test_what_the_writer_sees_after_the_201_everybody_sees(alice: Frame, app: Flask) -> None:
    stale = ask(app).headers["ETag"]
    alice.post("Fresh")
    answer = ask(app, If_None_Match=stale)
    assert (answer.status_code, "Fresh" in answer.text) == (200, True)


def test_an_unknown_page_has_a_stable_id_and_no_row(app: Flask, records: Records) -> None:
    with records.unchanged(but=()):
        threads = {Frame(app, f"{BLOG}/never-seen").thread for _ in range(3)}
    assert len(threads) == 1
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{20}", threads.pop())
    assert records.count("threads") == 0


def test_the_same_path_on_two_sites_is_two_threads(guest: Frame, stranger: Frame) -> None:
    assert guest.thread != stranger.thread
    assert guest.site != stranger.site


@pytest.mark.parametrize("page", UNREGISTERED)
def test_an_origin_that_no_site_allows_gets_404_and_frames_nothing(app: Flask, page: str) -> None:
    answer = app.test_client().get("/thread", query_string={"page": page}, base_url=ORIGIN)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "data-thread" not in answer.text


def test_the_frame_may_stand_on_the_sites_own_origins_alone(app: Flask, records: Records) -> None:
    records.change("INSERT INTO site_origins (site_id, origin) VALUES (1, 'https://www.blog.test')")
    policy = ask(app).headers["Content-Security-Policy"]
    assert "frame-ancestors https://blog.test https://www.blog.test;" in policy
    assert "other.test" not in policy
    assert "X-Frame-Options" not in ask(app).headers


def test_the_policy_is_as_strict_as_promised(app: Flask) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in ask(app).headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    for name in ("script-src", "connect-src", "img-src", "font-src", "form-action"):
        assert policy[name] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in str(policy)
    assert "nonce" not in str(policy)


def test_the_one_inline_style_is_the_one_that_the_policy_names(app: Flask) -> None:
    answer = ask(app)
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    named = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert len(styles) == 1
    assert f"style-src 'sha256-{named}'" in answer.headers["Content-Security-Policy"]
    assert len(styles[0]) > 1000


def test_no_script_stands_in_it_and_all_come_from_here(app: Flask) -> None:
    html = ask(app).text
    for attributes, content in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert 'type="application/json"' in attributes or (not content and 'src="/static/' in attributes)
    assert not re.search(r"\s(style|on\w+)=", re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("name", ["order", "lang", "theme", "page", "key", "other"])
def test_nothing_of_the_query_is_echoed(app: Flask, name: str) -> None:
    query = {"page": f"{BLOG}?mark=zqxj", "order": "oldest"} | {name: "zqxj\"'><b>"}
    if name == "page":
        query["page"] = f"{BLOG}/zqxj\"'><b>"
    answer = app.test_client().get("/thread", query_string=query, base_url=ORIGIN)
    assert answer.status_code == 200
    assert "zqxj" not in answer.text
    assert "zqxj" not in str(answer.headers)


def test_an_unknown_value_falls_to_the_default(app: Flask) -> None:
    usual = ask(app)
    for query in ("order=best", "theme=pink", "lang=xx", "lang=../../etc", "order=NEWEST", "order=newest%00"):
        assert ask(app, f"page={BLOG}&{query}").data == usual.data


def test_each_known_value_is_a_variant(app: Flask) -> None:
    queries = ["order=newest", "order=liked", "theme=dark", "theme=light"]
    answers = [ask(app), *(ask(app, f"page={BLOG}&{query}") for query in queries)]
    assert len({answer.headers["ETag"] for answer in answers}) == len(answers)
    assert 'data-theme="dark"' in ask(app, f"page={BLOG}&theme=dark").text


def test_the_order_changes_the_roots(alice: Frame) -> None:
    ids = [alice.post(text).get_json()["id"] for text in ("First", "Second")]
    for order, expected in (("oldest", ids), ("newest", ids[::-1])):
        html = alice.send("GET", f"/thread?page={BLOG}&order={order}").text
        assert re.findall(r'data-comment="(\w+)"', html) == expected


def test_no_public_get_writes(
    alice: Frame, app: Flask, written: list[str], records: Records, signed_in: Callable[..., Frame]
) -> None:
    comment, picture = alice.post().get_json()["id"], alice.session()["identity"]["picture"]
    written.clear()
    paths = [f"/thread?page={BLOG}", "/thread?page=https://evil.test", f"/counts?page={BLOG}/unknown", picture]
    paths += [f"/counts.js?page={BLOG}", "/rejoinder.js", "/signin", f"/comments/{comment}", "/static/x/frame/main.js"]
    with records.unchanged(but=()):
        for path in paths:
            alice.send("GET", path)
            app.test_client().get(path, base_url=ORIGIN, buffered=True)
    assert written == []


def test_held_spam_and_trash_are_nobodys_to_read(alice: Frame, records: Records) -> None:
    for status in ("held", "spam", "trash"):
        alice.post(f"This is {status}")
        hidden = "UPDATE comments SET status = ?, shown = false WHERE source = ?"
        records.change(hidden, status, f"This is {status}")
    assert "This is" not in alice.document().text


def test_times_are_absolute_and_machine_readable(alice: Frame) -> None:
    alice.post()
    html = alice.document().text
    moment = re.search(r'<time\s+dir="auto" datetime="([^"]+)">([^<]+)</time>', html)
    assert moment
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", moment[1])
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", moment[2])


def test_a_head_request_has_the_headers_and_no_body(app: Flask) -> None:
    answer = app.test_client().head(f"/thread?page={BLOG}", base_url=ORIGIN)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == ask(app).headers["ETag"]
