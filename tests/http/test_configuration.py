"""Settings: what cannot work or would not be safe stops the start with one sentence that says what to set."""

import sys
from pathlib import Path

import pytest

from widget import create_app
from widget.config import ConfigurationError, Settings, load, store_url

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"
GOOD = {"REJOINDER_BASE_URL": "https://comments.example.org", "REJOINDER_SECRET_KEY": SECRET}
MISSPELT = [
    "https://Comments.Example.org",
    "https://comments.example.org:443",
    "https://comments.example.org/",
    "https://comments.example.org#x",
    "https://comments.example.org?",
    "https://me@comments.example.org",
    " https://comments.example.org",
    "https://bücher.example",
]
IMPOSSIBLE = [
    ("SESSIONS_IDLE_DAYS", "0"),
    ("SESSIONS_IDLE_DAYS", "91"),
    ("SESSIONS_ABSOLUTE_DAYS", "1"),
    ("OUTGOING_TIMEOUT", "0"),
    ("OUTGOING_DEADLINE", "-1"),
    ("OUTGOING_CA_FILE", "/nowhere/ca.pem"),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "nosuchstore://x/y"),
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a configuration of its own."""
    monkeypatch.chdir(tmp_path)


def written(tmp_path: Path, text: str) -> Path:
    """Write a configuration file."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | None = None, **environ: str) -> str:
    """Return the one sentence with which loading is refused."""
    with pytest.raises(ConfigurationError) as caught:
        load(path, GOOD | environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert SECRET not in sentence
    return sentence


def test_two_settings_are_enough(tmp_path: Path) -> None:
    settings = load(None, GOOD)
    assert settings.base_url == "https://comments.example.org"
    assert (settings.sessions.idle_days, settings.sessions.absolute_days) == (14, 90)
    assert settings.outgoing.allow_loopback is False
    assert settings.providers["google"]["issuer"] == "https://accounts.google.com"


def test_the_real_endpoints_are_the_defaults() -> None:
    providers = load(None, GOOD).providers
    assert providers["x"]["authorize_url"] == "https://x.com/i/oauth2/authorize"
    assert providers["x"]["token_url"].startswith("https://api.x.com/2/")
    assert providers["facebook"]["authorize_url"].startswith("https://www.facebook.com/v")
    assert providers["facebook"]["graph_url"].startswith("https://graph.facebook.com/v")


def test_without_credentials_no_provider_is_offered() -> None:
    assert create_app(load(None, GOOD)).extensions["rejoinder-providers"] == {}


def test_with_credentials_it_is() -> None:
    keys = {f"REJOINDER_PROVIDERS_X_CLIENT_{part}": "given" for part in ("ID", "SECRET")}
    assert list(create_app(load(None, GOOD | keys)).extensions["rejoinder-providers"]) == ["x", "passkey"]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert "secret_key" in refusal(REJOINDER_SECRET_KEY="")
    assert "secret_key" in refusal(REJOINDER_SECRET_KEY="too short")
    assert "base_url" in refusal(REJOINDER_BASE_URL="")


@pytest.mark.parametrize(
    "url",
    ["http://comments.example.org", "comments.example.org", "ftp://a.example", "https://", "https://a.example/path"],
)
def test_a_base_url_that_browsers_could_not_use_is_refused(url: str) -> None:
    assert "base_url" in refusal(REJOINDER_BASE_URL=url)


@pytest.mark.parametrize("url", MISSPELT)
def test_a_base_url_is_what_browsers_send_as_origin_or_it_is_refused(url: str) -> None:
    """Otherwise everything starts, and every post is refused for its Origin."""
    try:
        accepted = load(None, GOOD | {"REJOINDER_BASE_URL": url}).base_url
    except ConfigurationError:
        return
    assert accepted in {"https://comments.example.org", "https://xn--bcher-kva.example"}


def test_plain_http_is_for_localhost_alone() -> None:
    for url in ("http://localhost:8000", "http://comments.localhost:8000"):
        assert load(None, GOOD | {"REJOINDER_BASE_URL": url}).base_url == url
    for url in ("http://localhost.example.org", "http://notlocalhost", "http://192.168.0.7"):
        assert "https" in refusal(REJOINDER_BASE_URL=url)


def test_loopback_is_for_the_demo_alone() -> None:
    assert "allow_loopback" in refusal(REJOINDER_OUTGOING_ALLOW_LOOPBACK="true")


@pytest.mark.parametrize("proxies", ["10.0.0.1/8", "127.0.0.1, proxy.example", "10.0.0.0/40"])
def test_a_proxy_that_is_none_is_named_in_our_words(proxies: str) -> None:
    said = refusal(REJOINDER_TRUSTED_PROXIES=proxies)
    assert said.startswith("trusted_proxies ")
    assert said.endswith(f": {proxies.rpartition(' ')[2]} is neither.")
    assert "IPv4" not in said


@pytest.mark.parametrize(("name", "value"), IMPOSSIBLE)
def test_values_that_cannot_work_are_refused(name: str, value: str) -> None:
    assert name.lower().partition("_")[2] in refusal(**{f"REJOINDER_{name}": value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSIONS_IDLE_DAYS", "two"),
        ("OUTGOING_TIMEOUT", "fast"),
        ("OUTGOING_ALLOW_LOOPBACK", "1"),
        ("SESSIONS_IDLE_DAYS", ""),
    ],
)
def test_a_variable_of_the_wrong_kind_is_named(name: str, value: str) -> None:
    said = refusal(**{f"REJOINDER_{name}": value})
    assert f"REJOINDER_{name} must be " in said
    assert not [word for word in ("int", "float", "bool", "str") if f" {word}," in said]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('basurl = "x"', "basurl"),
        ("[session]\nidle_days = 3", "session"),
        ("[sessions]\nidle = 3", "sessions.idle"),
        ("[providers.nobody]\nclient_id = 'x'", "providers.nobody"),
        ("[providers.google]\nsecret = 'x'", "providers.google.secret"),
        ("sessions = 3", "sessions"),
        ("[sessions]\nidle_days = '14'", "sessions.idle_days"),
        ("[sessions]\nidle_days = true", "sessions.idle_days"),
        ("[outgoing]\nallow_loopback = 'false'", "outgoing.allow_loopback"),
        ("base_url = ['x']", "base_url"),
        ("[base_url]\nx = 1", "base_url"),
        ("base_url = ", "TOML"),
    ],
)
def test_a_file_with_a_mistake_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    environ = {"REJOINDER_SECRET_KEY": SECRET}
    with pytest.raises(ConfigurationError) as caught:
        load(written(tmp_path, text), environ)
    assert named in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_missing_or_unreadable_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    for path in (tmp_path / "missing.toml", tmp_path, binary):
        assert str(path) in refusal(path)


