"""Counting how often a provider has failed in a row, so that the form can say so before somebody tries."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from widget.extensions import Store, one_at_a_time
from widget.people.provider_models import ProviderFailure
from widget.people.queries import failing_providers, failures_of

MARKED = 5  # failures in a row
TRIED_AGAIN = timedelta(minutes=5)  # after the last one, as if nothing were known


def note_failure(store: Store, provider: str, detail: str, now: datetime) -> None:
    """Count one more failure, which the provider itself and nobody's browser has caused."""
    one_at_a_time(store, "provider-failure", provider)
    known = failures_of(store, provider) or ProviderFailure(provider=provider, count=0)
    known.count, known.detail, known.last = known.count + 1, detail, now
    store.add(known)


def note_success(store: Store, provider: str) -> None:
    """It works again."""
    store.execute(delete(ProviderFailure).where(ProviderFailure.provider == provider))


def marked(store: Store, now: datetime) -> list[ProviderFailure]:
    """Return the providers that the form marks."""
    return failing_providers(store, MARKED, now - TRIED_AGAIN)
