"""Chromium as its users have it: third-party cookies blocked, storage partitioned, nothing known of anybody.

One process serves many tests; each has a context of its own, which begins and ends with an empty jar.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright
from rig_names import BLOG_HOST, COMMENTS_HOST, HOSTS
from rig_server import Rig

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SHELL = None if os.environ.get("CHROMIUM") else shutil.which("chromium-headless-shell")
# Chrome's own switch for trying pages without third-party cookies, since the shell has no profile that could say so;
# and a process for each site, which is the default of the whole program alone.
AS_CHROME = ("--test-third-party-cookie-phaseout", "--site-per-process")
# Playwright's own list turns storage partitioning off; the last list wins, so this turns it on again.
FEATURES = "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying"
# The browser's own surfaces, which take a process for each window and which nobody looks at here.
SURFACES = (
    "WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup,WebUIOmniboxSimplification,"
    "WebUIOmniboxDynamicAiModeButton,WebUIToolbar,WebUILocationBar,WebUIReloadButton,InitialWebUI,PreloadTopChromeWebUI"
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={FEATURES},PreconnectToSearch,AutofillServerCommunication,{SURFACES}",
)
# Whom browsers ask of their own accord, whatever page is open; they get nowhere either. What pages ask is seen apart.
OF_ITS_OWN = (".google.com", ".googleapis.com", ".gvt1.com", ".mozilla.com", ".mozilla.org", ".mozilla.net")
BLOCKED: dict[str, Any] = {"cookie_controls_mode": 1, "block_third_party_cookies": True}
# No cookie and no storage at all for our frame on the blog, as a person can set it; our own window keeps its cookies.
PAIR = f"https://{COMMENTS_HOST}:443,https://{BLOG_HOST}:443"
REFUSED = BLOCKED | {"content_settings": {"exceptions": {"cookies": {PAIR: {"setting": 2}}}}}
EXPECTED = "Failed to load resource:"  # a refusal that a story asks for; what it is to show, the story says


@contextmanager
def chromium(playwright: Playwright, folder: Path, profile: dict[str, Any], rig: Rig) -> Iterator[Browser]:
    """A browser whose profile has these preferences."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": profile}), encoding="utf-8")
    which = {"executable_path": CHROMIUM} if CHROMIUM else {"channel": "chromium"}  # the one Playwright has downloaded
    first = playwright.chromium.launch_persistent_context(str(folder), **which, **_on(rig))
    assert first.browser
    yield first.browser
    first.close()


@contextmanager
def shell(playwright: Playwright, rig: Rig) -> Iterator[Browser]:
    """The same engine, blocking third-party cookies, without the program around it: four fifths of the time."""
    browser = playwright.chromium.launch(executable_path=SHELL, **_on(rig, *AS_CHROME))
    yield browser
    browser.close()


def _on(rig: Rig, *more: str) -> dict[str, Any]:
    """How any of them starts, to find the hosts of the rig and nobody else."""
    arguments = [*ARGUMENTS, f"--ignore-certificate-errors-spki-list={rig.key_hashes}", *more]
    return {"headless": True, "args": arguments, "proxy": {"server": rig.proxy}}


@contextmanager
def watched(
    browser: Browser, rig: Rig, *, breaks: str | tuple[str, ...] = EXPECTED, **options: Any
) -> Iterator[BrowserContext]:
    """A fresh context in which no script may fail, no policy be broken, and nobody else be asked for anything.

    `breaks` begins the complaint that a story provokes.
    """
    troubles: list[str] = []
    rig.refused.clear()
    context = browser.new_context(**({"viewport": {"width": 900, "height": 900}} | options))
    context.set_default_timeout(15_000)
    context.on("weberror", lambda error: troubles.append(f"{error.error}"))
    context.on("console", lambda message: troubles.extend(complaints(message, breaks)))
    context.on("request", lambda request: troubles.extend(strangers([urlsplit(request.url).hostname])))
    try:
        yield context
    finally:
        context.close()
    troubles += strangers(host for host in rig.refused if not host.endswith(OF_ITS_OWN))
    assert not troubles, troubles


def complaints(message: ConsoleMessage, breaks: str | tuple[str, ...]) -> list[str]:
    """What a message of the console says is wrong."""
    wanted = message.text.startswith(EXPECTED) or message.text.startswith(breaks)
    wrong = message.type in {"error", "warning"} and not wanted
    return [f"{message.text} ({message.location['url']})"] if wrong else []


def strangers(hosts: Iterable[str | None]) -> list[str]:
    """Who was asked that is no host of the tests; addresses such as data: have no host."""
    return [f"{host} was asked" for host in hosts if host and host not in HOSTS]
