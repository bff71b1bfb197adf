"""What the running application was started with: its settings and the providers it offers."""

from typing import cast

from flask import current_app
from flask_babel import gettext

from widget.config import Settings
from widget.errors import NotFound
from widget.providers import Offered, email, passkey, titles

PROVIDERS = "rejoinder-providers"
OUR_OWN = {email.ID: email.TITLE, passkey.ID: passkey.TITLE}


def settings() -> Settings:
    """Return the settings of the running application."""
    return cast(Settings, current_app.config["REJOINDER"])


def providers() -> dict[str, Offered]:
    """Return every offered provider by its id, in the order in which they are shown."""
    return cast(dict[str, Offered], current_app.extensions[PROVIDERS])


def provider_titles() -> dict[str, str]:
    """Return what people call each provider that they may have come by; names stay, words are translated."""
    return titles(settings()) | {way: str(gettext(word)) for way, word in OUR_OWN.items()}


def offer_name() -> tuple[str, ...]:
    """Return what tells documents made under one configuration from those made under another: providers, screening."""
    screening = settings().screening
    asked = ("asks=akismet",) if screening.asks_akismet else ("asks=webhook",) if screening.asks else ()
    return (*(f"{provider.id}={provider.title}" for provider in providers().values()), *asked)


def offered(name: str) -> Offered:
    """Return the provider with this id; raise NotFound."""
    if name not in providers():
        raise NotFound("There is no such provider.")
    return providers()[name]
