"""WordPress.com: OpenID Connect by the book, at the newer of its two pairs of endpoints.

https://public-api.wordpress.com/.well-known/openid-configuration
"""

from widget.config import Outgoing, ProviderSettings
from widget.providers.issuers import OneIssuer
from widget.providers.oauth import POST, Client
from widget.providers.openid import OpenIdProvider

TITLE = "WordPress.com"


def build(given: ProviderSettings, outgoing: Outgoing) -> OpenIdProvider:
    """WordPress.com as a provider; no request is known that lets people choose an account there."""
    client = Client.of(given, TITLE, "openid profile", outgoing, auth_method=POST)
    return OpenIdProvider(given.id, OneIssuer(given["issuer"]), client, switches_at="wordpress.com", chooser={})
