"""Every setting stands in default.toml with a word about it, and nothing stands there that does not exist."""

import re
import tomllib
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from source import ROOT

from widget.config import Settings
from widget.providers import BUILDERS, TITLES, mark_of

SECRETS = {"client_id", "client_secret", "private_key"}
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
    values = tomllib.loads(DEFAULTS)
    tables = values.pop("providers")
    assert documented(values) | {"providers"} == declared(Settings)
    assert all(isinstance(value, str) for table in tables.values() for value in table.values())


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
        assert not [key for key in provider if key in SECRETS and provider[key]]
        assert "" in provider.values(), "it would be offered to everybody"


def test_every_setting_has_a_variable_of_its_own() -> None:
    values = tomllib.loads(DEFAULTS)
    names = [name.upper().replace(".", "_") for name in documented(values)]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name.endswith("_FILE") and name.removesuffix("_FILE") in names]


def test_each_provider_has_a_table_and_a_way_to_build_it() -> None:
    assert list(tomllib.loads(DEFAULTS)["providers"]) == list(BUILDERS) == list(TITLES)


def test_each_provider_has_a_drawing_and_so_have_the_owners_own() -> None:
    drawn = set(re.findall(r'id="(p-\w+)"', (ROOT / "templates" / "_icons.html").read_text(encoding="utf-8")))
    assert drawn == {mark_of(provider) for provider in (*TITLES, "email", "passkey", "acme")}


def test_each_provider_is_explained_in_the_documentation() -> None:
    told = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
    for provider, title in TITLES.items():
        assert f"[providers.{provider}]" in told
        assert f"## {title}\n" in told
        assert f"/signin/{provider}/" in told
