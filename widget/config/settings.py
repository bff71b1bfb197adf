"""What can be set, typed, and what settings are refused because they cannot work or would not be safe."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from widget.config.mail import NO_MAIL, Mail, check_mail
from widget.config.problem import ConfigurationError
from widget.config.providers import ProviderSettings, check_provider
from widget.config.retention import RETENTION, Retention, check_retention
from widget.config.screening import NOBODY_ASKED, ScreeningSettings, check_screening
from widget.config.stores import store_url
from widget.core.urls import origin_of

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Sessions:
    """How long people stay signed in."""

    idle_days: int
    absolute_days: int

    @property
    def idle(self) -> timedelta:
        """After so long without use a session ends."""
        return timedelta(days=self.idle_days)

    @property
    def absolute(self) -> timedelta:
        """After so long a session ends in any case, and nobody is held longer."""
        return timedelta(days=self.absolute_days)


@dataclass(frozen=True, slots=True)
class Reading:
    """What each process may keep ready."""

    cache_megabytes: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How the server itself speaks HTTP: seconds, a CA file, and whether this machine may be spoken to."""

    timeout: float
    deadline: float
    ca_file: str
    allow_loopback: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, as `config/default.toml` documents it."""

    base_url: str
    secret_key: str
    database_url: str
    trusted_proxies: str
    sessions: Sessions
    reading: Reading
    outgoing: Outgoing
    providers: Mapping[str, ProviderSettings]
    mail: Mail = NO_MAIL
    screening: ScreeningSettings = NOBODY_ASKED
    retention: Retention = RETENTION

    def trusted_networks(self) -> tuple[Network, ...]:
        """Return the networks whose X-Forwarded-For is believed; raise ValueError for what is none."""
        return _networks(self.trusted_proxies)


@cache
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip())


def check(settings: Settings) -> None:
    """Refuse what cannot work or would not be safe, in one sentence that says what to set."""
    _check_address(settings)
    _check_proxies(settings)
    _check_places(settings)
    for provider in settings.providers.values():
        check_provider(provider, allow_http=settings.outgoing.allow_loopback)
    check_mail(settings.mail)
    check_screening(settings.screening, allow_http=settings.outgoing.allow_loopback)
    check_retention(settings.retention)
    if len(settings.secret_key) < 32:
        raise ConfigurationError("secret_key must be 32 or more random characters: `rejoinder init` writes one.")
    if settings.sessions.idle_days < 1 or settings.sessions.absolute_days < settings.sessions.idle_days:
        raise ConfigurationError("sessions.idle_days must be at least 1 and at most sessions.absolute_days.")
    if settings.reading.cache_megabytes < 1:
        raise ConfigurationError("reading.cache_megabytes must be at least 1.")
    if min(settings.outgoing.timeout, settings.outgoing.deadline) <= 0:
        raise ConfigurationError("outgoing.timeout and outgoing.deadline must be more than 0 seconds.")


def _check_address(settings: Settings) -> None:
    if not settings.base_url or origin_of(settings.base_url) != settings.base_url:
        example = origin_of(settings.base_url) or "https://comments.example.org"
        raise ConfigurationError(f'base_url must be scheme and host alone, as browsers write them: "{example}".')
    host = urlsplit(settings.base_url).hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not settings.base_url.startswith("https:") and not local:
        raise ConfigurationError("base_url must begin with https://: browsers keep no sign-in without it.")
    if settings.outgoing.allow_loopback and not (local or host.endswith(".test")):
        raise ConfigurationError("outgoing.allow_loopback is for the demo and tests alone: set it to false.")


def _check_proxies(settings: Settings) -> None:
    for one in settings.trusted_proxies.split(","):
        try:
            _networks(one)
        except ValueError as error:
            example = '"127.0.0.1, 10.0.0.0/8"'
            sentence = f"trusted_proxies takes addresses and networks, as in {example}: {one.strip()} is neither."
            raise ConfigurationError(sentence) from error
    if any(network.prefixlen == 0 for network in settings.trusted_networks()):
        raise ConfigurationError("trusted_proxies must not be everybody: name the proxies, or anybody is anyone.")


def _check_places(settings: Settings) -> None:
    store_url(settings.database_url)
    if settings.outgoing.ca_file and not Path(settings.outgoing.ca_file).is_file():
        raise ConfigurationError(f"outgoing.ca_file {settings.outgoing.ca_file} is not there.")
