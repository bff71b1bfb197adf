"""What Lighthouse says of a post of the demo with its thread in view, and of the frame's document by itself.

`REJOINDER_LIGHTHOUSE=FOLDER` keeps the reports and measures speed too, which takes a machine that does nothing else;
`make lighthouse` does that.
"""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from loopback import Quiet
from playwright.sync_api import Playwright
from rig_browser import CHROMIUM
from source import ROOT
from werkzeug.serving import make_server

from widget.demo.server import build

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Measure = Callable[[str, str, dict[str, int]], None]
KEPT = os.environ.get("REJOINDER_LIGHTHOUSE")
PROMISED = {"accessibility": 100, "best-practices": 100} | ({"performance": 98} if KEPT else {})
LIGHTHOUSE = str(ROOT / "node_modules/.bin/lighthouse")
CHROME = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
# A phone's width, and so high that the thread under the article is in view and loads.
SCREEN = [f"--screenEmulation.{one}" for one in ("mobile", "width=412", "height=6000", "deviceScaleFactor=1")]


class Asked:
    """An application that remembers what was asked of it."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application, self.paths = application, set[str]()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.paths.add(environ["PATH_INFO"])
        return self.application(environ, start_response)


@dataclass(frozen=True)
class Demo:
    """The demo, on this port of this machine."""

    port: int
    asked: Asked

    def url(self, host: str, path: str) -> str:
        """Where a page is; it has been asked for once, as of a server that has been running for a while."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": f"{host}:{self.port}"})
        urlopen(request, timeout=30).close()
        self.asked.paths.clear()
        return f"http://{host}:{self.port}{path}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, running."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        asked = Asked(build(port, tmp_path_factory.mktemp("demo")))
        server = make_server("127.0.0.1", port, asked, threaded=True, request_handler=Quiet, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Demo(port, asked)
        server.shutdown()
        thread.join()


@pytest.fixture
def measure(playwright: Playwright, tmp_path: Path) -> Measure:
    """A function that measures a page in the Chromium of the other stories; no figure, of 100, is below the least."""
    folder = Path(KEPT or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def look(name: str, url: str, least: dict[str, int]) -> None:
        report = folder / name
        outputs = ["--output=json", "--output=html", f"--output-path={report}"]
        command = [LIGHTHOUSE, url, "--quiet", *outputs, f"--only-categories={','.join(least)}", CHROME, *SCREEN]
        environment = os.environ | {"CHROME_PATH": CHROMIUM or playwright.chromium.executable_path}
        subprocess.run(command, check=True, env=environment, timeout=120)
        told = json.loads((folder / f"{name}.report.json").read_text(encoding="utf-8"))
        figures = {part: round(category["score"] * 100) for part, category in told["categories"].items()}
        assert figures.keys() == least.keys()
        assert all(figures[part] >= least[part] for part in least), figures

    return look


def test_a_post_with_its_thread_in_view(demo: Demo, measure: Measure) -> None:
    measure("post", demo.url("blog.localhost", "/a-toaster-mended"), PROMISED)
    assert "/thread" in demo.asked.paths


def test_the_document_of_the_frame_which_is_never_a_page_by_itself(demo: Demo, measure: Measure) -> None:
    page = quote(f"http://blog.localhost:{demo.port}/a-toaster-mended", safe="")
    measure("frame", demo.url("comments.localhost", f"/thread?page={page}"), {"accessibility": 100})
