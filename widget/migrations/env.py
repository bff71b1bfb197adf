"""Runs the migrations through Flask-Migrate, on the engine that the application uses."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from widget.comments import models as comments
from widget.extensions import Base, UtcDateTime, db
from widget.moderation import models as moderation
from widget.notifications import models as notifications
from widget.people import address_models as addresses
from widget.people import ban_models as bans
from widget.people import role_models as roles
from widget.screening import models as screening

PARTS = (addresses, bans, comments, moderation, notifications, roles, screening)  # with what they import, every table


def plain_moments(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our moments into migrations as what the stores know; a migration outlives our types."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Run what is missing, all of it or nothing."""
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=plain_moments
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect() as connection:
    run(connection)
