"""The command: it does what it says, and an error is one sentence on stderr and exit 1."""

import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from commands import Run, sentence
from records import Records

from widget import cli
from widget.config import load


@pytest.fixture
def kept(ready: Run, empty: str) -> Iterator[Records]:
    """What the command has left in its database."""
    with closing(Records(empty)) as records:
        yield records


def test_init_writes_a_configuration_that_works(run: Run, tmp_path: Path) -> None:
    assert run("init", "https://comments.example.org/").exit_code == 0
    path = tmp_path / "rejoinder.toml"
    settings = load(path, {})
    assert settings.base_url == "https://comments.example.org"
    assert len(settings.secret_key) >= 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_init_writes_another_secret_each_time(run: Run, tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        run("init", "https://comments.example.org", "--file", name)
    assert load(tmp_path / "a.toml", {}).secret_key != load(tmp_path / "b.toml", {}).secret_key


def test_init_says_in_the_file_where_every_setting_is_explained(run: Run, tmp_path: Path) -> None:
    run("init", "https://comments.example.org")
    named = (tmp_path / "rejoinder.toml").read_text(encoding="utf-8").splitlines()[1].removeprefix("# ")
    assert "idle_days" in Path(named).read_text(encoding="utf-8")


def test_a_demo_on_a_taken_port_is_one_sentence(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert sentence(run("demo", "--port", port)).startswith(f"Error: Port {port} cannot be used")


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rejoinder.toml").write_text("# mine", encoding="utf-8")
    assert "rejoinder.toml" in sentence(run("init", "https://comments.example.org"))
    assert (tmp_path / "rejoinder.toml").read_text(encoding="utf-8") == "# mine"


@pytest.mark.parametrize(
    "url", ["http://comments.example.org", "comments.example.org", 'https://x"\ny = 1', "https://a/b"]
)
def test_init_leaves_nothing_behind_when_it_refuses(run: Run, tmp_path: Path, url: str) -> None:
    assert sentence(run("init", url))
    assert list(tmp_path.iterdir()) == []


def test_init_into_a_folder_that_is_not_there_is_refused(run: Run) -> None:
    assert "nowhere" in sentence(run("init", "https://comments.example.org", "--file", "nowhere/rejoinder.toml"))


def test_db_upgrade_makes_the_database_and_may_be_repeated(ready: Run, kept: Records) -> None:
    assert kept.count("sites") == 0
    with kept.unchanged(but=()):
        assert ready("db", "upgrade").exit_code == 0


def test_a_site_is_added_and_told_which_two_lines_to_use(ready: Run, kept: Records) -> None:
    added = ready("site", "add", "https://Blog.Example/", "https://www.blog.example", "--name", "Blog")
    assert added.exit_code == 0
    assert '<script async src="https://comments.example.org/rejoinder.js"></script>' in added.stdout
    assert "<rejoinder-thread></rejoinder-thread>" in added.stdout
    rows = kept.query("SELECT origin FROM site_origins ORDER BY id")
    assert rows == [("https://blog.example",), ("https://www.blog.example",)]


def test_sites_are_listed_with_their_origins(ready: Run) -> None:
    assert ready("site", "list").stdout == ""
    ready("site", "add", "https://blog.example", "https://www.blog.example")
    listed = ready("site", "list")
    assert listed.exit_code == 0
    assert re.search(r"^[0-9a-z]{20} .*https://blog\.example https://www\.blog\.example$", listed.stdout.strip())


@pytest.mark.parametrize("origin", ["blog.example", "https://blog.example/path", "javascript:x", "https://*.example"])
def test_what_is_no_origin_is_refused(ready: Run, kept: Records, origin: str) -> None:
    with kept.unchanged(but=()):
        assert origin in sentence(ready("site", "add", "https://good.example", origin))


@pytest.mark.parametrize("origin", ["https://comments.example.org", "https://Comments.Example.org:443/"])
def test_rejoinders_own_address_is_no_site(ready: Run, kept: Records, origin: str) -> None:
    with kept.unchanged(but=()):
        assert "https://comments.example.org" in sentence(ready("site", "add", "https://good.example", origin))


def test_an_origin_that_another_site_has_is_refused(ready: Run, kept: Records) -> None:
    ready("site", "add", "https://blog.example")
    with kept.unchanged(but=()):
        assert "https://blog.example" in sentence(ready("site", "add", "https://new.example", "https://blog.example"))


@pytest.mark.parametrize("command", [("site", "list"), ("site", "add", "https://blog.example"), ("serve",)])
def test_an_empty_database_says_what_to_do(run: Run, command: tuple[str, ...]) -> None:
    run("init", "https://comments.example.org")
    assert "rejoinder db upgrade" in sentence(run(*command))


@pytest.mark.parametrize("command", [("site", "list"), ("db", "upgrade"), ("serve",)])
def test_without_a_configuration_each_command_says_how_to_begin(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.delenv("REJOINDER_DATABASE_URL")
    assert "`rejoinder init https://comments.example.org` first" in sentence(run(*command))


def test_with_half_a_configuration_the_missing_half_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REJOINDER_BASE_URL", "https://comments.example.org")
    assert "secret_key" in sentence(run("site", "list"))


def test_a_configuration_that_is_not_there_is_named(run: Run) -> None:
    assert "missing.toml" in sentence(run("--config", "missing.toml", "site", "list"))


def test_wrong_usage_ends_with_2(run: Run) -> None:
    for arguments in (
        ("nothing",),
        ("site", "add"),
        ("serve", "--port", "0"),
        ("serve", "--port", "x"),
        ("--nothing",),
    ):
        assert run(*arguments).exit_code == 2


def test_a_taken_port_is_one_sentence(ready: Run, empty: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", "from widget.cli import main; main()", "serve", "--port", port]
        environment = {"PYTHONPATH": str(Path(cli.__file__).parents[1]), "PATH": "/usr/bin:/bin"}
        environment["REJOINDER_DATABASE_URL"] = empty
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=30, check=False
        )
    assert ended.returncode == 1
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_every_command_says_what_it_is_for(run: Run) -> None:
    for arguments in ((), ("site",), ("db",), ("serve",), ("init",), ("site", "add"), ("demo",)):
        told = run(*arguments, "--help")
        assert told.exit_code == 0, arguments
        assert len(told.stdout.splitlines()) > 4
