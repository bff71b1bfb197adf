"""The browsers and cookie policies in which the stories of signing in are told, and how each is started.

A browser starts once for its policy; every story has a person of its own in it, whom it does not know yet.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from engines import PROGRAMS, need
from playwright.sync_api import Browser, Playwright
from rig_browser import BLOCKED, REFUSED, chromium, watched
from rig_browsing import Browsing
from rig_playwright import PlaywrightBrowsing
from rig_server import Rig
from rig_webdriver import WebDriverBrowsing, webkit_driver

People = Callable[[], AbstractContextManager[Browsing]]


@dataclass(frozen=True)
class Policy:
    """A browser as somebody has set it; `settings` in its engine's own words."""

    title: str
    engine: str
    settings: dict[str, Any] = field(default_factory=dict, hash=False)


SANDBOXED = ("Blocked opening", "An iframe which has both allow-scripts")  # what Chromium says of a sandbox
COOKIES = "network.cookie.cookieBehavior"
POLICIES = (
    Policy("Chromium, third-party cookies blocked", "Chromium", BLOCKED),
    Policy(
        "Chromium, third-party cookies allowed",
        "Chromium",
        {"cookie_controls_mode": 0, "block_third_party_cookies": False},
    ),
    Policy("Chromium, nothing kept for the frame", "Chromium", REFUSED),
    Policy("Chromium, no cookies at all", "Chromium", BLOCKED | {"default_content_setting_values": {"cookies": 2}}),
    Policy("Firefox, as it comes", "Firefox", {COOKIES: 5}),
    Policy("Firefox, cross-site cookies refused", "Firefox", {COOKIES: 1}),
    Policy("WebKitGTK, ITP on", "WebKitGTK", {"--enable-itp": True}),
)


@contextmanager
def people(policy: Policy, playwright: Playwright, rig: Rig, folder: Path) -> Iterator[People]:
    """Start the browser of a policy; yields a function that opens it for another person."""
    if policy.engine == "WebKitGTK":
        need(policy.engine)
        with webkit_driver() as driver:
            yield partial(WebDriverBrowsing, driver, [f"--proxy={rig.proxy}", *policy.settings])
    elif policy.engine == "Firefox":
        need(policy.engine)
        with firefox(playwright, policy.settings, rig) as browser:
            yield partial(in_a_context, browser, rig)
    else:
        with chromium(playwright, folder, policy.settings, rig) as browser:
            yield partial(in_a_context, browser, rig)


@contextmanager
def firefox(playwright: Playwright, preferences: dict[str, Any], rig: Rig) -> Iterator[Browser]:
    """The machine's own Firefox over WebDriver BiDi, with these preferences."""
    host, _, port = rig.proxy.removeprefix("http://").partition(":")
    proxy = {"network.proxy.type": 1, "network.proxy.ssl": host, "network.proxy.ssl_port": int(port)}
    proxy |= {"network.proxy.http": host, "network.proxy.http_port": int(port)}
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=PROGRAMS["Firefox"][0],
        headless=True,
        # Over BiDi the option `proxy` is ignored, and clicks do not reach a frame in another process.
        firefox_user_prefs={"fission.webContentIsolationStrategy": 0} | proxy | preferences,
    )
    yield browser
    browser.close()


@contextmanager
def in_a_context(browser: Browser, rig: Rig) -> Iterator[Browsing]:
    """A person in a context of Chromium's or Firefox's own."""
    with watched(browser, rig, breaks=SANDBOXED, ignore_https_errors=browser.browser_type.name == "firefox") as context:
        yield PlaywrightBrowsing(context)
