"""How the store finds what it is asked for: by an index, never by looking at everything."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from crowd import crowd
from desk import seated
from flask import Flask
from frames import Frame
from likes import like
from notified import look_after
from records import Records
from sqlalchemy import Connection, event
from stage import BLOG
from windows import FakeProvider

from widget.comments.queries import Authorship, comment_by_id, count_guests, guests_with, some_of
from widget.config.retention import RETENTION
from widget.core import clock
from widget.extensions import db
from widget.notifications.actions import check_ceilings, put_in_outbox, take_due
from widget.notifications.consent import confirm_wish
from widget.notifications.delivery import send_next
from widget.notifications.queries import has_done, is_due, last_sends
from widget.notifications.subscribing import subscribe
from widget.notifications.webhooks import add_hook
from widget.ops.forgetting import forget_addresses, forget_networks, forget_rejected
from widget.people.queries import has_old_address
from widget.people.role_models import Role
from widget.sites.queries import all_sites, site_of_page
from widget.web.transactions import transaction

# the few rows of an installation, and what is read whole because it is asked for whole
SMALL = {"sites", "site_origins", "alembic_version", "screening_notices"}
Statement = tuple[str, Any]


@pytest.fixture
def statements(app: Flask) -> Iterator[list[Statement]]:
    """Every statement that is executed, with its parameters."""
    seen: list[Statement] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_more: object) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b", statement):
            seen.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def scanned(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """Return what a plan reads from end to end."""
    if connection.dialect.name == "sqlite":
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        found = [step for step in plan if re.match(r"SCAN (?!CONSTANT ROW)", step)]
        return [step for step in found if step.split()[1] not in SMALL | {"above", "below"} and "anon" not in step]
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
    found = [match[1] for step in plan if (match := re.search(r"Seq Scan on (\w+)", step))]
    return [table for table in found if table not in SMALL]


def assert_indexed(app: Flask, statements: list[Statement]) -> None:
    """Explain what was executed and refuse every full scan."""
    assert statements
    asked = list(statements)
    with app.app_context(), db.engine.connect() as connection:
        for statement, parameters in asked:
            assert not scanned(connection, statement, parameters), statement


def test_reading_scans_nothing(app: Flask, guest: Frame, statements: list[Statement]) -> None:
    root = crowd(app, 60)[0]
    middle = crowd(app, 3, to=root)[1]
    statements.clear()
    listing = f"/threads/{guest.thread}/comments"
    paths = [f"/thread?page={BLOG}&order={order}" for order in ("oldest", "newest", "liked")]
    paths += [f"{listing}?{mark}={root}" for mark in ("after", "before", "root", "around")]
    paths += [f"{listing}?root={root}&after={middle}", f"{listing}?around={middle}", f"{listing}?since=5"]
    paths += [f"{listing}?order={order}&after={root}" for order in ("newest", "liked")]
    paths += [f"/threads/{guest.thread}/version", f"/counts?page={BLOG}&page={BLOG}/x", f"/comments/{middle}"]
    paths += [f"/threads/{guest.thread}.{kind}" for kind in ("atom", "html", "json")]
    paths += [f"/sites/{guest.site}.{kind}" for kind in ("atom", "html")] + [f"/threads?page={BLOG}"]
    for path in paths:
        assert guest.send("GET", path).status_code in {200, 303}, path
    assert_indexed(app, statements)


def test_spreading_news_scans_nothing(
    app: Flask, alice: Frame, guest: Frame, statements: list[Statement], records: Records
) -> None:
    root = crowd(app, 60)[0]
    look_after(app)
    with app.app_context(), transaction() as store:
        site, comment = site_of_page(store, BLOG), comment_by_id(store, root)
        assert site
        assert comment
        add_hook(store, site, "https://hooks.example/", (), clock.now())
        confirm_wish(store, subscribe(store, comment, "grace@example.org", "en", clock.now(), whole=True), clock.now())
    statements.clear()
    like(alice, guest.post("An answer", parent=root, email="henry@example.org").get_json()["id"])
    with app.app_context():
        assert [send_next(), send_next()] == ["news", "news"]
        last_sends(db.session(), site_id=1)
    assert len(records.query("SELECT DISTINCT kind FROM outbox")) == 5
    assert_indexed(app, statements)


def test_writing_scans_nothing(app: Flask, alice: Frame, guest: Frame, statements: list[Statement]) -> None:
    crowd(app, 5)
    with app.app_context(), transaction() as store:
        for site in all_sites(store):
            site.hourly_limit = site.minute_limit = 100
    statements.clear()
    root = alice.post("A question").get_json()["id"]
    answer = guest.post("An answer", parent=root).get_json()["id"]
    guest.delete(answer)
    alice.delete(root)
    assert_indexed(app, statements)


def test_forgetting_in_time_scans_nothing(app: Flask, guest: Frame, statements: list[Statement]) -> None:
    guest.post()
    crowd(app, 5)
    statements.clear()
    steps = (forget_addresses, forget_networks, forget_rejected)
    with app.app_context(), transaction() as store:
        assert sum(step(store, RETENTION, clock.now() + timedelta(days=40)) for step in steps) == 7
    assert_indexed(app, statements)


def test_sending_and_proving_an_address_scan_nothing(app: Flask, guest: Frame, statements: list[Statement]) -> None:
    crowd(app, 5)
    statements.clear()
    now = clock.now()
    with app.app_context(), transaction() as store:
        check_ceilings(store, "r", "n", now)
        put_in_outbox(store, event="e", kind="k", subject="s", recipient="r", network="n", now=now)
        assert is_due(store, now)
        assert take_due(store, now)
        assert not has_done(store, now)
        assert not has_old_address(store, now)
        assert len(list(guests_with(store, ["grace@example.org"], limit=3))) <= 3
        assert count_guests(store, ["grace@example.org"]) <= 5
        some_of(store, Authorship((1,), ("grace@example.org",)))
    assert_indexed(app, statements)


@pytest.mark.parametrize("status", ["held", "spam", "trash", "published"])
def test_the_queue_scans_nothing(
    app: Flask, fakes: dict[str, FakeProvider], guest: Frame, statements: list[Statement], status: str
) -> None:
    desk, posted = seated(app), crowd(app, 30)
    desk.batch("spam", *posted[:3], status="published")
    statements.clear()
    for query in ("", f"&after={posted[9]}", f"&author={posted[9]}", f"&thread={guest.thread}", "&q=grace"):
        assert desk.see(f"{desk.path}/comments?status={status}{query}").status_code == 200
    assert_indexed(app, statements)


def test_deciding_banning_and_the_log_scan_nothing(
    app: Flask, fakes: dict[str, FakeProvider], guest: Frame, statements: list[Statement]
) -> None:
    desk, posted = seated(app), crowd(app, 5)
    statements.clear()
    desk.undo(desk.batch("trash", *posted, status="published"))
    fields = {"comment": posted[0], "kind": "address", "days": "1"}
    assert desk.press(f"{desk.path}/bans", on=f"{desk.path}/bans/new?comment={posted[0]}", **fields).status_code == 303
    for path in (f"{desk.path}/bans", f"{desk.path}/audit", f"{desk.path}/audit?what=bans", "/admin"):
        assert desk.see(path).status_code == 200
    assert guest.session()["allowed"]["guest"] is None
    assert_indexed(app, statements)


def test_an_owners_pages_scan_nothing(
    app: Flask, fakes: dict[str, FakeProvider], guest: Frame, statements: list[Statement]
) -> None:
    desk = seated(app, role=Role.OWNER)
    guest.post("Hello")
    crowd(app, 5)
    statements.clear()
    one = f"/threads/{guest.thread}"
    pages = ("", "/threads", f"/threads?after={guest.thread}", "/threads?q=post", one, f"{one}/merge?to={guest.thread}")
    pages += ("/settings", "/staff", "/providers", "/outbox", "/audit?day=2026-01-01", "/webhooks/x")
    for page in pages:
        assert desk.see(f"{desk.path}{page}").status_code in {200, 404, 422}, page
    assert_indexed(app, statements)


def test_a_full_queue_takes_as_many_statements_as_an_empty_one(
    app: Flask, fakes: dict[str, FakeProvider], statements: list[Statement]
) -> None:
    desk = seated(app)

    def taken(status: str) -> int:
        statements.clear()
        desk.queue(status)
        return len(statements)

    crowd(app, 1)
    few = taken("published")
    crowd(app, 24)
    assert taken("published") == few


def test_a_long_thread_takes_as_many_statements_as_a_short_one(
    app: Flask, guest: Frame, statements: list[Statement]
) -> None:
    def taken() -> int:
        statements.clear()
        assert guest.document().status_code == 200
        return len(statements)

    crowd(app, 3)
    crowd(app, 1, to=crowd(app, 1)[0])
    short = taken()
    crowd(app, 300, to=crowd(app, 90)[7])
    assert taken() == short


def test_editing_and_liking_scan_nothing(
    app: Flask, alice: Frame, bob: Frame, guest: Frame, statements: list[Statement]
) -> None:
    crowd(app, 5)
    statements.clear()
    comment = alice.post("A question").get_json()["id"]
    stamp = alice.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert alice.act("PATCH", f"/comments/{comment}", {"body": "Another", "stamp": stamp}).status_code == 200
    for path in (f"/comments/{comment}/like", f"/threads/{bob.thread}/like"):
        assert bob.act("PUT", path, {"page": BLOG}).status_code == 200
    assert len(bob.session()["likes"]) == 2
    paths = [f"/thread?page={BLOG}", f"/comments/{comment}/history", f"/comments/{comment}/likes"]
    for path in (*paths, f"/threads/{bob.thread}/likes"):
        assert guest.send("GET", path).status_code == 200
    assert bob.act("DELETE", f"/comments/{comment}/like").status_code == 200
    assert_indexed(app, statements)


def test_many_liked_comments_take_as_many_statements_as_one(
    app: Flask, alice: Frame, guest: Frame, statements: list[Statement]
) -> None:
    def taken(comments: list[str]) -> int:
        for comment in comments:
            assert alice.act("PUT", f"/comments/{comment}/like").status_code == 200
        statements.clear()
        assert guest.document().status_code == 200
        return len(statements)

    posted = crowd(app, 30)
    assert taken(posted[:1]) == taken(posted[1:])


def test_a_page_full_of_liked_comments_can_be_drawn(app: Flask, guest: Frame, records: Records) -> None:
    crowd(app, 240, to=crowd(app, 60)[0])
    records.change("UPDATE comments SET likes = 1")
    assert guest.document().text.count("1 blogger likes this.") == 200
