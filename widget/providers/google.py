"""Google: OpenID Connect by the book, but for the second spelling of its issuer.

https://developers.google.com/identity/openid-connect/reference
"""

from widget.config import Outgoing, ProviderSettings
from widget.providers.issuers import OneIssuer
from widget.providers.oauth import POST, Client
from widget.providers.openid import OpenIdProvider

TITLE = "Google"
ISSUER = "https://accounts.google.com"


def build(given: ProviderSettings, outgoing: Outgoing) -> OpenIdProvider:
    """Google as a provider; of a person it is asked for no more than name and picture."""
    aliases = ("accounts.google.com",) if given["issuer"] == ISSUER else ()
    client = Client.of(given, TITLE, "openid profile", outgoing, auth_method=POST)
    return OpenIdProvider(given.id, OneIssuer(given["issuer"], aliases), client, refuses_apps=True)
