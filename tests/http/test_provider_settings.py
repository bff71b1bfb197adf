"""Providers as the owner configures them: which are offered, in which order, and what stops the start."""

import json
import tomllib
from pathlib import Path

import pytest
from flask import Flask
from stage import ENVIRONMENT

from widget import create_app
from widget.config import DEFAULTS, ConfigurationError, load
from widget.providers import title_of, titles

TABLES = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))["providers"]
PLACES = [(name, key) for name, table in TABLES.items() for key in table if key == "issuer" or key.endswith("_url")]
NEEDS = [(name, key) for name, table in TABLES.items() for key, value in table.items() if not value]
ACME = {"title": "Acme", "issuer": "https://login.acme.example", "client_id": "a", "client_secret": "b"}
LOCAL = {"REJOINDER_BASE_URL": "http://localhost:8000", "REJOINDER_OUTGOING_ALLOW_LOOPBACK": "true"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a configuration of its own."""
    monkeypatch.chdir(tmp_path)


def started(environ: dict[str, str], **tables: dict[str, str]) -> Flask:
    """The application under a file with these tables, and an environment."""
    lines = [f"[providers.{name}]\n" + "\n".join(map(assigned, table.items())) for name, table in tables.items()]
    Path("rejoinder.toml").write_text("\n\n".join(lines), encoding="utf-8")
    return create_app(load(None, ENVIRONMENT | environ))


def assigned(pair: tuple[str, str]) -> str:
    return f"{pair[0]} = {json.dumps(pair[1])}"


def offered(app: Flask) -> list[str]:
    """Return what the configuration has brought, behind which passkeys stand."""
    *brought, last = app.extensions["rejoinder-providers"].values()
    assert last.id == "passkey"
    return [f"{provider.id} {provider.title}" for provider in brought]


def refusal(environ: dict[str, str] | None = None, **tables: dict[str, str]) -> str:
    """Return the one sentence with which the settings are refused."""
    with pytest.raises(ConfigurationError) as caught:
        started(environ or {}, **tables)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def variable(name: str, key: str) -> str:
    return f"REJOINDER_PROVIDERS_{name}_{key}".upper()


def whole(name: str) -> dict[str, str]:
    """A table that has all that its provider needs."""
    return {key: "a PRIVATE KEY of Apple" for key, value in TABLES[name].items() if not value}


@pytest.mark.parametrize("name", TABLES)
def test_what_has_no_default_offers_a_provider(name: str) -> None:
    assert len(offered(started({}, **{name: whole(name)}))) == 1
    given = {variable(name, key): value for key, value in whole(name).items()}
    assert len(offered(started(given))) == 1


@pytest.mark.parametrize(("name", "key"), NEEDS)
def test_half_a_provider_is_refused(name: str, key: str) -> None:
    half = {other: value for other, value in whole(name).items() if other != key}
    if half:
        told = refusal(**{name: half})
        assert f"providers.{name} needs" in told
        assert key in told


@pytest.mark.parametrize(("name", "key"), PLACES)
@pytest.mark.parametrize("url", ["http://idp.example", "idp.example", "", "ftp://idp.example", "https://"])
def test_a_provider_is_spoken_to_over_https_alone(name: str, key: str, url: str) -> None:
    assert f"providers.{name}.{key}" in refusal({variable(name, key): url})


def test_where_loopback_is_allowed_a_provider_may_speak_plain_http() -> None:
    started(LOCAL | {variable(name, key): "http://localhost:9000" for name, key in PLACES})


def test_an_issuer_of_the_owners_is_offered_by_its_own_name() -> None:
    assert offered(started({}, acme=ACME)) == ["acme Acme"]


def test_an_issuer_of_the_owners_can_come_from_the_environment_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    given = {variable("acme", key): value for key, value in ACME.items() if key != "client_secret"}
    app = started(given | {variable("acme", "client_secret") + "_FILE": str(tmp_path / "secret")})
    assert offered(app) == ["acme Acme"]
    assert app.config["REJOINDER"].providers["acme"]["client_secret"] == "s3cret"


def test_the_environment_completes_an_issuer_of_the_file() -> None:
    table = {key: ACME[key] for key in ("title", "issuer", "client_id")}
    assert offered(started({variable("acme", "client_secret"): "b"}, acme=table)) == ["acme Acme"]


def test_the_owners_order_is_shown_and_then_the_usual_one() -> None:
    keys = {variable("x", key): "given" for key in ("client_id", "client_secret")}
    app = started(keys, facebook=whole("facebook"), acme=ACME, google=whole("google"))
    assert [line.split()[0] for line in offered(app)] == ["facebook", "acme", "google", "x"]


@pytest.mark.parametrize("missing", ["title", "client_id", "client_secret"])
def test_half_an_issuer_of_the_owners_is_refused(missing: str) -> None:
    told = refusal(acme={key: value for key, value in ACME.items() if key != missing})
    assert told.startswith("providers.acme needs ")
    assert missing in told


def test_a_name_that_nobody_knows_needs_an_issuer() -> None:
    assert "providers.acme" in refusal(acme={key: value for key, value in ACME.items() if key != "issuer"})
    assert "PROVIDERS_ACME_TITLE" in refusal({variable("acme", "title"): "Acme"})


@pytest.mark.parametrize("name", ["Acme", "ac-me", "ac_me", "9acme", "a" * 31, "guest", "email", "passkey"])
def test_the_name_of_an_issuer_fits_into_addresses_and_variables(name: str) -> None:
    assert f"providers.{name}" in refusal(**{name: ACME})


@pytest.mark.parametrize("key", ["secret", "token_url", "Title"])
def test_an_unknown_key_of_an_issuer_is_refused(key: str) -> None:
    assert f"providers.acme.{key}" in refusal(acme=ACME | {key: "x"})


@pytest.mark.parametrize("title", ["A\u202ecme", "Ac\nme", " Acme", "x" * 31])
def test_the_title_of_an_issuer_is_one_plain_line(title: str) -> None:
    assert "providers.acme.title" in refusal(acme=ACME | {"title": title})


def test_values_of_providers_are_text() -> None:
    Path("rejoinder.toml").write_text("[providers.google]\nclient_id = 5\nclient_secret = 'x'\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"providers\.google\.client_id must be text"):
        load(None, ENVIRONMENT)


def test_settings_show_no_secret_when_printed() -> None:
    assert "s3cret" not in repr(started({}, acme=ACME | {"client_secret": "s3cret"}).config["REJOINDER"].providers)


def test_who_came_by_a_provider_that_is_gone_is_still_called_something() -> None:
    known = titles(started({}, acme=ACME).config["REJOINDER"])
    assert title_of(known, "acme", ACME["issuer"]) == "Acme"
    assert title_of(known, "facebook", "https://www.facebook.com") == "Facebook"
    assert title_of(known, "gone", "https://login.gone.example/realm") == "login.gone.example"
