"""How long is kept what people leave behind; the nightly work of the server (widget.ops.forgetting) obeys it."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from widget.config.problem import ConfigurationError

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """In days each; 0 keeps for good."""

    addresses_days: int
    rejected_days: int
    audit_days: int

    def before(self, days: int, now: datetime) -> datetime | None:
        """Return the moment before which something is too old to be kept; None where nothing ever is."""
        return now - timedelta(days=days) if days else None


RETENTION = Retention(addresses_days=30, rejected_days=30, audit_days=365)


def check_retention(retention: Retention) -> None:
    """Refuse what is no number of days."""
    for field in fields(retention):
        if not 0 <= getattr(retention, field.name) <= MOST_DAYS:
            raise ConfigurationError(f"retention.{field.name} must be a number of days up to {MOST_DAYS}; 0 keeps it.")
