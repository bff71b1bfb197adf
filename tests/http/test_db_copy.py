"""`rejoinder db copy`: everything comes over, from either store to either, or nothing does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import Run, sentence
from flask_migrate import downgrade, upgrade
from frames import Frame
from records import Records
from sqlalchemy import make_url
from stage import BLOG, running, settings_for
from stores import Databases, PostgresqlDatabases, SqliteFiles

from widget.core import clock
from widget.ops import copying
from widget.sites.actions import add_site
from widget.web.transactions import transaction

Make, Look = Callable[[str], str], Callable[[str], Records]
# Each test uses both stores; the process of the tests that has this file starts the server.
pytestmark = pytest.mark.either_store
WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]
MOMENT = datetime(2026, 3, 12, 1, 2, 3, 456789, tzinfo=UTC)
BROKEN = {
    "sqlite": ["CREATE TRIGGER spoil AFTER INSERT ON comments BEGIN UPDATE comments SET html = 'x'; END"],
    "postgresql": [
        "CREATE FUNCTION spoil() RETURNS trigger AS 'BEGIN NEW.html = NEW.id::text; RETURN NEW; END' LANGUAGE plpgsql",
        "CREATE TRIGGER spoil BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION spoil()",
    ],
}


@pytest.fixture
def stores(databases: Databases, sqlite_files: SqliteFiles, postgresql: PostgresqlDatabases) -> dict[str, Databases]:
    """Both stores, whichever the run is for."""
    return {"sqlite": sqlite_files, "postgresql": postgresql}


@pytest.fixture
def made(stores: dict[str, Databases]) -> Iterator[Make]:
    """A function that makes an empty database."""
    with ExitStack() as urls:

        def make(store: str) -> str:
            url = stores[store].empty()
            urls.callback(stores[store].drop, url)
            return url

        yield make


@pytest.fixture
def seen() -> Iterator[Look]:
    """A function that looks into a database."""
    with ExitStack() as opened:
        yield lambda url: opened.enter_context(closing(Records(url)))


def fill(url: str) -> None:
    """A site with an origin, a thread with two comments, one an answer, and a tombstone."""
    with running(settings_for(url)) as app:
        with app.app_context():
            upgrade()
            with transaction() as store:
                site = add_site(store, name="Blög 🦓", origins=["https://blog.test"], now=MOMENT)
                site.flood_seconds, site.min_seconds, site.approved_before = 0, 0, False
        guest = Frame(app, BLOG)
        asked = guest.post("A question — with “quotes”, \u202etricks and 🦓", website="https://ada.example/").get_json()
        guest.post("An answer", parent=asked["id"])
        guest.delete(guest.post("Regretted").get_json()["id"])


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_everything_comes_over(run: Run, made: Make, seen: Look, source: str, target: str) -> None:
    origin, copy = made(source), made(target)
    run("init", "https://comments.example.org")
    fill(origin)
    before = seen(origin).everything()
    copied = run("db", "copy", origin, copy)
    assert copied.exit_code == 0, copied.output
    assert "comments: 3 rows" in copied.stdout
    assert seen(origin).everything() == before
    if source == target:
        assert seen(copy).everything() == before
    assert {name: seen(copy).count(name) for name in before} == {name: len(rows) for name, rows in before.items()}


@pytest.mark.parametrize(("source", "target"), WAYS[:2])
def test_there_and_back_again_is_the_same(run: Run, made: Make, seen: Look, source: str, target: str) -> None:
    origin, there, back = made(source), made(target), made(source)
    run("init", "https://comments.example.org")
    fill(origin)
    assert [run("db", "copy", *way).exit_code for way in ((origin, there), (there, back))] == [0, 0]
    assert seen(back).everything() == seen(origin).everything()


@pytest.mark.parametrize(("source", "target"), WAYS[:2])
def test_the_copy_is_written_to_as_the_original_was(run: Run, made: Make, source: str, target: str) -> None:
    origin, copy = made(source), made(target)
    run("init", "https://comments.example.org")
    fill(origin)
    run("db", "copy", origin, copy)
    with running(settings_for(copy)) as app:
        guest = Frame(app, BLOG)
        assert "An answer" in guest.read()
        assert guest.post("After the move").status_code == 201
        assert "After the move" in guest.read()
        with app.app_context(), transaction() as store:
            site = add_site(store, name="Another", origins=["https://another.test"], now=clock.now())
            assert site.id == 2


def test_moments_come_over_to_the_microsecond(run: Run, made: Make, seen: Look) -> None:
    origin, copy, back = made("sqlite"), made("postgresql"), made("sqlite")
    run("init", "https://comments.example.org")
    fill(origin)
    run("db", "copy", origin, copy)
    run("db", "copy", copy, back)
    assert seen(copy).query("SELECT created FROM sites") == [(MOMENT,)]
    assert seen(back).query("SELECT created FROM sites") == [("2026-03-12 01:02:03.456789",)]


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_what_is_written_meanwhile_stays_behind(
    run: Run, made: Make, seen: Look, monkeypatch: pytest.MonkeyPatch, source: str, target: str
) -> None:
    origin, copy = made(source), made(target)
    run("init", "https://comments.example.org")
    fill(origin)
    count_rows = copying.count_rows
    with running(settings_for(origin)) as app:

        def write_and_count(connection: copying.Connection) -> dict[str, int]:
            assert Frame(app, BLOG).post("Meanwhile", name="Ada").status_code == 201
            return count_rows(connection)

        monkeypatch.setattr(copying, "count_rows", write_and_count)
        copied = run("db", "copy", origin, copy)
    assert copied.exit_code == 0, copied.output
    assert (seen(origin).count("comments"), seen(copy).count("comments")) == (4, 3)
    assert seen(copy).query("SELECT count FROM threads") == [(2,)]


def test_an_answer_that_is_older_than_its_question_comes_over(run: Run, made: Make, seen: Look) -> None:
    origin, copy = made("sqlite"), made("postgresql")
    run("init", "https://comments.example.org")
    fill(origin)
    seen(origin).change("UPDATE comments SET parent_id = 3, root_id = 2 WHERE id = 1")
    assert run("db", "copy", origin, copy).exit_code == 0
    assert seen(copy).query("SELECT parent_id, root_id FROM comments WHERE id = 1") == [(3, 2)]


@pytest.mark.parametrize(("source", "target"), WAYS[:2])
def test_a_target_that_changes_what_it_gets_is_found_out_and_left_empty(
    run: Run, made: Make, seen: Look, source: str, target: str
) -> None:
    origin, copy = made(source), made(target)
    run("init", "https://comments.example.org")
    fill(origin)
    with running(settings_for(copy)) as app, app.app_context():
        upgrade()
    for statement in BROKEN[target]:
        seen(copy).change(statement)
    failed = run("db", "copy", origin, copy)
    assert (failed.exit_code, "comments" in failed.stderr, "hashes" in failed.stderr) == (1, True, True)
    assert not any(rows for name, rows in seen(copy).everything().items() if name != "alembic_version")


def test_a_nul_that_postgresql_could_not_keep_is_named(run: Run, made: Make, seen: Look) -> None:
    origin, copy = made("sqlite"), made("postgresql")
    run("init", "https://comments.example.org")
    fill(origin)
    seen(origin).change("UPDATE comments SET source = 'a' || char(0) || 'b' WHERE id = 2")
    assert "comments.source of row 2" in sentence(run("db", "copy", origin, copy))
    assert not any(rows for name, rows in seen(copy).everything().items() if name != "alembic_version")
    assert run("db", "copy", origin, made("sqlite")).exit_code == 0


def test_what_is_too_long_for_the_target_is_one_sentence(run: Run, made: Make, seen: Look) -> None:
    origin, copy = made("sqlite"), made("postgresql")
    run("init", "https://comments.example.org")
    fill(origin)
    seen(origin).change("UPDATE sites SET name = ?", "x" * 201)
    assert "sites cannot be copied" in sentence(run("db", "copy", origin, copy))
    assert seen(copy).count("sites") == 0


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_target_with_anything_in_it_is_left_alone(run: Run, made: Make, seen: Look, store: str) -> None:
    origin, full, foreign = made("sqlite"), made(store), made(store)
    run("init", "https://comments.example.org")
    fill(origin)
    fill(full)
    seen(foreign).change("CREATE TABLE recipes (name TEXT)")
    for target, table in ((full, "aliases"), (foreign, "recipes")):
        with seen(target).unchanged(but=()):
            assert table in sentence(run("db", "copy", origin, target))
    assert seen(foreign).tables() == ["recipes"]


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_source_of_another_release_is_refused(run: Run, made: Make, store: str) -> None:
    origin, copy = made(store), made("sqlite")
    run("init", "https://comments.example.org")
    fill(origin)
    with running(settings_for(origin)) as app, app.app_context():
        downgrade(revision="base")
    assert "rejoinder db upgrade" in sentence(run("db", "copy", origin, copy))


def test_a_source_that_is_not_there_is_one_sentence_and_is_not_made(run: Run, tmp_path: Path, made: Make) -> None:
    run("init", "https://comments.example.org")
    missing = make_url(made("postgresql")).set(database="missing").render_as_string(hide_password=False)
    for url in ("sqlite:///missing.sqlite3", "sqlite://", missing):
        assert sentence(run("db", "copy", url, made("sqlite")))
    assert not (tmp_path / "missing.sqlite3").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "oracle://x", "postgresql://host:port/name", ""])
def test_an_url_of_no_store_is_one_sentence(run: Run, made: Make, url: str) -> None:
    run("init", "https://comments.example.org")
    origin = made("sqlite")
    fill(origin)
    assert "FROM" in sentence(run("db", "copy", url, origin))
    assert "TO" in sentence(run("db", "copy", origin, url))


def test_no_password_is_told(run: Run, made: Make) -> None:
    run("init", "https://comments.example.org")
    origin = made("sqlite")
    fill(origin)
    told = sentence(run("db", "copy", origin, "postgresql://ada:opensesame@127.0.0.1:1/name"))
    assert "opensesame" not in told


def test_a_terminal_sees_a_bar(run: Run, made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "https://comments.example.org")
    origin = made("sqlite")
    fill(origin)
    monkeypatch.setattr("widget.cli.database.on_terminal", lambda: True)
    copied = run("db", "copy", origin, made("sqlite"))
    assert (copied.exit_code, "Copying and verifying" in copied.stdout, "rows" in copied.stdout) == (0, True, False)
