"""Every setting stands in default.toml with a word about it, and nothing stands there that does not exist."""

import re
import tomllib
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from source import ROOT

from widget.config import Settings

DEFAULTS = (ROOT / "config" / "default.toml").read_text(encoding="utf-8")


def declared(shape: type[Any], where: str = "") -> set[str]:
    """Return the full name of every setting that the code knows."""
    kinds = get_type_hints(shape)
    names: set[str] = set()
    for field in fields(shape):
        kind, name = kinds[field.name], f"{where}{field.name}"
        names |= declared(kind, f"{name}.") if is_dataclass(kind) else {name}
    return names


def documented(values: dict[str, Any], where: str = "") -> set[str]:
    """Return the full name of every setting in the defaults."""
    names: set[str] = set()
    for key, value in values.items():
        names |= documented(value, f"{where}{key}.") if isinstance(value, dict) else {f"{where}{key}"}
    return names


def test_the_defaults_are_the_settings() -> None:
    assert documented(tomllib.loads(DEFAULTS)) == declared(Settings)


def test_every_setting_has_a_word_about_it() -> None:
    """Beside it, above it, or above the first of its kind."""
    paragraphs = re.split(r"\n\s*\n", DEFAULTS)
    said = [paragraph for paragraph in paragraphs if re.search(r"(?m)^\w+ =", paragraph)]
    for paragraph in said:
        if "[providers." in paragraph:
            continue
        for line in re.findall(r"(?m)^\w+ = .*$", paragraph):
            assert "#" in line or paragraph.lstrip().startswith("#"), line
    about = DEFAULTS.partition("[providers.")[0].rpartition("\n\n")[2]
    assert "client_id" in about
    assert "client_secret" in about


def test_no_secret_is_among_the_defaults() -> None:
    values = tomllib.loads(DEFAULTS)
    assert values["secret_key"] == ""
    for provider in values["providers"].values():
        assert provider["client_id"] == provider["client_secret"] == ""


def test_every_setting_has_a_variable_of_its_own() -> None:
    names = [name.upper().replace(".", "_") for name in declared(Settings)]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name.endswith("_FILE") and name.removesuffix("_FILE") in names]


def test_providers_are_the_three_that_can_be_offered() -> None:
    assert set(tomllib.loads(DEFAULTS)["providers"]) == {"google", "x", "facebook"}
