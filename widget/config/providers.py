"""What the configuration says of identity providers: one table for each, whose defaults say what it needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from widget.config.problem import ConfigurationError
from widget.core.text import one_line
from widget.core.urls import origin_of

OWN = {"title": "", "issuer": "", "client_id": "", "client_secret": "", "scope": "openid profile"}
NAME = re.compile(r"[a-z][a-z0-9]{0,29}")
RESERVED = {"guest", "email", "passkey"}  # words that mean something else where an id stands
BY_VARIABLE = re.compile(r"REJOINDER_PROVIDERS_([A-Z0-9]+)_ISSUER(_FILE)?")
MAX_TITLE = 30  # characters: a cell of the form holds no more
Table = dict[str, str]


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One table, by its provider's id; `needs` are the keys that have no default.

    An `own` one is an OpenID Connect issuer that the owner has named.
    """

    id: str
    values: Mapping[str, str] = field(repr=False)
    needs: tuple[str, ...]
    own: bool

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    @property
    def offered(self) -> bool:
        """Whether it has all that it needs."""
        return all(self.values[key] for key in self.needs)


def make_room(tables: dict[str, Table], file: object, environ: Mapping[str, str]) -> dict[str, Table]:
    """Return `tables` with an empty one for each issuer of the owner's, in the order in which they will be shown.

    First come those that the owner's `file` has tables for, in its order. Raise ConfigurationError for a table that
    is neither known nor an issuer.
    """
    named: Mapping[str, Any] = file if isinstance(file, dict) else {}
    given = (BY_VARIABLE.fullmatch(name) for name in environ)
    variables = [match[1].lower() for match in given if match]
    for name, table in named.items():
        if name not in tables and not (isinstance(table, dict) and "issuer" in table) and name not in variables:
            raise ConfigurationError(f"providers.{name} is no provider known here: one of your own needs an issuer.")
    return {name: tables.get(name) or _own(name) for name in (*named, *tables, *variables)}


def build_providers(tables: Mapping[str, Any], defaults: Mapping[str, Table]) -> dict[str, ProviderSettings]:
    """Return the whole tables as settings; raise ConfigurationError for a value that is not text."""
    built = {}
    for name, values in tables.items():
        for key, value in values.items():
            if not isinstance(value, str):
                raise ConfigurationError(f"providers.{name}.{key} must be text, not {value!r}.")
        needs = tuple(key for key, value in defaults.get(name, OWN).items() if not value)
        built[name] = ProviderSettings(name, values, needs, own=name not in defaults)
    return built


def check_provider(given: ProviderSettings, *, allow_http: bool) -> None:
    """Refuse half a provider, and addresses in the clear: a secret, a code and a profile go there and come back."""
    missing = [key for key in given.needs if not given[key]]
    if missing and (given.own or len(missing) < len(given.needs)):
        otherwise = "" if given.own else ", or none of them"
        raise ConfigurationError(f"providers.{given.id} needs {_all_of(given.needs)}{otherwise}.")
    if given.own and one_line(given["title"], MAX_TITLE) != given["title"]:
        raise ConfigurationError(f"providers.{given.id}.title must be one line of at most {MAX_TITLE} characters.")
    for key, value in given.values.items():
        if key == "issuer" or key.endswith("_url"):
            origin = origin_of(value)
            if origin is None or not origin.startswith(("https:", "http:") if allow_http else "https:"):
                raise ConfigurationError(f"providers.{given.id}.{key} must be an address with https://.")


def _own(name: str) -> Table:
    if not NAME.fullmatch(name) or name in RESERVED:
        raise ConfigurationError(f"providers.{name} needs another name: small letters and digits, but no word of ours.")
    return dict(OWN)


def _all_of(keys: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))
