"""The store: nothing acknowledged is lost, nothing erased stays, every rule has a name, migrations make the models."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from frames import Frame
from records import Records
from sqlalchemy import CheckConstraint, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from widget.cli.running import THREADS
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


def schema(app: Flask) -> dict[str, set[tuple[str, str, tuple[str, ...]]]]:
    """Return the rules of each table: kind, name and columns."""
    kinds = {
        "check": "get_check_constraints",
        "foreign": "get_foreign_keys",
        "unique": "get_unique_constraints",
        "index": "get_indexes",
    }
    found: dict[str, set[tuple[str, str, tuple[str, ...]]]] = {}
    with app.app_context():
        inspector = inspect(db.engine)
        for table in inspector.get_table_names():
            primary = inspector.get_pk_constraint(table)
            rules = found[table] = {("primary", str(primary["name"]), tuple(primary["constrained_columns"]))}
            for kind, reflect in kinds.items():
                for rule in getattr(inspector, reflect)(table):
                    columns = rule.get("column_names") or rule.get("constrained_columns") or ()
                    rules.add((kind, str(rule["name"]), tuple(columns)))
    return found


def test_each_thread_can_have_a_connection_while_all_others_do(app: Flask) -> None:
    with app.app_context(), ExitStack() as held:
        for _ in range(THREADS + 1):  # one more asks whether what is ready is still fresh
            held.enter_context(db.engine.connect())


def test_there_is_one_migration_head(app: Flask) -> None:
    with app.app_context():
        directory = app.extensions["migrate"].directory
    assert len(ScriptDirectory(directory).get_heads()) == 1


def test_migrations_make_exactly_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_every_check_of_the_models(app: Flask) -> None:
    """Autogenerate does not compare these."""
    made = schema(app)
    for table in Base.metadata.tables.values():
        checks = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert {name for kind, name, _ in made[table.name] if kind == "check"} == checks


def test_every_constraint_and_index_has_a_name(app: Flask) -> None:
    for table in Base.metadata.tables.values():
        assert all(one.name for one in table.constraints), table.name
        assert all(one.name for one in table.indexes), table.name
    for table, rules in schema(app).items():
        unnamed = {rule for rule in rules if not re.match(r"(pk|uq|ck|fk|ix)_", rule[1])}
        assert table == "alembic_version" or not unnamed


def test_the_promised_rules_of_uniqueness_are_there(app: Flask) -> None:
    made = schema(app)
    for table, rules in UNIQUE.items():
        assert rules <= {", ".join(columns) for kind, _, columns in made[table] if kind == "unique"}, table


def test_every_table_of_the_first_migration_is_there(records: Records) -> None:
    promised = set(UNIQUE) | {"accounts", "audit", "pictures", "transactions"}
    assert promised <= set(records.tables())


def test_what_is_not_sent_yet_is_not_written_yet(app: Flask, records: Records) -> None:
    assert records.count("outbox") == records.count("audit") == 0


def test_migrations_lead_back_and_forth(app: Flask, records: Records) -> None:
    before = schema(app)
    with app.app_context():
        downgrade(revision="base")
        assert set(records.tables()) <= {"alembic_version"}
        upgrade()
    assert schema(app) == before


def test_an_index_serves_the_order_of_comments(app: Flask) -> None:
    assert ("index", "ix_comments_keyset", ("thread_id", "created", "id")) in schema(app)["comments"]


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
