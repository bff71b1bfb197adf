"""Answers that are given without Flask: never an old one, made once for all readers, bounded in memory."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from crowd import crowd
from flask import Flask, request
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG, Time, settings_for
from werkzeug.test import EnvironBuilder, TestResponse

from widget import create_app
from widget.extensions import db
from widget.reading import document
from widget.reading.fast import FastLayer
from widget.web.shelf import SHELF, Shelf


def ask(app: Flask, query: str = f"page={BLOG}", method: str = "GET", **headers: str) -> TestResponse:
    return app.test_client().open(f"/thread?{query}", method=method, headers=headers, base_url=ORIGIN)


def shelf_of(app: Flask, most_bytes: int) -> Shelf:
    """Give the application another shelf, of that size, instead of its own."""
    shelf = app.extensions[SHELF] = Shelf(app.extensions[SHELF].watch, most_bytes)
    counted: Any = app.wsgi_app  # the count of requests that tests stand in front; behind it is the layer
    counted.application = FastLayer(counted.application.__self__._app, shelf).answer
    return shelf


@pytest.fixture
def twin(app: Flask, database: Path) -> Iterator[Flask]:
    """Another process, as good as: a second application over the same store."""
    twin = create_app(settings_for(database))
    yield twin
    with twin.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The page of every document that is made."""
    pages: list[str] = []
    make: Callable[..., Any] = document.make_document

    def note(store: Any, address: Any, *more: Any) -> Any:
        pages.append(address.page)
        return make(store, address, *more)

    monkeypatch.setattr(document, "make_document", note)
    return pages


@pytest.fixture
def flask_asked(app: Flask) -> list[str]:
    """The path of every request that reaches Flask."""
    seen: list[str] = []
    app.before_request(lambda: seen.append(request.path))
    return seen


def test_the_second_reader_does_not_reach_flask(app: Flask, flask_asked: list[str]) -> None:
    first = ask(app)
    assert len(flask_asked) == 1
    again = ask(app)
    assert len(flask_asked) == 1
    assert (again.data, list(again.headers)) == (first.data, list(first.headers))
    assert ask(app, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(flask_asked) == 1


def test_what_is_ready_goes_out_in_one_piece(app: Flask) -> None:
    """A server that gets a list need not ask for one part after the other."""
    ask(app)
    environ = EnvironBuilder(f"/thread?page={BLOG}", base_url=ORIGIN).get_environ()
    assert isinstance(app.wsgi_app(environ, lambda *_: None), list)


def test_head_has_the_headers_alone(app: Flask) -> None:
    whole = ask(app)
    head = ask(app, method="HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert list(head.headers) == list(whole.headers)


def test_every_post_is_seen_by_the_next_reader_of_every_process(app: Flask, twin: Flask, alice: Frame) -> None:
    for number in range(5):
        ask(app), ask(twin)
        alice.post(f"Word number {number}")
        for process in (app, twin):
            assert f"Word number {number}" in ask(process).text
            assert process.test_client().get(f"/counts?page={BLOG}").get_json() == {"counts": [number + 1]}


def test_a_setting_is_seen_at_once_in_every_process(app: Flask, twin: Flask, records: Records) -> None:
    for process in (app, twin):
        assert "Leave a Reply" in ask(process).text
    records.change("UPDATE sites SET heading = 'Say it', revision = revision + 1")
    for process in (app, twin):
        assert "Say it" in ask(process).text


def test_writing_elsewhere_makes_nothing_anew(app: Flask, made: list[str]) -> None:
    ask(app)
    crowd(app, 3, page=f"{BLOG}/another")
    ask(app)
    assert made == [BLOG]


def test_a_storm_of_readers_makes_a_document_once(app: Flask, alice: Frame, made: list[str]) -> None:
    ask(app)
    alice.post("Fresh")
    made.clear()
    start, texts = threading.Barrier(8), []

    def read() -> None:
        start.wait()
        texts.append(ask(app).text)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert made == [BLOG]
    assert len(set(texts)) == 1
    assert "Fresh" in texts[0]


def test_a_thread_that_closes_by_itself_is_shown_closed(app: Flask, alice: Frame, records: Records, time: Time) -> None:
    alice.post()
    records.change("UPDATE threads SET closes = ?", str(time.now.replace(tzinfo=None, microsecond=0)))
    time.passes(minutes=-5)
    assert "Comments are closed." not in alice.document().text
    time.passes(minutes=6)
    assert "Comments are closed." in alice.document().text


def test_queries_that_mean_the_same_share_one_document(app: Flask, made: list[str]) -> None:
    for query in (f"page={BLOG}", f"page={BLOG}&order=oldest", f"page={BLOG}/&theme=auto&utm_source=x"):
        assert ask(app, query).status_code == 200
    assert made == [BLOG]


def test_memory_is_bounded_and_what_nobody_asks_for_goes_first(app: Flask) -> None:
    room = 300_000
    shelf = shelf_of(app, room)
    kept = f"page={BLOG}/kept"
    for number in range(60):
        ask(app, f"page={BLOG}/{number}")
        ask(app, kept)
    assert shelf.taken <= room
    assert shelf.find("/thread", kept)
    assert not shelf.find("/thread", f"page={BLOG}/0")


def test_asking_in_ever_new_ways_takes_no_more_memory(app: Flask, made: list[str]) -> None:
    shelf: Shelf = app.extensions[SHELF]
    for number in range(1000, 1100):
        ask(app, f"page={BLOG}&fbclid={number}")
    before = shelf.taken
    for number in range(1100, 1300):
        ask(app, f"page={BLOG}&fbclid={number}")
    assert made == [BLOG]
    assert shelf.taken == before
    assert shelf.find("/thread", f"page={BLOG}&fbclid=1299")
    assert not shelf.find("/thread", f"page={BLOG}&fbclid=1000")


def test_a_long_question_is_ready_the_second_time_too(app: Flask) -> None:
    query = f"page={BLOG}/{'a-long-name-' * 120}"
    assert ask(app, query).status_code == 200
    assert app.extensions[SHELF].find("/thread", query)


def test_what_is_found_by_its_name_alone_has_been_asked_for_too(app: Flask, made: list[str]) -> None:
    shelf_of(app, 300_000)
    kept = f"page={BLOG}/kept&more={'y' * 4200}"
    for number in range(60):
        ask(app, f"page={BLOG}/{number}")
        ask(app, kept)
    assert made.count(f"{BLOG}/kept") == 1


def test_an_answer_larger_than_the_shelf_is_given_all_the_same(app: Flask) -> None:
    shelf_of(app, 100)
    assert ask(app).status_code == 200
    assert ask(app).status_code == 200


def test_an_escaped_question_mark_is_another_target(app: Flask) -> None:
    assert ask(app).status_code == 200
    answer = app.test_client().get(f"/thread%3Fpage={BLOG}", base_url=ORIGIN)
    assert answer.status_code == 404


def test_errors_are_never_kept(app: Flask, records: Records) -> None:
    assert ask(app, "page=https://new.test/a").status_code == 404
    records.change("INSERT INTO site_origins (site_id, origin) VALUES (1, 'https://new.test')")
    assert ask(app, "page=https://new.test/a").status_code == 200


def test_a_site_that_loses_an_origin_is_shown_there_no_more(app: Flask, records: Records) -> None:
    assert ask(app).status_code == 200
    records.change("DELETE FROM site_origins WHERE origin = 'https://blog.test'")
    records.change("UPDATE sites SET revision = revision + 1")
    assert ask(app).status_code == 404
