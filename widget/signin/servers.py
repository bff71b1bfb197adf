"""The server that somebody names, for a provider that is many: found, registered with once, and kept to."""

from flask_babel import gettext

from widget.core import clock
from widget.core.text import marked
from widget.errors import Invalid, ProviderFailed
from widget.extensions import Store, db
from widget.people.actions import registrations, transactions
from widget.people.models import Transaction
from widget.providers import Federation, Provider
from widget.signin.answering import find_transaction, redirect_uri
from widget.web.running import offered
from widget.web.transactions import transaction

ASK = marked("Please write the name of your server, such as mastodon.social, or your whole handle.")
UNKNOWN = marked("%(host)s does not answer as a server of %(provider)s. Is the name right?")


def provider_of(found: Transaction) -> Provider:
    """Return the provider of a sign-in, at the server that was named where there are many."""
    offer = offered(found.provider)
    if not isinstance(offer, Federation):
        return offer
    if found.choice is None or found.choice.registration is None:
        raise ProviderFailed(provider=offer.title)
    return offer.at(registrations.as_known(found.choice.registration))


def choose_server(transaction_id: str, federation: Federation, text: str) -> None:
    """Send a sign-in to the server that `text` names; raise Invalid when there is none, which changes nothing."""
    host = federation.server(text)
    if host is None:
        raise Invalid({"instance": [gettext(ASK)]})
    uri, now = redirect_uri(federation.id, host), clock.now()
    known = registrations.known_at(db.session(), host, uri, now)
    if known is None:
        with transaction() as store:
            transactions.count_lookup(_startable(store, transaction_id))
        _register(transaction_id, federation, host, uri)
        return
    with transaction() as store:
        transactions.choose_server(_startable(store, transaction_id), store.merge(known))


def _register(transaction_id: str, federation: Federation, host: str, uri: str) -> None:
    try:
        made = federation.register(host, uri)
    except ProviderFailed as error:
        raise Invalid({"instance": [gettext(UNKNOWN, host=host, provider=federation.title)]}) from error
    with transaction() as store:
        registration = registrations.remember_registration(store, made, uri, clock.now())
        transactions.choose_server(_startable(store, transaction_id), registration)


def _startable(store: Store, transaction_id: str) -> Transaction:
    """Return a sign-in that has not been to a provider yet: afterwards its server stands."""
    found = find_transaction(store, transaction_id, lock=True)
    transactions.check_startable(found, clock.now())
    return found
