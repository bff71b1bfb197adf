"""The wheel has everything: installed alone into an empty environment, it runs the demo from an empty folder."""

import http.client
import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until the demo has printed its address


def uv() -> str:
    """The program that sets up our own environment too; empty where pip did it."""
    beside = Path(sys.executable).with_name("uv")
    return shutil.which("uv") or (str(beside) if beside.exists() else "")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command to its end and return what it printed."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the present source."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("rejoinder-*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`rejoinder`, installed with the locked run-time packages and nothing of the repository."""
    home = tmp_path_factory.mktemp("installed")
    python = home / "bin" / "python"
    lock = ROOT / "requirements" / "run.txt"
    venv.create(home, with_pip=not uv())
    install = [uv(), "pip", "install", "-q", "--python", python]
    if not uv():
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(*install, "--require-hashes", "-r", lock, cwd=home)
    run(*install, "--no-deps", wheel, cwd=home)
    return home / "bin" / "rejoinder"


@pytest.fixture
def demo(command: Path, tmp_path: Path) -> Iterator[int]:
    """The demo, running from an empty folder; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REJOINDER_", "PYTHON"))}
    process = subprocess.Popen(
        [command, "demo", "--port", str(port)], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        wait_for(process.stdout.fileno(), f"http://blog.localhost:{port}/")
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=10)


def wait_for(pipe: int, sentence: str) -> None:
    """Read from a pipe until `sentence` came."""
    printed = ""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while sentence not in printed:
            assert selector.select(PATIENCE), f"the demo printed only {printed!r}"
            piece = os.read(pipe, 4096).decode()
            assert piece, f"the demo ended after {printed!r}"
            printed += piece


def fetch(port: int, host: str, path: str) -> str:
    """Ask this machine for a page of a host, as a browser does that knows *.localhost."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": f"{host}.localhost:{port}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 200, f"{host}{path}: {answer.status}"
    return text


def test_the_installed_demo_serves_all_three_hosts(demo: int) -> None:
    blog = fetch(demo, "blog", "/a-toaster-mended")
    assert f"http://comments.localhost:{demo}/rejoinder.js" in blog
    assert "rejoinder-thread" in fetch(demo, "comments", "/rejoinder.js")
    page = f"http://blog.localhost:{demo}/a-toaster-mended"
    thread = fetch(demo, "comments", f"/thread?page={page}")
    script = re.search(r'<script type="module" src="([^"]+)"', thread)
    assert script
    assert fetch(demo, "comments", script[1])
    assert "data-comment=" in thread
    assert "Stand-in" in fetch(demo, "accounts", "/misbehave")
    assert fetch(demo, "blog", "/assets/blog.css")
