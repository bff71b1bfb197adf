"""Noting who did what."""

from datetime import datetime

from widget.extensions import Store
from widget.moderation.models import AuditEntry


def note(store: Store, site_id: int, action: str, target: str, now: datetime, *, by: int | None = None) -> None:
    """Note what an account (None: an owner, by a command) did to the thing with this public id."""
    store.add(AuditEntry(site_id=site_id, account_id=by, action=action, target=target, created=now))
    store.flush()
