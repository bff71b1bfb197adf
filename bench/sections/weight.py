"""The widgets in Chromium on a slow line: a post with 200 comments under it, the cache empty."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Error

from bench.hosts import Hosts, served
from bench.processes import free_port
from bench.rig import Run, seeded, started
from bench.targets.contract import Page, Target
from bench.targets.isso import Isso
from bench.targets.ours import Ours
from bench.targets.waline import MODULES
from bench.weigh import chromium, weigh

SECTION = "weight"
FILES = MODULES / "@waline" / "client" / "dist"
WALINE = """<div id="waline"></div><script type="module">
import {{ init }} from "{cdn}/waline.js";
init({{ el: "#waline", serverURL: "{server}", path: "{path}", lang: "en", emoji: false }});</script>"""
ISSO = '<script data-isso="{server}" src="{server}/js/embed.min.js"></script><section id="isso-thread"></section>'
OURS = """<style>rejoinder-thread {{ display: block; min-height: 100vh }}</style>
<script async src="{server}/rejoinder.js"></script><rejoinder-thread></rejoinder-thread>"""


def measure(run: Run) -> None:
    """Open every widget's page in turn, round after round."""
    with ExitStack() as stack:
        hosts = stack.enter_context(served())
        names = list(_begun(run, hosts, stack))
        browser = stack.enter_context(chromium())
        for number in range(1, run.rounds + 1):
            for name in names:
                run.guarded(SECTION, name, _weigh, run, browser, hosts, name, number)


def _weigh(run: Run, browser: Browser, hosts: Hosts, name: str, number: int) -> None:
    try:
        run.record("weight", name, round=number, **weigh(browser, hosts.url("blog") + _path(name)))
    except Error as error:
        raise RuntimeError(str(error)) from error


def _begun(run: Run, hosts: Hosts, stack: ExitStack) -> Iterator[str]:
    """Start the servers one after the other; yield the names of those that came up."""
    port = free_port()
    ours = Ours(f"http://comments.localhost:{port}", hosts.url("blog"))
    for target in (ours, *run.rivals):
        widget = Isso(hosts.url("blog")) if isinstance(target, Isso) else target
        try:
            stack.enter_context(_widget(widget, hosts, port if target is ours else free_port()))
        except RuntimeError as error:
            run.record("failed", widget.name, where=SECTION, reason=str(error))
            continue
        yield widget.name


@contextmanager
def _widget(target: Target, hosts: Hosts, port: int) -> Iterator[None]:
    path = _path(target.name)
    folder = seeded(target, SECTION, [Page(path, 200)])
    _add_page(target, hosts, port, path)
    with started(target, folder, path, port):
        yield


def _add_page(target: Target, hosts: Hosts, port: int, path: str) -> None:
    """Embed a widget as its own documentation says."""
    if isinstance(target, Ours):
        hosts.add_page(path, OURS.format(server=target.base_url))
    elif isinstance(target, Isso):
        hosts.behind["isso"] = port
        hosts.add_page(path, ISSO.format(server=hosts.url("isso")))
    else:
        hosts.behind["waline"] = port
        for name in ("waline.js", "waline.css"):
            hosts.add_file(f"/{name}", FILES / name)
        head = f'<link rel="stylesheet" href="{hosts.url("cdn")}/waline.css">'
        hosts.add_page(path, WALINE.format(cdn=hosts.url("cdn"), server=hosts.url("waline"), path=path), head)


def _path(name: str) -> str:
    return f"/{name.lower()}"