def test_what_is_unknown_leads_to_the_list_of_all(tmp_path: Path) -> None:
    unknown = [refusal(written(tmp_path, 'basurl = "x"')), refusal(REJOINDER_BASURL="x")]
    for said in unknown:
        assert "base_url" in Path(said.partition(": ")[2].partition(" lists")[0]).read_text(encoding="utf-8")


def test_the_file_is_found_by_argument_by_variable_or_in_the_folder(tmp_path: Path) -> None:
    own = written(tmp_path, "[sessions]\nidle_days = 3")
    assert load(own, GOOD).sessions.idle_days == 3
    assert load(None, GOOD | {"REJOINDER_CONFIG": str(own)}).sessions.idle_days == 3
    assert load(None, GOOD).sessions.idle_days == 14
    own.rename(tmp_path / "rejoinder.toml")
    assert load(None, GOOD).sessions.idle_days == 3


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    own = written(tmp_path, "[sessions]\nidle_days = 3\n[outgoing]\ntimeout = 2")
    environ = GOOD | {"REJOINDER_SESSIONS_IDLE_DAYS": "5"}
    settings = load(own, environ)
    assert (settings.sessions.idle_days, settings.outgoing.timeout) == (5, 2.0)


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    environ = {"REJOINDER_BASE_URL": GOOD["REJOINDER_BASE_URL"], "REJOINDER_SECRET_KEY_FILE": str(tmp_path / "secret")}
    assert load(None, environ).secret_key == SECRET


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe" * 40)
    for path in (tmp_path / "missing", tmp_path, binary):
        assert str(path) in refusal(REJOINDER_SECRET_KEY_FILE=str(path))


def test_every_setting_can_come_from_the_environment() -> None:
    more = {
        "REJOINDER_DATABASE_URL": "sqlite:///elsewhere.sqlite3",
        "REJOINDER_SESSIONS_ABSOLUTE_DAYS": "30",
        "REJOINDER_OUTGOING_DEADLINE": "3.5",
        "REJOINDER_PROVIDERS_FACEBOOK_GRAPH_URL": "https://graph.example",
        "REJOINDER_PROVIDERS_GOOGLE_ISSUER": "https://issuer.example",
    }
    settings = load(None, GOOD | more)
    assert settings.database_url == "sqlite:///elsewhere.sqlite3"
    assert (settings.sessions.absolute_days, settings.outgoing.deadline) == (30, 3.5)
    assert settings.providers["facebook"]["graph_url"] == "https://graph.example"
    assert settings.providers["google"]["issuer"] == "https://issuer.example"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_url_of_postgresql_means_psycopg_3(scheme: str) -> None:
    url = store_url(f"{scheme}://ada:a%40b@db.example:5433/comments?sslmode=require&connect_timeout=3")
    assert (url.drivername, url.password, url.port) == ("postgresql+psycopg", "a@b", 5433)
    assert url.query == {"application_name": "rejoinder", "sslmode": "require", "connect_timeout": "3"}


@pytest.mark.parametrize(
    "url", ["mysql://host/name", "postgresql+psycopg2://host/name", "postgresql://host:port/name", "comments", ""]
)
def test_a_url_of_another_store_says_which_ones_there_are(url: str) -> None:
    told = refusal(REJOINDER_DATABASE_URL=url)
    assert "database_url" in told
    assert "postgresql://" in told


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'rejoinder[postgres]'" in refusal(REJOINDER_DATABASE_URL="postgresql://host/name")


def test_settings_do_not_change_once_they_are_checked() -> None:
    settings: Settings = load(None, GOOD)
    with pytest.raises(AttributeError):
        settings.base_url = "https://evil.example"  # type: ignore[misc]
