"""Settings: one TOML file over the documented defaults, the environment over both, checked at start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from widget.config.problem import ConfigurationError
from widget.config.providers import ProviderSettings, build_providers, make_room
from widget.config.settings import Settings, check

HERE = Path(__file__).parent.parent
RESOURCES = HERE if (HERE / "templates").is_dir() else HERE.parent  # in a wheel, else in the repository
FOREIGN = re.compile(r"REJOINDER_(CONFIG$|SERVICE_|PORT(_|$))")  # ours to find the file; orchestrators' own names
DEFAULTS = RESOURCES / "config" / "default.toml"
KINDS: dict[object, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
NOTHING = "There is no rejoinder.toml here: run `rejoinder init https://comments.example.org` first, or give --config."


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the checked settings from `path`, else $REJOINDER_CONFIG, else ./rejoinder.toml, else none."""
    named = path or (Path(environ["REJOINDER_CONFIG"]) if environ.get("REJOINDER_CONFIG") else None)
    given = [name for name in environ if name.startswith("REJOINDER_") and not FOREIGN.match(name)]
    values, changes = _read(DEFAULTS), {}
    if named or Path("rejoinder.toml").exists():
        changes = _read(named or Path("rejoinder.toml"))
    elif not given:
        raise ConfigurationError(NOTHING)
    values["providers"] = make_room(values["providers"], changes.get("providers"), environ)
    _merge(values, changes, where="")
    known = _merge_environment(values, environ, prefix="REJOINDER_")
    for name in given:
        if name not in known:
            raise ConfigurationError(f"There is no setting for {name}: {DEFAULTS} lists them all.")
    return parse(values)


def parse(values: Mapping[str, Any]) -> Settings:
    """Return `values` (the shape of default.toml, complete) as checked settings."""
    tables = build_providers(values["providers"], _read(DEFAULTS)["providers"])
    settings: Settings = _build(Settings, {**values, "providers": tables}, where="")
    check(settings)
    return settings


def providers_with(given: Mapping[str, Mapping[str, str]]) -> dict[str, ProviderSettings]:
    """Return what a file with these tables under `providers` would give, unchecked: for the demo and the tests."""
    defaults = _read(DEFAULTS)["providers"]
    tables = make_room(defaults, given, {})
    _merge(tables, given, where="providers.")
    return build_providers(tables, _read(DEFAULTS)["providers"])


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
            raise ConfigurationError(f"There is no setting {where}{key}: {DEFAULTS} lists them all.")
        if isinstance(values[key], dict):
            if not isinstance(change, dict):
                raise ConfigurationError(f"{where}{key} must be a table of settings.")
            _merge(values[key], change, where=f"{where}{key}.")
        else:
            values[key] = change


def _merge_environment(values: dict[str, Any], environ: Mapping[str, str], prefix: str) -> set[str]:
    """Put what the environment sets into `values`; return the names it could have used."""
    known: set[str] = set()
    for key, value in values.items():
        name = prefix + key.upper()
        if isinstance(value, dict):
            known |= _merge_environment(value, environ, prefix=name + "_")
            continue
        known |= {name, f"{name}_FILE"}
        if f"{name}_FILE" in environ:
            values[key] = _from_text(name, _file_value(environ[f"{name}_FILE"]), value)
        elif name in environ:
            values[key] = _from_text(name, environ[name], value)
    return known


def _file_value(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"The file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"The file {path} is not UTF-8 text.") from error


def _from_text(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False}[text.lower()]
        return type(default)(text)  # type: ignore[call-arg]  # str, int and float all take a string
    except (KeyError, ValueError) as error:
        raise ConfigurationError(f"{name} must be {KINDS[type(default)]}, not {text!r}.") from error


def _build(shape: type[Any], values: Mapping[str, Any], where: str) -> Any:
    kinds = get_type_hints(shape)
    built = {}
    for field in fields(shape):
        value, kind = values.get(field.name, MISSING), kinds[field.name]
        if field.name == "providers":  # built already
            built[field.name] = value
            continue
        if is_dataclass(kind):
            built[field.name] = _build(kind, value, where=f"{where}{field.name}.")  # type: ignore[arg-type]
            continue
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise ConfigurationError(f"{where}{field.name} must be {KINDS[kind]}, not {value!r}.")
        built[field.name] = value
    return shape(**built)
