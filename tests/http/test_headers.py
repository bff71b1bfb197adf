"""Headers of every route: what is private is kept nowhere, what is public by anybody, and nothing is framed abroad."""

import pytest
from desk import desk_answers
from flask import Flask
from frames import ORIGIN, Frame, cookies_of
from markupsafe import escape
from owners import every_answer
from stage import BLOG
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn

from widget.web.assets import asset

pytestmark = pytest.mark.either_store

Answers = dict[str, TestResponse]
PUBLIC = {
    "GET /threads/ID/comments",
    "GET /threads/ID/version",
    *(f"GET /threads/ID.{kind}" for kind in ("atom", "html", "json")),
    *(f"GET /sites/ID.{kind}" for kind in ("atom", "html")),
    "GET /threads",
    "GET /comments/ID/history",
    "GET /comments/ID/likes",
    "GET /threads/ID/likes",
    "GET /thread",
    "GET /counts",
    "GET /counts.js",
    "GET /rejoinder.js",
    "GET /static",
    "GET /pictures",
    "GET /writing",
    "GET /openapi.json",
}
PLAIN = ("/", "/nothing", "/writing", "/openapi.json", "/markdown", "/privacy", "/signin", "/rejoinder.js")
PRIVATE_CACHE, KEPT = "no-store", "public"


def edits_and_likes(frame: Frame, comment: str) -> Answers:
    """Return one answer of every route that edits and likes, or shows that."""
    source = frame.send("GET", f"/comments/{comment}/source")
    edit = {"body": "Hello again", "stamp": source.get_json()["stamp"]}
    found = {"GET /comments/ID/source": source, "PATCH /comments/ID": frame.act("PATCH", f"/comments/{comment}", edit)}
    for kind, target in (("comments", comment), ("threads", frame.thread)):
        found[f"PUT /{kind}/ID/like"] = frame.act("PUT", f"/{kind}/{target}/like", {"page": BLOG})
        found[f"GET /{kind}/ID/likes"] = frame.send("GET", f"/{kind}/{target}/likes")
        found[f"GET /{kind}/ID/likes (404)"] = frame.send("GET", f"/{kind}/x/likes")
    found["POST /comments/ID/report (403)"] = frame.act("POST", f"/comments/{comment}/report", {"reason": "spam"})
    found["GET /threads/ID/held (403)"] = frame.send("GET", f"/threads/{frame.thread}/held")
    for how, what in (("POST", "decision"), ("DELETE", "decision"), ("PUT", "pin")):
        found[f"{how} /comments/ID/{what} (403)"] = frame.act(how, f"/comments/{comment}/{what}", {})
    found["GET /comments/ID/history"] = frame.send("GET", f"/comments/{comment}/history")
    return found | {"GET /comments/ID/history (404)": frame.send("GET", "/comments/x/history")}


