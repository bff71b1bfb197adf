"""Real browsers on real sites: every story has a fresh database, fresh pages and a fresh jar of cookies."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from rig_app import running, settings_of, stand_ins_on, with_sites
from rig_browser import BLOCKED, REFUSED, chromium, watched
from rig_names import ACCOUNTS, ACCOUNTS_HOST, COMMENTS, COMMENTS_HOST, PAGE_HOSTS
from rig_pages import HostPages
from rig_server import Rig, serving
from widget_page import Widget

from widget.config import Settings
from widget.demo.settings import demo_clients
from widget.demo.standins import Misbehave, create_standins

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The server that is all hosts, with the stand-ins on theirs."""
    with serving(tmp_path_factory.mktemp("rig")) as rig:
        rig.apps[ACCOUNTS_HOST] = create_standins(ACCOUNTS, demo_clients(COMMENTS))
        yield rig


@pytest.fixture(scope="session")
def template(migrated: Path, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sites of these tests, to be copied."""
    return with_sites(migrated, tmp_path_factory.mktemp("sites"), rig.ca_file)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that blocks third-party cookies."""
    with chromium(playwright, tmp_path_factory.mktemp("blocked"), BLOCKED, rig) as browser:
        yield browser


@pytest.fixture(scope="session")
def refusing_browser(playwright: Playwright, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that keeps nothing at all for our frame on the blog."""
    with chromium(playwright, tmp_path_factory.mktemp("refused"), REFUSED, rig) as browser:
        yield browser


@pytest.fixture
def settings(template: Path, rig: Rig, tmp_path: Path) -> Settings:
    """The settings of this test's application, over a database of its own."""
    return settings_of(Path(shutil.copy(template, tmp_path / "browser.sqlite3")), rig.ca_file)


@pytest.fixture
def comments(rig: Rig, settings: Settings) -> Iterator[Flask]:
    """Rejoinder, reachable by the browser."""
    with running(settings) as app, stand_ins_on(rig):
        rig.apps[COMMENTS_HOST] = app
        rig.log.clear()
        yield app


@pytest.fixture
def pages(rig: Rig) -> HostPages:
    """The sites of other people, as this test wants them."""
    pages = HostPages()
    rig.apps.update(dict.fromkeys(PAGE_HOSTS, pages))
    return pages


@pytest.fixture
def misbehave(rig: Rig) -> Iterator[Misbehave]:
    """How the stand-ins misbehave, until the test ends."""
    misbehave: Misbehave = rig.apps[ACCOUNTS_HOST].extensions["misbehave"]  # type: ignore[attr-defined]
    yield misbehave
    misbehave.clear()


@pytest.fixture
def contexts(rig: Rig, comments: Flask, pages: HostPages) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens another person's browser."""
    with ExitStack() as opened:
        yield lambda browser, **options: opened.enter_context(watched(browser, rig, **options))


@pytest.fixture
def page(browser: Browser, contexts: Callable[..., BrowserContext]) -> Page:
    """A tab of a reader who has never been here."""
    return contexts(browser).new_page()


@pytest.fixture
def widget(page: Page) -> Widget:
    """The thread in that tab; the test opens its page."""
    return Widget(page)
