"""The providers that this installation offers."""

from typing import cast

from flask import current_app

from widget.errors import NotFound
from widget.providers import Provider

KEY = "rejoinder-providers"


def providers() -> dict[str, Provider]:
    """Return every offered provider by its id, in the order in which they are shown."""
    return cast(dict[str, Provider], current_app.extensions[KEY])


def offered(name: str) -> Provider:
    """Return the provider with this id; raise NotFound."""
    if name not in providers():
        raise NotFound("There is no such provider.")
    return providers()[name]
