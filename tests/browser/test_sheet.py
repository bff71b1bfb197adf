"""Every state of the form, the thread and our pages can be brought about and drawn.

`REJOINDER_SHEET=FOLDER` draws each in English and in Arabic, light and dark, wide and narrow, and `tools/sheet.py`
makes one contact sheet of them (`make sheet`). Without it none is: each state has a story of its own elsewhere.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sheet_admin
import sheet_form
import sheet_mail
import sheet_owner
import sheet_pages
import sheet_thread
from flask import Flask
from mailboxes import Mailbox, mail_settings, serving_mail
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rig_pages import HostPages
from seeing import wait_for_paint
from sheet_scene import SCENES, Scene
from widget_page import Widget

from widget.config import NO_MAIL, Settings

FOLDER = os.environ.get("REJOINDER_SHEET")
LANGUAGES, WIDTHS, SCHEMES = ("en", "ar"), (900, 360), ("light", "dark")
PARTS = (sheet_thread, sheet_form, sheet_pages, sheet_mail, sheet_admin, sheet_owner)


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    """A mail server, so that one can log in by mail."""
    with serving_mail() as mailbox:
        yield mailbox


@pytest.fixture
def settings(settings: Settings, post_office: Mailbox) -> Settings:
    """The settings of the stories, with that mail server."""
    given = {name.removeprefix("mail_"): value for name, value in mail_settings(post_office.port).items()}
    mail = replace(NO_MAIL, **{**given, "port": post_office.port})  # type: ignore[arg-type]  # text and one number
    return replace(settings, mail=mail)


@pytest.fixture(params=LANGUAGES)
def here(
    request: pytest.FixtureRequest,
    browser: Browser,
    contexts: Callable[..., BrowserContext],
    comments: Flask,
    pages: HostPages,
) -> Scene:
    """A page of somebody's, in a browser that speaks the language of its thread."""
    context = contexts(browser, locale=request.param, viewport={"width": 900, "height": 1600})
    return Scene(Widget(context.new_page()), comments, pages, request.param)


def draw_page(page: Page, scheme: str, path: Path) -> None:
    """Draw a whole page of our own."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of SCHEMES
    wait_for_paint(page)
    page.screenshot(path=path, full_page=True)


def draw_thread(here: Scene, scheme: str, path: Path) -> None:
    """Draw the thread on its page, where colours are there at once."""
    here.page.emulate_media(reduced_motion="reduce")
    here.page.evaluate("dark => document.body.classList.toggle('dark', dark)", scheme == "dark")
    here.widget.element.evaluate("(thread, theme) => thread.setAttribute('theme', theme)", scheme)
    expect(here.at("main")).to_have_attribute("data-theme", scheme)
    wait_for_paint(here.page)
    here.widget.element.screenshot(path=path)


@pytest.mark.parametrize("name", SCENES)
def test_a_state_can_be_brought_about_and_drawn(here: Scene, name: str, tmp_path: Path) -> None:
    page = SCENES[name](here)
    folder = Path(FOLDER or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        (page or here.page).set_viewport_size({"width": width, "height": 1600 if page is None else 600})
        for scheme in SCHEMES:
            path = folder / f"{name}.{here.lang}.{width}.{scheme}.png"
            if page:
                draw_page(page, scheme, path)
            else:
                draw_thread(here, scheme, path)
            assert path.stat().st_size > 2_000


def test_the_sheet_has_a_scene_from_every_part() -> None:
    assert {bring.__module__ for bring in SCENES.values()} == {part.__name__ for part in PARTS}
