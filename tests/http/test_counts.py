"""Counters: as many numbers as were asked for, in their order, for anybody."""

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG
from werkzeug.test import TestResponse


def ask(app: Flask, *pages: str, keys: tuple[str, ...] = (), path: str = "/counts", **headers: str) -> TestResponse:
    """Ask for the counts of pages as a host page does."""
    query = [("page", page) for page in pages] + [("key", key) for key in keys]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, query_string=query, headers=named, base_url=ORIGIN)  # type: ignore[arg-type]


def test_counts_come_in_the_order_asked(app: Flask, alice: Frame) -> None:
    other = Frame(app, f"{BLOG}-two", browser=alice.browser)
    for frame, number in ((alice, 3), (other, 1)):
        for _ in range(number):
            frame.post()
    assert ask(app, BLOG, other.page).get_json() == {"counts": [3, 1]}
    assert ask(app, other.page, f"{BLOG}-three", BLOG, other.page).get_json() == {"counts": [1, 0, 3, 1]}


def test_what_is_unknown_has_none(app: Flask) -> None:
    pages = [BLOG, "https://evil.test/", "", "javascript:alert(1)", "x" * 5000, "\0"]
    assert ask(app, *pages).get_json() == {"counts": [0] * len(pages)}
    assert ask(app).get_json() == {"counts": []}


def test_the_same_page_in_another_spelling_is_the_same_page(app: Flask, alice: Frame) -> None:
    alice.post()
    assert ask(app, f"{BLOG}/?utm_source=x#here").get_json() == {"counts": [1]}


def test_replies_count_and_deleted_ones_do_not(app: Flask, alice: Frame, bob: Frame, records: Records) -> None:
    root = alice.post().get_json()["id"]
    bob.post(parent=root)
    assert ask(app, BLOG).get_json() == {"counts": [2]}
    alice.delete(root)
    assert ask(app, BLOG).get_json() == {"counts": [1]}


def test_one_page_gives_the_site_for_own_keys(app: Flask, alice: Frame) -> None:
    keyed = Frame(app, BLOG, key="post-7", browser=alice.browser)
    keyed.post()
    assert ask(app, "https://blog.test/anything", keys=("post-7", "post-8")).get_json() == {"counts": [1, 0]}
    assert ask(app, "https://other.test/", keys=("post-7",)).get_json() == {"counts": [0]}


def test_a_key_is_no_page(app: Flask, alice: Frame) -> None:
    alice.post()
    assert ask(app, BLOG, keys=("blog.test/a-post", "page:blog.test/a-post")).get_json() == {"counts": [0, 0]}


def test_twenty_at_once_and_no_more(app: Flask) -> None:
    pages = [f"{BLOG}/{number}" for number in range(21)]
    assert len(ask(app, *pages[:20]).get_json()["counts"]) == 20
    assert ask(app, *pages).status_code == 400
    assert ask(app, *pages, path="/counts.js").status_code == 400
    assert ask(app, BLOG, keys=tuple(pages)).status_code == 400


def test_the_script_tells_its_own_element_alone(app: Flask, alice: Frame) -> None:
    alice.post()
    script = ask(app, BLOG, f"{BLOG}-two", path="/counts.js")
    assert script.text.rstrip(";\n").replace(" ", "") == "document.currentScript.counts=[1,0]"
    assert script.mimetype == "text/javascript"
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/counts", "/counts.js"])
def test_any_page_may_ask_and_nobody_is_recognised(alice: Frame, path: str) -> None:
    answer = alice.send("GET", f"{path}?page={BLOG}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", ["/counts", "/counts.js"])
def test_who_has_them_already_gets_304_until_they_change(app: Flask, alice: Frame, path: str) -> None:
    etag = ask(app, BLOG, path=path).headers["ETag"]
    again = ask(app, BLOG, path=path, If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    alice.post()
    assert ask(app, BLOG, path=path, If_None_Match=etag).status_code == 200


def test_nothing_asked_is_echoed(app: Flask) -> None:
    for path in ("/counts", "/counts.js"):
        assert "zqxj" not in ask(app, "https://blog.test/zqxj</script>", keys=("zqxj",), path=path).text
