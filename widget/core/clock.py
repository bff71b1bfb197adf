"""The one clock: everything else gets `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)
