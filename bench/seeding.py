"""Rejoinder's own data from the seed, by plain inserts: the one place that knows the columns of its tables."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, insert, select

from bench.seedtext import SEED, SeedComment, comments_of, roots_of
from bench.targets.contract import Page
from widget.comments.models import AuthorKind, Comment
from widget.core import ids, markup
from widget.core.statuses import Status
from widget.core.urls import thread_id, thread_key
from widget.extensions import Base
from widget.sites.models import Site, SiteOrigin
from widget.threads.models import Alias, Thread

SECRET = "bench-" * 8  # the server's secret key
SITE_SECRET = "bench-site-" * 3
SITE = ids.encode(b"bench-site--")
BATCH = 5_000
Row = dict[str, Any]


def seed(store: str, blog: str, pages: list[Page]) -> None:
    """Fill the migrated, empty database at a SQLAlchemy URL with a site and the comments of its pages."""
    engine = create_engine(store)
    draw = random.Random(SEED)
    first = 1  # the id of the next comment
    with engine.begin() as connection:
        _add_site(connection, blog)
        for number, page in enumerate(pages, start=1):
            comments = list(comments_of(page.path, page.comments))
            _insert(connection, Thread, thread_rows(number, blog, page))
            _insert(connection, Alias, alias_rows(number, blog, page))
            _insert(connection, Comment, comment_rows(number, first, comments, draw))
            first += page.comments
        if engine.dialect.name == "postgresql":
            _move_sequences(connection)
    engine.dispose()


def thread_rows(number: int, blog: str, page: Page) -> Iterator[Row]:
    """Yield the thread of a page."""
    yield {
        "id": number,
        "public_id": thread_id(SITE_SECRET, thread_key(blog + page.path, None)),
        "site_id": 1,
        "page": blog + page.path,
        "version": page.comments,
        "activity": page.comments,
        "count": page.comments,
        "likes": 0,
        "created": datetime(2026, 1, 1, tzinfo=UTC),
    }


def alias_rows(number: int, blog: str, page: Page) -> Iterator[Row]:
    """Yield the key that leads to the thread of a page."""
    yield {"site_id": 1, "key": thread_key(blog + page.path, None), "thread_id": number}


def comment_rows(thread: int, first: int, comments: list[SeedComment], draw: random.Random) -> Iterator[Row]:
    """Yield the rows of a page's comments; ids count from `first`, public ids come from `draw`."""
    roots = roots_of(comments)
    below = Counter(roots.values())
    for comment in comments:
        above, root = comment.parent, roots[comment.number]
        created = datetime.fromtimestamp(comment.created, UTC)
        yield {
            "id": first + comment.number - 1,
            "public_id": ids.encode(draw.randbytes(12)),
            "thread_id": thread,
            "parent_id": first + above - 1 if above else None,
            "root_id": first + root - 1 if root else None,
            "depth": comment.depth,
            "status": Status.PUBLISHED,
            "author_kind": AuthorKind.GUEST,
            "guest_name": comment.name,
            "guest_email": comment.email,
            "source": comment.text,
            "html": str(markup.render(comment.text)),
            "renderer": markup.RENDERER,
            "likes": 0,
            "shown": True,
            "replies": below[comment.number],
            "changed": comment.number,
            "created": created,
        }


def _add_site(connection: Connection, blog: str) -> None:
    site = {"id": 1, "public_id": SITE, "name": "Benchmark", "secret": SITE_SECRET}
    site |= dict.fromkeys(("flood_seconds", "min_seconds", "hourly_limit", "minute_limit"), 0) | {
        "approved_before": False
    }
    _insert(connection, Site, iter([site | {"created": datetime(2026, 1, 1, tzinfo=UTC)}]))
    _insert(connection, SiteOrigin, iter([{"site_id": 1, "origin": blog}]))


def _insert(connection: Connection, model: type[Base], rows: Iterator[Row]) -> None:
    """Insert rows in batches, without what this release has no column for; defaults of columns fill the rest."""
    table: Table = Base.metadata.tables[model.__tablename__]
    batch: list[Row] = []
    for row in rows:
        batch.append({name: value for name, value in row.items() if name in table.columns})
        if len(batch) == BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _move_sequences(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on behind the ids that were given."""
    for model in (Site, Thread, Comment):
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        largest = select(func.coalesce(func.max(model.id), 1)).scalar_subquery()
        connection.execute(select(func.setval(sequence, largest)))
