"""Identity providers: each file knows one of them, and this page which are offered."""

from widget.config import Settings
from widget.providers import facebook, x
from widget.providers.contract import Flow, Profile, Provider, new_flow
from widget.providers.google import google_provider
from widget.providers.oauth import Client

__all__ = ["TITLES", "Flow", "Profile", "Provider", "configured", "new_flow"]

TITLES = {"google": "Google", "x": "X", "facebook": "Facebook"}


def configured(settings: Settings) -> dict[str, Provider]:
    """The providers that have credentials, by id, in the order in which they are shown."""
    given = settings.providers
    offered = (
        (given.google.client_secret, _google(settings)),
        (given.x.client_secret, _x(settings)),
        (given.facebook.client_secret, _facebook(settings)),
    )
    return {provider.id: provider for secret, provider in offered if secret}


def _google(settings: Settings) -> Provider:
    given = settings.providers.google
    return google_provider(
        client_id=given.client_id,
        client_secret=given.client_secret,
        issuer=given.issuer,
        outgoing=settings.outgoing,
    )


def _x(settings: Settings) -> Provider:
    given = settings.providers.x
    client = Client("X", given.client_id, given.client_secret, x.SCOPE, settings.outgoing)
    return x.XProvider(client, given.authorize_url, given.token_url, given.user_url)


def _facebook(settings: Settings) -> Provider:
    given = settings.providers.facebook
    client = Client(
        "Facebook",
        given.client_id,
        given.client_secret,
        facebook.SCOPE,
        settings.outgoing,
        "client_secret_post",
    )
    return facebook.FacebookProvider(client, given.authorize_url, given.graph_url.rstrip("/"))
