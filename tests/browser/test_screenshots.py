"""The thread as the README shows it: under an article of the demo blog, with its conversation.

`REJOINDER_SCREENSHOTS=docs` writes docs/screenshot.png; without it the page is drawn and not kept.
"""

import os
import struct
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from rig_names import COMMENTS, ESSAYS, ESSAYS_HOST
from rig_server import Rig
from widget_page import Widget

from widget.config import Settings
from widget.core import clock
from widget.demo.blog import create_blog
from widget.demo.seed import seed_once
from widget.web.transactions import transaction

pytestmark = pytest.mark.xdist_group("browser-a")


@pytest.fixture
def essay(widget: Widget, comments: Flask, settings: Settings, rig: Rig) -> Widget:
    """The demo's first essay with its comments; Samuel is about to add one."""
    rig.apps[ESSAYS_HOST] = create_blog(ESSAYS, COMMENTS)
    with comments.app_context(), transaction() as store:
        seed_once(store, settings, ESSAYS, clock.now())
    widget.page.set_viewport_size({"width": 820, "height": 1000})
    widget.page.goto(f"{ESSAYS}/a-toaster-mended")
    widget.page.locator("#comments").scroll_into_view_if_needed()
    widget.ready().sign_in("google", "Samuel Okafor")
    return widget


def test_the_thread_under_an_essay_can_be_drawn(essay: Widget, tmp_path: Path) -> None:
    folder = Path(os.environ.get("REJOINDER_SCREENSHOTS") or tmp_path)
    expect(essay.comments.first).to_be_visible()
    faces = essay.frame.locator("img.face")
    faces.last.scroll_into_view_if_needed()
    for face in faces.all():
        expect(face).to_have_js_property("complete", True)
    drawing = essay.page.locator("#comments").screenshot(path=folder / "screenshot.png", animations="disabled")
    width, height = struct.unpack(">II", drawing[16:24])
    assert width > 600
    assert height > 600
