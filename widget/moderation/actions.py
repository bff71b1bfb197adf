"""Noting who did what."""

from datetime import datetime

from widget.extensions import Store
from widget.moderation.models import AuditEntry


def note(store: Store, site_id: int, action: str, target: str, now: datetime) -> None:
    """Note what an owner did by a command to the thing with this public id."""
    store.add(AuditEntry(site_id=site_id, action=action, target=target, created=now))
    store.flush()
