"""Settings: one TOML file over the documented defaults, the environment over both, checked at start."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

HERE = Path(__file__).parent
RESOURCES = HERE if (HERE / "templates").is_dir() else HERE.parent  # in a wheel, else in the repository
DEFAULTS = RESOURCES / "config" / "default.toml"


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


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the checked settings from `path`, else $REJOINDER_CONFIG, else ./rejoinder.toml, else none."""
    named = path or (Path(environ["REJOINDER_CONFIG"]) if environ.get("REJOINDER_CONFIG") else None)
    values = _read(DEFAULTS)
    if named or Path("rejoinder.toml").exists():
        _merge(values, _read(named or Path("rejoinder.toml")), where="")
    _merge_environment(values, environ, prefix="REJOINDER_")
    return parse(values)


def parse(values: Mapping[str, Any]) -> Settings:
    """Return `values` (the shape of default.toml, complete) as checked settings."""
    settings: Settings = _build(Settings, values, where="")
    check(settings)
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The configuration {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The configuration {path} is not valid TOML: {error}.") from error


def _merge(values: dict[str, Any], changes: Mapping[str, Any], where: str) -> None:
    for key, change in changes.items():
        if key not in values:
            raise ConfigurationError(f"There is no setting {where}{key}: config/default.toml lists them all.")
        if isinstance(values[key], dict):
            if not isinstance(change, dict):
                raise ConfigurationError(f"{where}{key} must be a table of settings.")
            _merge(values[key], change, where=f"{where}{key}.")
        else:
            values[key] = change


def _merge_environment(values: dict[str, Any], environ: Mapping[str, str], prefix: str) -> None:
    for key, value in values.items():
        name = prefix + key.upper()
        if isinstance(value, dict):
            _merge_environment(value, environ, prefix=name + "_")
        elif f"{name}_FILE" in environ:
            values[key] = _from_text(name, _file_value(environ[f"{name}_FILE"]), value)
        elif name in environ:
            values[key] = _from_text(name, environ[name], value)


def _file_value(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"The file {path} cannot be read: {error.strerror}.") from error


def _from_text(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False}[text.lower()]
        return type(default)(text)  # type: ignore[call-arg]  # str, int and float all take a string
    except (KeyError, ValueError) as error:
        raise ConfigurationError(f"{name} must be a {type(default).__name__}, not {text!r}.") from error


def _build(shape: type[Any], values: Mapping[str, Any], where: str) -> Any:
    kinds = get_type_hints(shape)
    built = {}
    for field in fields(shape):
        value, kind = values.get(field.name, MISSING), kinds[field.name]
        if is_dataclass(kind):
            built[field.name] = _build(kind, value, where=f"{where}{field.name}.")  # type: ignore[arg-type]
            continue
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise ConfigurationError(f"{where}{field.name} must be a {kind.__name__}, not {value!r}.")
        built[field.name] = value
    return shape(**built)


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
