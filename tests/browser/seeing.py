"""Looking at pages: what axe says in each look, and pictures for whoever wants them, taken once all is painted."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = (("light", 1100, "ltr"), ("dark", 1100, "ltr"), ("light", 360, "ltr"), ("dark", 360, "rtl"))


def wait_for_paint(page: Page) -> None:
    """Wait until what has changed was drawn, in frames too: a part of a picture that was taken before is blank."""
    for frame in page.frames:
        frame.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def look(page: Page, name: str) -> None:
    """See that a page is good in light and dark, narrow and from right to left; keep pictures."""
    folder = os.environ.get("REJOINDER_SCREENSHOTS")
    for scheme, width, direction in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two words
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{name}, {scheme}, {width}: {found.generate_report()}"
        widths = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], f"{name}, {width}"
        if folder:
            wait_for_paint(page)
            page.screenshot(path=Path(folder) / f"admin-{name}-{scheme}-{width}-{direction}.png", full_page=True)
