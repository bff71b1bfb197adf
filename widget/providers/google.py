"""Google: OpenID Connect by the book, but for the second spelling of its issuer.

https://developers.google.com/identity/openid-connect/reference
"""

from widget.config import Outgoing
from widget.providers.oauth import Client
from widget.providers.openid import OpenIdProvider

ISSUER = "https://accounts.google.com"


def google_provider(*, client_id: str, client_secret: str, issuer: str, outgoing: Outgoing) -> OpenIdProvider:
    """Google as a provider; of a person it is asked for no more than name and picture."""
    client = Client(
        title="Google",
        client_id=client_id,
        client_secret=client_secret,
        scope="openid profile",
        outgoing=outgoing,
        auth_method="client_secret_post",
    )
    aliases = ("accounts.google.com",) if issuer == ISSUER else ()
    return OpenIdProvider(id="google", issuer=issuer, client=client, aliases=aliases, refuses_apps=True)
