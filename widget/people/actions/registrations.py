"""Remembering how servers know us that people have named."""

from dataclasses import asdict
from datetime import datetime, timedelta

from widget.extensions import Store, forget
from widget.people.models import Registration
from widget.people.queries import registration_at
from widget.providers import Registration as Known

FRESH = timedelta(days=7)  # servers forget applications that nobody uses
KEPT = FRESH + timedelta(days=1)  # for the sign-ins that have begun with one


def known_at(store: Store, host: str, redirect_uri: str, now: datetime) -> Registration | None:
    """Return how a server knows us, unless that was so long ago that it may have forgotten."""
    return registration_at(store, host, redirect_uri, now - FRESH)


def remember_registration(store: Store, known: Known, redirect_uri: str, now: datetime) -> Registration:
    """Keep a new registration; the old ones are forgotten on this occasion."""
    forget(store, Registration.id, Registration.created < now - KEPT)
    registration = Registration(**asdict(known), redirect_uri=redirect_uri, created=now)
    store.add(registration)
    store.flush()
    return registration


def as_known(registration: Registration) -> Known:
    """Return a registration as providers understand it."""
    row = registration
    return Known(row.host, row.client_id, row.client_secret, row.scope, userinfo=row.userinfo)
