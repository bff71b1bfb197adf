"""The themes of docs/themes.md apply as they are printed there.

`REJOINDER_SCREENSHOTS=docs` draws their pictures anew.
"""

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from rig_names import BLOG
from rig_pages import HostPages, article
from rig_people import say
from seeing import wait_for_paint
from source import ROOT
from widget_page import Widget

TOLD = (ROOT / "docs/themes.md").read_text(encoding="utf-8")
PRINTED = re.compile(r"^## (\w+)\n.+?```css\n(.+?)```", re.DOTALL | re.MULTILINE)
THEMES = {name.lower(): css for name, css in PRINTED.findall(TOLD)}
PUBLIC = {"accent", "font", "size", "radius", "space"}


def knobs(css: str) -> dict[str, str]:
    """Return what a theme sets; a colour as browsers say it."""
    found = dict(re.findall(r"--rejoinder-(\w+): (.+);", css))
    red, green, blue = bytes.fromhex(found["accent"].removeprefix("#"))
    return found | {"accent": f"rgb({red}, {green}, {blue})"}


def test_there_are_two_that_set_all_that_is_public_and_nothing_else() -> None:
    assert len(THEMES) == 2
    for css in THEMES.values():
        assert set(knobs(css)) == PUBLIC
        assert css.count(":") == len(PUBLIC)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_applies(widget: Widget, comments: Flask, pages: HostPages, name: str, tmp_path: Path) -> None:
    url, wanted = f"{BLOG}/{name}", knobs(THEMES[name])
    asked = say(comments, "Does it run on the small board, too?", by="Ada", page=url)
    say(comments, "It does: see [the list](https://example.org/boards).", to=asked, page=url)
    pages.show(url, article(head=f"<style>{THEMES[name]}</style>"))
    widget.open(url).open_chooser()
    main = widget.frame.locator("main")
    for knob, value in wanted.items():
        expect(main).to_have_css(f"--rejoinder-{knob}", value)
    expect(widget.text).to_have_css("font-family", wanted["font"])
    expect(widget.text).to_have_css("font-size", wanted["size"])
    expect(widget.frame.locator("[data-composer]")).to_have_css("border-radius", wanted["radius"])
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    wait_for_paint(widget.page)
    widget.element.screenshot(path=Path(os.environ.get("REJOINDER_SCREENSHOTS") or tmp_path) / f"themes-{name}.png")
