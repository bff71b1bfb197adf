"""Titles and dates come from the page itself: read once, through the guarded fetcher, and remembered when it fails."""

from collections.abc import Iterator

import pytest
from flask import Flask
from frames import Frame
from loopback import Server, serving
from records import Records
from stage import Time, running, settings_for
from werkzeug.wrappers import Request, Response

from widget.cli.housekeeping import read_once
from widget.core.urls import origin_of

PAGE = '<title>A post</title><meta property="article:published_time" content="2026-03-12">'
ANSWERS: dict[str, Response] = {
    "/picture": Response(b"x", mimetype="image/png"),
    "/gone": Response(status=404),
    "/large": Response(b"<title>A post</title>" + b" " * 1024 * 1024, mimetype="text/html"),
}


def answer(request: Request) -> Response:
    if request.path == "/elsewhere":
        port = request.server[1]  # type: ignore[index]  # it came by a real server
        return Response(status=302, headers={"Location": f"http://other.localhost:{port}/a-post"})
    return ANSWERS.get(request.path) or Response(PAGE, mimetype="text/html")


@pytest.fixture
def blog() -> Iterator[Server]:
    """A blog on this machine."""
    with serving(answer) as server:
        yield server


@pytest.fixture
def app(database: str, blog: Server, records: Records) -> Iterator[Flask]:
    """The application of a site at the blog's address, which may fetch from this machine."""
    records.change("UPDATE site_origins SET origin = ? WHERE origin = 'https://blog.test'", str(origin_of(blog.url)))
    with running(settings_for(database, outgoing_allow_loopback="true")) as app:
        yield app


def post(app: Flask, blog: Server, path: str = "/a-post") -> Frame:
    frame = Frame(app, blog.url + path)
    assert frame.post().status_code == 201
    return frame


def kept(records: Records) -> list[tuple[object, ...]]:
    return records.query("SELECT title, CAST(published AS TEXT), page_failures FROM threads")


def test_a_page_is_read_once_and_readers_get_what_it_says(app: Flask, blog: Server, records: Records) -> None:
    frame = post(app, blog)
    before = frame.document().headers["ETag"]
    for _ in range(2):
        read_once(app)
        read_once(app, again=True)
    assert blog.requests == [f"{blog.url}/a-post"]
    ((title, published, failures),) = kept(records)
    assert (title, str(published)[:10], failures) == ("A post", "2026-03-12", 0)
    assert frame.send("GET", f"/threads?page={frame.page}").get_json()["title"] == "A post"
    assert frame.document().headers["ETag"] != before


def test_a_thread_whose_page_is_old_closes_once_it_was_read(app: Flask, blog: Server, records: Records) -> None:
    frame = post(app, blog)
    records.change("UPDATE sites SET close_days = 14, revision = revision + 1")
    assert "data-form" in frame.document().text
    read_once(app)
    assert "data-form" not in frame.document().text


def test_a_week_later_it_is_read_again_where_somebody_has_written(app: Flask, blog: Server, time: Time) -> None:
    frame = post(app, blog)
    read_once(app)
    time.passes(days=8)
    read_once(app, again=True)
    assert len(blog.requests) == 1
    frame.post()
    read_once(app, again=True)
    assert len(blog.requests) == 2


@pytest.mark.parametrize("path", ["/elsewhere", "/picture", "/gone", "/large"])
def test_what_cannot_be_read_is_remembered_and_given_up(
    app: Flask, blog: Server, records: Records, time: Time, path: str
) -> None:
    post(app, blog, path)
    read_once(app)
    assert kept(records) == [(None, None, 1)]
    for _ in range(10):
        time.passes(days=8)
        read_once(app, again=True)
    assert kept(records) == [(None, None, 5)]
    assert blog.requests.count(blog.url + path) == 5


@pytest.mark.parametrize(
    ("href", "kept_as"),
    [
        ("/the-post?utm_source=x#top", "/the-post"),
        ("https://elsewhere.example/a-post", None),
        ("//[", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_address_that_a_page_names_is_kept_where_it_is_of_the_site(
    app: Flask, blog: Server, records: Records, monkeypatch: pytest.MonkeyPatch, href: str, kept_as: str | None
) -> None:
    page = Response(f'<link rel="Canonical nofollow" href="{href}"><link rel=canonical href=/2>', mimetype="text/html")
    monkeypatch.setitem(ANSWERS, "/a-post", page)
    frame = post(app, blog)
    before = frame.document().headers["ETag"]
    read_once(app)
    assert records.query("SELECT canonical FROM threads") == [(kept_as and blog.url + kept_as,)]
    assert frame.document().headers["ETag"] == before


def test_nothing_of_our_own_network_is_read(database: str, blog: Server, records: Records) -> None:
    records.change("UPDATE site_origins SET origin = ? WHERE origin = 'https://blog.test'", str(origin_of(blog.url)))
    with running(settings_for(database)) as strict:
        post(strict, blog)
        read_once(strict)
    assert (blog.requests, kept(records)) == ([], [(None, None, 1)])


def test_a_page_that_has_moved_meanwhile_keeps_nothing_of_the_old_one(
    app: Flask, blog: Server, records: Records
) -> None:
    post(app, blog)

    def moving(_: Request) -> Response:
        records.change("UPDATE threads SET page = page || '-moved'")
        return Response(PAGE, mimetype="text/html")

    with serving(moving) as other:
        records.change("UPDATE threads SET page = ?", f"{other.url}/a-post")
        records.change("UPDATE site_origins SET origin = ? WHERE origin = ?", other.url, blog.url)
        read_once(app)
    assert kept(records) == [(None, None, 0)]
