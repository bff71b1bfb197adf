"""The thread as the README shows it: under an article of the demo blog, with its conversation.

`REJOINDER_SCREENSHOTS=docs` writes docs/screenshot.png; without it the page is drawn and not kept.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect
from rig_names import COMMENTS, ESSAYS, ESSAYS_HOST
from rig_server import Rig
from seeing import wait_for_paint
from widget_page import Widget

from widget.config import Settings
from widget.core import clock
from widget.demo.blog import create_blog
from widget.demo.seed import seed_once
from widget.web.transactions import transaction


@pytest.fixture
def essay(
    browser: Browser, contexts: Callable[..., BrowserContext], comments: Flask, settings: Settings, rig: Rig
) -> Widget:
    """The demo's first essay with its comments; Samuel is about to add one."""
    rig.apps[ESSAYS_HOST] = create_blog(ESSAYS, COMMENTS)
    with comments.app_context(), transaction() as store:
        seed_once(store, settings, ESSAYS, clock.now())
    page = contexts(browser, viewport={"width": 760, "height": 5000}, device_scale_factor=2).new_page()
    page.goto(f"{ESSAYS}/a-toaster-mended")
    widget = Widget(page).ready()
    widget.sign_in("google", "Samuel Okafor")
    return widget


def test_the_thread_under_an_essay_can_be_drawn(essay: Widget, tmp_path: Path) -> None:
    folder = Path(os.environ.get("REJOINDER_SCREENSHOTS") or tmp_path)
    for face in essay.frame.locator("img.face").all():
        expect(face).to_have_js_property("complete", True)
    essay.page.mouse.click(1, 1)
    box = essay.element.bounding_box()
    assert box
    assert box["height"] > 600
    clip = {"x": box["x"] - 32, "y": box["y"] - 24, "width": box["width"] + 64, "height": box["height"] + 48}
    wait_for_paint(essay.page)
    essay.page.screenshot(path=folder / "screenshot.png", clip=clip, animations="disabled")  # type: ignore[arg-type]
    assert (folder / "screenshot.png").stat().st_size > 20_000
