"""What both sides of a sign-in share: finding it, and making sure that no failure leaves it hanging."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from widget.core import clock
from widget.core.late import late
from widget.errors import NotFound, Problem, ProviderFailed
from widget.extensions import Store
from widget.people.actions import transactions
from widget.people.actions.failures import note_failure
from widget.people.models import Transaction
from widget.people.queries import transaction_by_id
from widget.providers.failures import OWN
from widget.web.address import network
from widget.web.languages import speak, spoken
from widget.web.running import settings
from widget.web.transactions import transaction


def redirect_uri(provider: str, server: str = "") -> str:
    """Return the address that a provider sends people back to; each of many servers has one of its own."""
    place = f"{provider}/{server}" if server else provider
    return f"{settings().base_url}/signin/{place}/callback"


def find_transaction(store: Store, transaction_id: str, *, lock: bool = False) -> Transaction:
    """Return the sign-in with this id, and answer in its language; raise NotFound."""
    found = transaction_by_id(store, transaction_id, lock=lock)
    if found is None:
        raise NotFound("There is no such sign-in.")
    speak(found.lang)
    return found


def ceremonies() -> Any:
    """Return the module that verifies what devices say; what that takes is loaded with the first passkey."""
    return late("widget.signin.ceremonies")


def visitor() -> transactions.Visitor:
    """Return who begins a sign-in by this request."""
    return transactions.Visitor(network(), spoken().tag)


@contextmanager
def answering(transaction_id: str) -> Iterator[None]:
    """Whatever is raised while the provider is spoken to, the frame hears that its sign-in has ended."""
    try:
        yield
    except BaseException as error:
        with transaction() as store:
            problem = error if isinstance(error, Problem) else ProviderFailed()
            found = find_transaction(store, transaction_id, lock=True)
            transactions.fail(found, problem)
            if problem.detail in OWN and not found.server:  # a server that somebody has named is not the provider
                note_failure(store, found.provider, problem.detail, clock.now())
        raise
