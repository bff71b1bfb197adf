"""What can be set, typed, and what settings are refused because they cannot work or would not be safe."""

from dataclasses import dataclass, fields
from urllib.parse import urlsplit


class ConfigurationError(Exception):
    """The settings cannot work; the message is one sentence that says what to set."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """How long people stay signed in."""

    idle_days: int
    absolute_days: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How the server itself speaks HTTP: seconds, a CA file, and whether this machine may be spoken to."""

    timeout: float
    deadline: float
    ca_file: str
    allow_loopback: bool


@dataclass(frozen=True, slots=True)
class Google:
    """Google, or any issuer that speaks its dialect."""

    client_id: str
    client_secret: str
    issuer: str


@dataclass(frozen=True, slots=True)
class X:
    """X's three endpoints."""

    client_id: str
    client_secret: str
    authorize_url: str
    token_url: str
    user_url: str


@dataclass(frozen=True, slots=True)
class Facebook:
    """Facebook's dialog and the Graph API, both with their version."""

    client_id: str
    client_secret: str
    authorize_url: str
    graph_url: str


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Every provider that Rejoinder knows; one without credentials is not offered."""

    google: Google
    x: X
    facebook: Facebook


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, as `config/default.toml` documents it."""

    base_url: str
    secret_key: str
    database_url: str
    sessions: Sessions
    outgoing: Outgoing
    providers: ProviderSettings


def check(settings: Settings) -> None:
    """Refuse what cannot work or would not be safe, in one sentence that says what to set."""
    url = urlsplit(settings.base_url)
    host = url.hostname or ""
    if not settings.base_url or url.scheme not in {"http", "https"} or not host or url.path or url.query:
        raise ConfigurationError(
            'base_url must be set to where Rejoinder is reached, as in "https://comments.example.org".'
        )
    local = host == "localhost" or host.endswith(".localhost")
    if url.scheme != "https" and not local:
        raise ConfigurationError("base_url must begin with https://: browsers keep no sign-in without it.")
    if len(settings.secret_key) < 32:
        raise ConfigurationError("secret_key must be set to 32 or more random characters: `rejoinder init` writes one.")
    if settings.outgoing.allow_loopback and not (local or host.endswith(".test")):
        raise ConfigurationError("outgoing.allow_loopback is for the demo and tests alone: set it to false.")
    if settings.sessions.idle_days < 1 or settings.sessions.absolute_days < settings.sessions.idle_days:
        raise ConfigurationError("sessions.idle_days must be at least 1 and at most sessions.absolute_days.")
    if min(settings.outgoing.timeout, settings.outgoing.deadline) <= 0:
        raise ConfigurationError("outgoing.timeout and outgoing.deadline must be more than 0 seconds.")
    for field in fields(settings.providers):
        provider = getattr(settings.providers, field.name)
        if bool(provider.client_id) != bool(provider.client_secret):
            raise ConfigurationError(f"providers.{field.name} needs both client_id and client_secret, or neither.")