@pytest.fixture
def answers(app: Flask, alice: Frame, guest: Frame, fakes: dict[str, FakeProvider]) -> Answers:
    """One answer of every kind that there is, by what was asked."""
    comment, sign_in = alice.post("Hello").get_json()["id"], SignIn(guest)
    session = f"/session?site={alice.site}"
    asked = {f"GET {path}": path for path in PLAIN}
    asked |= {
        "GET /thread": f"/thread?page={BLOG}",
        "GET /thread (404)": "/thread?page=https://evil.test/",
        "GET /counts": f"/counts?page={BLOG}",
        "GET /counts.js": f"/counts.js?page={BLOG}",
        "GET /static": asset("frame.js"),
        "GET /static (404)": "/static/x/nothing.js",
        "GET /pictures": alice.session()["identity"]["picture"],
        "GET /pictures (404)": "/pictures/x",
        "GET /session": session,
        "GET /session (404)": "/session?site=x",
        "GET /comments": f"/comments/{comment}",
        "GET /comments (404)": "/comments/x",
        "GET /threads/ID/comments": f"/threads/{alice.thread}/comments",
        "GET /threads/ID/comments (404)": "/threads/x/comments",
        "GET /threads/ID/version": f"/threads/{alice.thread}/version",
        **{f"GET /threads/ID.{kind}": f"/threads/{alice.thread}.{kind}" for kind in ("atom", "html", "json")},
        **{f"GET /sites/ID.{kind}": f"/sites/{alice.site}.{kind}" for kind in ("atom", "html")},
        "GET /threads": f"/threads?page={BLOG}",
        "GET /threads (404)": "/threads?page=https://evil.test/",
        "GET /signin/redirect": f"/signin/redirect?id={SignIn(guest, page=BLOG).id}",
        "GET /signin/redirect (404)": "/signin/redirect?id=x",
        "GET /signin/google/callback": "/signin/google/callback?state=x",
        "GET /signin/passkey (404)": "/signin/passkey?state=x",
    }
    found = edits_and_likes(alice, comment) | {name: alice.send("GET", path) for name, path in asked.items()}
    found["POST /threads/ID/comments"] = alice.post("Once more")
    found["POST /threads/ID/comments (422)"] = alice.post(" ")
    found["POST /preview"] = alice.act("POST", "/preview", {"body": "Hello", "page": BLOG})
    found["POST /threads/ID/comments (403)"] = alice.send("POST", f"/threads/{alice.thread}/comments", {})
    found["PUT /session/identity (403)"] = alice.act("PUT", session.replace("?", "/identity?"), {"identity": "x"})
    found["POST /signin/transactions/ID/start"] = sign_in.start()
    found["callback"] = sign_in.come_back()
    fakes["google"].answers_by_post = True
    found["POST /signin/google/callback"] = alice.send("POST", "/signin/google/callback", {"state": "x"})
    logout = "/signin/google/back-channel-logout"
    found[f"POST {logout} (400)"] = alice.send("POST", logout, {})
    found["POST /signin/transactions/ID/claim"] = sign_in.claim()
    found["POST /signin/transactions/ID/bearer"] = sign_in.take_bearer()
    found["DELETE /signin/transactions/ID"] = SignIn(guest).cancel()
    found["DELETE /comments/ID"] = alice.delete(comment)
    found["POST /session/claims"] = alice.act("POST", session.replace("?", "/claims?"))
    found["DELETE /session"] = alice.act("DELETE", session)
    return found | by_passkey(alice) | by_mail(alice) | by_links(alice, comment) | every_answer(app) | desk_answers(app)


def by_passkey(frame: Frame) -> Answers:
    """The answers where there is no sign-in that they belong to."""
    paths = [f"/signin/passkey/{what}" for what in ("answer", "offer", "offer/made", "offer/later")]
    return {f"POST {path} (403)": frame.send("POST", path, {"state": "x"}) for path in paths}


def by_mail(frame: Frame) -> Answers:
    """The answers of a sign-in by mail where there is none: with it they are in test_mail_sign_in.py."""
    asked = [("GET", ""), ("GET", "/link"), ("POST", ""), ("POST", "/code"), ("POST", "/link")]
    return {
        f"{method} /signin/email{path} (404)": frame.send(method, f"/signin/email{path}", {}) for method, path in asked
    }


def by_links(frame: Frame, comment: str) -> Answers:
    """The answers to links in mails that are not ours; what ours lead to is in test_unsubscribing.py."""
    asked = [
        (method, f"/{what}/x") for what in ("subscriptions", "unsubscribe", "decide") for method in ("GET", "POST")
    ]
    asked.append(("PUT", f"/comments/{comment}/subscription"))
    fields = {"action": "confirm", "decision": "spam"}
    return {f"{method} {path} (404)": frame.act(method, path, fields) for method, path in asked}


def test_every_route_is_among_the_answers(app: Flask, answers: Answers) -> None:
    """A route that is added later has to be added here too."""
    reached = {answer.request.path for answer in answers.values()}
    adapter = app.url_map.bind("comments.rejoinder.test")
    hit = set()
    for answer in answers.values():
        if adapter.test(answer.request.path, answer.request.method):
            hit.add(adapter.match(answer.request.path, answer.request.method)[0])
    missing = {rule.endpoint for rule in app.url_map.iter_rules()} - hit - {"transactions.begin"}
    assert reached
    assert missing == set()


def test_no_answer_is_sniffed_or_tells_where_one_was(answers: Answers) -> None:
    for name, answer in answers.items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        assert "Server" not in answer.headers, name


def test_every_answer_has_a_policy_and_only_the_document_may_be_framed(answers: Answers) -> None:
    for name, answer in answers.items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        framed = "https://blog.test" if name == "GET /thread" else "'none'"
        assert f"frame-ancestors {framed}" in policy, name
        assert "unsafe" not in policy, name


def test_no_answer_lets_anything_foreign_be_loaded(answers: Answers) -> None:
    for name, answer in answers.items():
        directives = answer.headers["Content-Security-Policy"].split("; ")
        sources = [one.split()[1:] for one in directives if one.partition(" ")[0].endswith("-src")]
        assert all(one in {"'self'", "'none'"} or one.startswith("'sha256-") for of in sources for one in of), name


