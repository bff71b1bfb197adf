"""Identity providers: each file knows one of them, and this page which are offered."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from widget.config import Outgoing, ProviderSettings, Settings
from widget.providers import apple, email, facebook, github, google, mastodon, microsoft, openid, passkey, wordpress, x
from widget.providers.contract import (
    EndsSessions,
    Federation,
    Flow,
    Logout,
    Offer,
    Profile,
    Provider,
    Registration,
    new_flow,
)

__all__ = ["MARKS", "EndsSessions", "Federation", "Flow", "Logout", "Offer", "Offered", "Profile", "Provider"]
__all__ += ["Registration", "configured", "mark_of", "new_flow", "title_of", "titles", "ways_in"]

Offered = Provider | Federation
Builder = Callable[[ProviderSettings, Outgoing], Offered]
BUILDERS: dict[str, Builder] = {
    "google": google.build,
    "x": x.build,
    "facebook": facebook.build,
    "wordpress": wordpress.build,
    "github": github.build,
    "microsoft": microsoft.build,
    "apple": apple.build,
    "mastodon": mastodon.build,
}
TITLES = {
    "google": google.TITLE,
    "x": x.TITLE,
    "facebook": facebook.TITLE,
    "wordpress": wordpress.TITLE,
    "github": github.TITLE,
    "microsoft": microsoft.TITLE,
    "apple": apple.TITLE,
    "mastodon": mastodon.TITLE,
}
MARKS = frozenset({*TITLES, email.ID, passkey.ID})  # whose drawings templates/_icons.html has


def configured(settings: Settings) -> dict[str, Offered]:
    """The providers that the configuration offers, by id, in the order in which they are shown."""
    return {
        given.id: BUILDERS.get(given.id, openid.own_issuer)(given, settings.outgoing)
        for given in settings.providers.values()
        if given.offered
    }


def ways_in(settings: Settings) -> dict[str, Offered]:
    """The same, and what needs no provider: mail, where it is sent, and passkeys.

    These are last, where browsers have them for our address: they are made after coming by another.
    """
    found = configured(settings)
    if settings.mail.configured:
        found[email.ID] = email.EmailLink(settings.base_url)
    if found and passkey.allows_passkeys(settings.base_url):
        found[passkey.ID] = passkey.Passkeys(settings.base_url)
    return found


def titles(settings: Settings) -> dict[str, str]:
    """What people call each provider, by id; those too that are not offered, since somebody may have come by them."""
    return (
        TITLES
        | {email.ID: email.TITLE, passkey.ID: passkey.TITLE}
        | {given.id: given["title"] for given in settings.providers.values() if given.own}
    )


def title_of(known: Mapping[str, str], provider: str, issuer: str) -> str:
    """What to call the provider of an identity; the issuer's host, once the owner has taken it out."""
    return known.get(provider) or urlsplit(issuer).hostname or provider


def mark_of(provider: str) -> str:
    """The drawing that stands for a provider; one for all issuers of the owner's."""
    return f"p-{provider}" if provider in MARKS else "p-openid"
