"""Chromium and Firefox as stories see them: through Playwright, a context for each person."""

from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Frame
from rig_browsing import Place
from rig_names import COMMENTS

TEXT = "document.querySelector('textarea')"
BREATH = 40.0  # milliseconds, in which Playwright takes note of what the browser tells


class PlaywrightBrowsing:
    """A person with one tab."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.page = context, context.new_page()

    def open(self, url: str) -> None:
        self.page.goto(url)

    def ask(self, place: Place, expression: str) -> Any:
        with suppress(Error):  # on its way to another document
            if frame := self._frame(place):
                return frame.evaluate(expression)
        return None

    def press(self, place: Place, element: str) -> None:
        frame = self._frame(place)
        assert frame
        target = frame.evaluate_handle(element).as_element()
        assert target, f"{element} is not there"
        firefox = self.context.browser and self.context.browser.browser_type.name == "firefox"
        behind = place is not Place.WINDOW and self.windows()  # its keys go to the window in front alone
        if firefox and not behind:  # by BiDi its mouse takes over a second to reach a part
            return target.press("Enter")
        for _ in range(100):  # a frame that grows may for a moment send the mouse to what was there before
            target.hover()
            if target.evaluate("one => one.matches(':hover')"):
                return target.click(no_wait_after=True)
        raise AssertionError(f"the mouse never reaches {element}")

    def write(self, text: str) -> None:
        frame = self._frame(Place.FRAME)
        assert frame
        frame.locator("textarea").fill(text)

    def windows(self) -> int:
        return len(self.context.pages) - 1

    def close_window(self) -> None:
        self._window().close()

    def pause(self) -> None:
        self.page.wait_for_timeout(BREATH)

    def _window(self) -> Any:
        return next((page for page in reversed(self.context.pages) if page is not self.page), None)

    def _frame(self, place: Place) -> Frame | None:
        if place is Place.WINDOW:
            window = self._window()
            return window.main_frame if window else None
        if place is Place.PAGE:
            return self.page.main_frame
        ours = [frame for frame in self.page.frames if frame.url.startswith(f"{COMMENTS}/thread")]
        return ours[0] if ours else None
