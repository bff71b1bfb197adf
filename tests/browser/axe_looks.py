"""What axe finds in the frame and on whole pages, for the stories that look at all of their states."""

from collections.abc import Callable, Mapping
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from rig_names import BLOG
from widget_page import Widget

Check = Callable[..., None]
CheckPage = Callable[[Page], None]
GROUNDS = {"light": "#fff", "dark": "#14171a"}
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
PAGE = f"{BLOG}/accessible"


def frame_look(here: Widget) -> Check:
    """A function that looks at the frame as it is now, in either theme; `on` takes each for the ground below it.

    axe knows nothing of the page around a frame, so the frame is first given the ground on which it lies, and what
    moves is brought to its end.
    """

    def look(state: str, on: Mapping[str, str] = GROUNDS) -> None:
        frame = here.page.frames[1]
        for theme, ground in on.items():
            here.element.evaluate("(element, theme) => element.setAttribute('theme', theme)", theme)
            expect(here.frame.locator("main")).to_have_attribute("data-theme", theme)
            frame.evaluate("ground => { document.documentElement.style.background = ground }", ground)
            frame.evaluate(
                "document.getAnimations().filter(o => o.effect.getTiming().iterations < 9).forEach(o => o.finish())"
            )
            found = Axe().run(frame)
            assert found.violations_count == 0, f"{state}, {theme}: {found.generate_report()}"

    return look


def page_look() -> CheckPage:
    """A function that looks at a page of our own, on either ground."""

    def look(page: Page) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours are there at once
            found = Axe().run(page)
            assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"

    return look