def test_what_is_private_is_kept_nowhere_and_what_is_public_may_be(answers: Answers) -> None:
    for name, answer in answers.items():
        expected = KEPT if name in PUBLIC else PRIVATE_CACHE
        assert answer.headers["Cache-Control"].startswith(expected), name
        assert "cookie" not in answer.headers.get("Vary", "").lower() or name not in PUBLIC, name


def test_assets_of_the_present_build_are_kept_for_ever_and_the_loader_is_not(answers: Answers) -> None:
    assert "immutable" in answers["GET /static"].headers["Cache-Control"]
    loader = answers["GET /rejoinder.js"]
    assert "immutable" not in loader.headers["Cache-Control"]
    assert "ETag" in loader.headers
    assert loader.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_asset_of_another_build_is_not_kept_for_ever(guest: Frame) -> None:
    answer = guest.send("GET", "/static/000000000000/frame.js")
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["../config/default.toml", "..%2fwidget%2fcli.py", "%2e%2e/pyproject.toml", "demo/blog.css"]
)
def test_no_other_file_is_served(guest: Frame, path: str) -> None:
    assert guest.send("GET", f"/static/x/{path}").status_code == 404


def test_only_counts_are_open_to_scripts_of_other_origins(answers: Answers) -> None:
    for name, answer in answers.items():
        assert ("Access-Control-Allow-Origin" in answer.headers) == name.startswith("GET /counts"), name


@pytest.mark.parametrize(("path", "is_open"), [("counts/counts.js", True), ("frame.js", False), ("icon.svg", False)])
def test_pages_of_all_sites_import_what_counts_and_nothing_else(guest: Frame, path: str, *, is_open: bool) -> None:
    answer = guest.send("GET", f"/static/x/{path}")
    assert answer.headers.get("Access-Control-Allow-Origin") == ("*" if is_open else None)


def test_every_cookie_is_host_bound_secure_and_out_of_reach_of_scripts(answers: Answers) -> None:
    seen = set()
    for answer in answers.values():
        for name, cookie in cookies_of(answer).items():
            seen.add(name.partition("rejoinder-")[2][:4])
            assert name.startswith("__Host-rejoinder-")
            assert {"secure", "httponly", "path"} <= set(cookie)
            assert (cookie["path"], "domain" in cookie) == ("/", False)
            assert cookie["samesite"] == ("Lax" if name.endswith(("-flow", "-me")) else "None")
            assert ("partitioned" in cookie) == (cookie["samesite"] == "None")
            assert sum(map(len, (name, *cookie, *cookie.values()))) < 4096
    assert len(seen) == 3


def test_flasks_own_session_is_never_used(answers: Answers) -> None:
    assert not [name for answer in answers.values() for name in cookies_of(answer) if not name.startswith("__Host-")]


def test_errors_have_one_shape_by_route_and_never_by_accept(app: Flask, alice: Frame) -> None:
    pages = {"/thread?page=https://evil.test/": 404, "/comments/x": 404, "/signin/google/callback": 400}
    pages |= {"/nothing": 404, "/threads/x/nothing": 404}  # which no route knows
    documents = {"/session?site=x": 404, "/pictures/x": 404, "/threads/x/comments": 404}
    for accept in ("text/html", "application/json", "*/*"):
        for path, status in (pages | documents).items():
            answer = app.test_client().get(path, headers={"Accept": accept}, base_url=ORIGIN)
            expected = "text/html" if path in pages else "application/problem+json"
            assert (answer.status_code, answer.mimetype) == (status, expected), path


def test_an_error_page_says_what_happened_and_echoes_nothing(alice: Frame) -> None:
    for path in ("/thread?page=https://evil.test/zqxj", "/comments/zqxj", "/signin/zqxj/callback?state=zqxj"):
        page = alice.send("GET", path)
        assert "<h1>" in page.text
        assert "zqxj" not in page.text


def test_the_page_at_our_own_address_says_which_two_lines_to_use(guest: Frame) -> None:
    page = guest.send("GET", "/")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "Rejoinder is running here." in page.text
    lines = f'<script async src="{ORIGIN}/rejoinder.js"></script>\n<rejoinder-thread></rejoinder-thread>'
    assert escape(lines) in page.text
    assert 'href="/admin"' in page.text


def test_first_party_pages_bring_an_icon_of_their_own(guest: Frame) -> None:
    for path in ("/", "/signin", "/nothing"):
        icon = (
            guest.send("GET", path).text.partition('<link rel="icon" type="image/svg+xml" href="')[2].partition('"')[0]
        )
        served = guest.send("GET", icon)
        assert (served.status_code, served.mimetype) == (200, "image/svg+xml"), path
