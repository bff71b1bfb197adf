"""Real browsers on real sites: every story has a fresh database, fresh pages and a fresh jar of cookies."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_looks import PAGE, Check, CheckPage, frame_look, page_look
from browsers_table import TITLES, Tables, read, write
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from rig_app import add_sites, settings_of, stand_ins_on
from rig_browser import BLOCKED, REFUSED, SHELL, chromium, shell, watched
from rig_names import ACCOUNTS, ACCOUNTS_HOST, COMMENTS, COMMENTS_HOST, PAGE_HOSTS
from rig_pages import HostPages, article
from rig_policies import POLICIES, People, people
from rig_server import Rig, serving
from stage import running
from stores import Databases
from widget_page import Widget

from widget.config import Settings
from widget.demo.settings import demo_clients
from widget.demo.standins import Misbehave, create_standins

collect_ignore = [] if os.environ.get("REJOINDER_SHEET") else ["test_sheet.py"]  # `make sheet` draws; it takes minutes
expect.set_options(timeout=15_000)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell the stories of an engine in each policy that it has."""
    if "policy" in metafunc.fixturenames:
        policies = [policy for policy in POLICIES if policy.engine == metafunc.cls.engine]
        metafunc.parametrize("policy", policies, ids=[policy.title for policy in policies])


@pytest.fixture(scope="session")
def started(playwright: Playwright, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, People]]:
    """The browsers that have started, by the title of their policy."""
    with ExitStack() as stack:

        class Started(dict[str, People]):
            def __missing__(self, title: str) -> People:
                folder = tmp_path_factory.mktemp("profile") / "of"
                self[title] = stack.enter_context(people(POLICIES[TITLES.index(title)], playwright, rig, folder))
                return self[title]

        yield Started()


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    """What docs/browsers.md says, or is to say."""
    tables = read()
    tables.writing = request.config.getoption("--write-browsers")
    yield tables
    if tables.writing:
        write(tables)


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The server that is all hosts, with the stand-ins on theirs."""
    with serving(tmp_path_factory.mktemp("rig")) as rig:
        rig.apps[ACCOUNTS_HOST] = create_standins(ACCOUNTS, demo_clients(COMMENTS))
        yield rig


@pytest.fixture(scope="session")
def template(databases: Databases, migrated: str, rig: Rig) -> str:
    """A database with the sites of these tests, to be copied."""
    url = databases.copy(migrated)
    add_sites(url, rig.ca_file)
    return url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, playwright: Playwright, rig: Rig) -> Iterator[Browser]:
    """A browser that blocks third-party cookies: the engine alone where there is such a program, else a whole one."""
    if SHELL:
        with shell(playwright, rig) as browser:
            yield browser
    else:
        yield request.getfixturevalue("whole_browser")


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A whole browser that blocks third-party cookies."""
    with chromium(playwright, tmp_path_factory.mktemp("blocked"), BLOCKED, rig) as browser:
        yield browser


@pytest.fixture(scope="session")
def refusing_browser(playwright: Playwright, rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that keeps nothing at all for our frame on the blog."""
    with chromium(playwright, tmp_path_factory.mktemp("refused"), REFUSED, rig) as browser:
        yield browser


@pytest.fixture
def settings(databases: Databases, template: str, rig: Rig) -> Iterator[Settings]:
    """The settings of this test's application, over a database of its own."""
    url = databases.copy(template)
    yield settings_of(url, rig.ca_file)
    databases.drop(url)


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


@pytest.fixture
def here(widget: Widget, pages: HostPages, comments: Flask) -> Widget:
    """A page with a thread."""
    pages.show(PAGE, article())
    return widget


@pytest.fixture
def check(here: Widget) -> Check:
    """A function by which axe looks at the frame as it is now."""
    return frame_look(here)


@pytest.fixture
def check_page() -> CheckPage:
    """A function by which axe looks at a whole page."""
    return page_look()
