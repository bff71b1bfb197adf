"""The demo's server: three hosts on one port, everything in one folder, filled once."""

import socket
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from werkzeug.test import Client

from widget.config import ConfigurationError
from widget.demo.conversation import conversations
from widget.demo.people import PEOPLE
from widget.demo.server import build, serve

PORT = 8123
BLOG, COMMENTS, ACCOUNTS = (f"http://{name}.localhost:{PORT}" for name in ("blog", "comments", "accounts"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "kept"


@pytest.fixture(scope="module")
def client(folder: Path) -> Client:
    return Client(build(PORT, folder))


def counts(client: Client) -> list[int]:
    pages = "&".join(f"page={BLOG}/{slug}" for slug in conversations())
    found: list[int] = client.get(f"/counts?{pages}", base_url=COMMENTS).get_json()["counts"]
    return found


def test_each_name_has_its_own_site(client: Client) -> None:
    assert "Window Seat" in client.get("/", base_url=BLOG).text
    with client.get("/rejoinder.js", base_url=COMMENTS) as loader:
        assert "customElements" in loader.text
    assert "Stand-in" in client.get("/misbehave", base_url=ACCOUNTS).text


def test_any_other_name_leads_to_the_blog(client: Client) -> None:
    assert client.get("/", base_url=f"http://127.0.0.1:{PORT}").location == f"{BLOG}/"


def test_both_posts_have_their_comments(client: Client) -> None:
    shown = [
        sum(not (said.deleted or said.held or said.spam) for said in conversation)
        for conversation in conversations().values()
    ]
    assert counts(client) == shown
    assert min(shown) >= 4


def test_a_thread_shows_everybody_and_a_tombstone(client: Client) -> None:
    page = client.get(f"/thread?page={BLOG}/a-toaster-mended", base_url=COMMENTS).text
    for name in ("Ada Lindgren", "Tom Ferreira", "Marit Aune", "Samuel Okafor"):
        assert name in page
    assert "This comment was deleted" in page
    assert "Just buy a new one" not in page


def test_a_newcomer_sees_what_comments_can_do(client: Client) -> None:
    toaster, glovebox = (
        client.get(f"/thread?page={BLOG}/{slug}", base_url=COMMENTS).text
        for slug in ("a-toaster-mended", "the-map-in-the-glovebox")
    )
    for shown in (
        'class="role">Owner',
        ">Pinned<",
        "6 bloggers like this.",
        "<blockquote>",
        'class="spoiler"',
        "<code>",
    ):
        assert shown in toaster, shown
    assert 'class="code' in glovebox or "<pre" in glovebox


def test_every_provider_has_somebody_in_the_conversations() -> None:
    speakers = {said.by for conversation in conversations().values() for said in conversation}
    for people in PEOPLE.values():
        assert speakers & {person.key for person in people}


def test_something_waits_for_the_owner_with_its_reasons(folder: Path) -> None:
    """Nobody is logged in here: what waits is read past the pages."""
    with closing(sqlite3.connect(folder / "rejoinder.sqlite3")) as store:
        waiting = dict(
            store.execute(
                "SELECT c.status, count(*) FROM screenings s JOIN comments c ON c.id = comment_id GROUP BY c.status"
            )
        )
        staff = store.execute("SELECT role, name FROM staff JOIN identities USING (account_id)").fetchall()
    assert (waiting, staff) == ({"held": 2, "spam": 1}, [("owner", "Ada Lindgren")])


def test_a_restart_keeps_what_there_is(client: Client, folder: Path) -> None:
    secret, before = (folder / "secret").read_text(), counts(client)
    again = Client(build(PORT, folder))
    assert counts(again) == before
    assert (folder / "secret").read_text() == secret


def test_the_secret_is_for_its_owner_alone(client: Client, folder: Path) -> None:
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600


def test_another_site_gets_nothing(client: Client) -> None:
    assert client.get("/thread?page=http://evil.localhost/", base_url=COMMENTS).status_code == 404


def test_a_taken_port_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"^Port {port} cannot be used") as stopped:
            serve(port, tmp_path / "demo")
    assert str(stopped.value).count(".") == 1
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "demo").exists()
