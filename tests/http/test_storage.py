"""The store: nothing acknowledged is lost, nothing erased stays, every rule has a name, migrations make the models."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from frames import Frame
from records import Records
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from widget.core import clock
from widget.extensions import Base, Store, UtcDateTime, db
from widget.sites.actions import OriginRefused, add_site
from widget.sites.models import Site, SiteOrigin
from widget.web.transactions import transaction

UNIQUE = {
    "aliases": {"site_id, key"},
    "comments": {"public_id", "import_system, import_id"},
    "erasures": {"kind, subject"},
    "idempotency": {"thread_id, key"},
    "identities": {"public_id", "issuer, subject"},
    "likes": {"identity_id, comment_id", "identity_id, thread_id"},
    "outbox": {"event"},
    "revisions": {"comment_id, number"},
    "session_identities": {"session_id, identity_id"},
    "sessions": {"public_id", "token_hash"},
    "site_origins": {"origin"},
    "sites": {"public_id"},
    "threads": {"public_id"},
}
REFUSED = [
    [],
    ["new.test"],
    ["https://blog.test"],
    ["https://BLOG.test/"],
    ["https://new.test/path"],
    ["https://new.test?x"],
    ["https://new.test#x"],
    ["https://u@new.test"],
    ["https://*.test"],
    ["https://new.test 'self'"],
    ["https://new.test; script-src *"],
    ["https://a.test", "javascript:x"],
    [f"https://{number}.test" for number in range(51)],
]


def schema(records: Records) -> dict[str, str]:
    """Return the SQL that made each table."""
    return dict(records.query("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"))


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_every_connection_keeps_the_promises(app: Flask, pragma: str, expected: object) -> None:
    with app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        found = [connection.execute(text(f"PRAGMA {pragma}")).scalar() for connection in connections]
        for connection in connections:
            connection.close()
    assert found == [expected] * 3


def test_a_busy_store_is_waited_for(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert (connection.execute(text("PRAGMA busy_timeout")).scalar() or 0) >= 5000


def test_there_is_one_migration_head(app: Flask) -> None:
    with app.app_context():
        directory = app.extensions["migrate"].directory
    assert len(ScriptDirectory(directory).get_heads()) == 1


def test_migrations_make_exactly_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_every_check_of_the_models(records: Records) -> None:
    """Autogenerate does not compare these."""
    made = schema(records)
    for table in Base.metadata.tables.values():
        checks = [str(one.name) for one in table.constraints if one.__visit_name__ == "check_constraint"]
        assert not [name for name in checks if f"CONSTRAINT {name} CHECK" not in made[table.name]]


def test_every_constraint_and_index_has_a_name(records: Records) -> None:
    for table in Base.metadata.tables.values():
        assert all(one.name for one in table.constraints), table.name
        assert all(one.name for one in table.indexes), table.name
    for name, sql in schema(records).items():
        rules = re.findall(r"(?:CONSTRAINT (\w+) )?\b(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b", sql)
        assert name == "alembic_version" or all(named for named, _ in rules), sql


def test_the_promised_rules_of_uniqueness_are_there(records: Records) -> None:
    made = schema(records)
    for table, rules in UNIQUE.items():
        found = {columns.replace('"', "") for columns in re.findall(r"UNIQUE \(([^)]+)\)", made[table])}
        assert rules <= found, table


def test_every_table_of_the_first_migration_is_there(records: Records) -> None:
    promised = set(UNIQUE) | {"accounts", "audit", "pictures", "transactions"}
    assert promised <= set(records.tables())


def test_what_is_not_sent_yet_is_not_written_yet(app: Flask, records: Records) -> None:
    assert records.count("outbox") == records.count("audit") == 0


def test_migrations_lead_back_and_forth(database: Path, app: Flask, records: Records) -> None:
    with app.app_context():
        before = schema(records)
        downgrade(revision="base")
        assert set(records.tables()) <= {"alembic_version"}
        upgrade()
        assert schema(records) == before


def test_an_index_serves_the_order_of_comments(records: Records) -> None:
    sql = [sql for (sql,) in records.query("SELECT sql FROM sqlite_master WHERE type = 'index'") if sql]
    assert [one for one in sql if re.search(r"ON comments \(thread_id, created, id\)", one)]


def test_a_naive_moment_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(StatementError, match="aware"), transaction() as store:
        add_site(store, name="New", origins=["https://new.test"], now=datetime(2026, 3, 12, 10, 0))  # noqa: DTZ001


def test_a_moment_comes_back_aware_and_the_same(app: Flask) -> None:
    east = datetime(2026, 3, 12, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with app.app_context():
        with transaction() as store:
            add_site(store, name="New", origins=["https://new.test"], now=east)
        db.session.expire_all()
        found = db.session.scalar(select(Site.created).where(Site.name == "New"))
    assert found == east
    assert found.tzinfo is UTC


def test_every_moment_of_every_table_is_of_that_kind() -> None:
    kinds = {
        f"{table.name}.{column.name}": type(column.type)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "DateTime" in type(column.type).__name__
    }
    assert set(kinds.values()) == {UtcDateTime}
    assert len(kinds) > 15


def test_a_broken_rule_leaves_nothing_behind(app: Flask, records: Records) -> None:
    def break_a_rule(store: Store) -> None:
        site = add_site(store, name="New", origins=["https://new.test"], now=clock.now())
        store.add(SiteOrigin(site_id=site.id, origin="https://blog.test"))

    with app.app_context(), records.unchanged(but=()), pytest.raises(IntegrityError), transaction() as store:
        break_a_rule(store)


def test_a_row_without_its_owner_is_refused(app: Flask, records: Records) -> None:
    with app.app_context(), records.unchanged(but=()), pytest.raises(IntegrityError), transaction() as store:
        store.add(SiteOrigin(site_id=99, origin="https://orphan.test"))


def test_a_site_goes_with_all_that_is_its_own(app: Flask, alice: Frame, records: Records) -> None:
    alice.post(parent=alice.post().get_json()["id"])
    with app.app_context(), transaction() as store:
        store.execute(text("DELETE FROM sites WHERE public_id = :site"), {"site": alice.site})
    own = ("site_origins", "threads", "aliases", "comments", "idempotency", "sessions", "session_identities")
    assert [records.count(table) for table in own] == [1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("origins", REFUSED)
def test_an_origin_that_could_not_frame_or_is_taken_is_refused(
    app: Flask, records: Records, origins: list[str]
) -> None:
    with app.app_context(), records.unchanged(but=()), pytest.raises(OriginRefused), transaction() as store:
        add_site(store, name="New", origins=origins, now=clock.now())
