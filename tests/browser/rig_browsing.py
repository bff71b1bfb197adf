"""What a story needs of a browser, whichever engine it is: pages are asked by scripts, and buttons are pressed."""

import json
import time
from enum import Enum
from typing import Any, Protocol

PATIENCE = 20.0  # seconds


class Place(Enum):
    """Where something is asked or pressed: the page in the tab, our frame on it, or the other window."""

    PAGE = "page"
    FRAME = "frame"
    WINDOW = "window"


class Browsing(Protocol):
    """One person's browser, that knows nobody yet. Each engine is spoken to in its own way."""

    def open(self, url: str) -> None:
        """Go to an address in the tab."""

    def ask(self, place: Place, expression: str) -> Any:
        """Return the value of a JavaScript expression there; None while there is no such place."""

    def press(self, place: Place, element: str) -> None:
        """Click, as a hand does, on the element that a JavaScript expression gives."""

    def write(self, text: str) -> None:
        """Type a comment into the frame."""

    def windows(self) -> int:
        """Return how many windows are open beside the tab."""

    def close_window(self) -> None:
        """Close the other window by hand."""

    def pause(self) -> None:
        """Let the browser go on for a moment."""


def wait(browsing: Browsing, place: Place, expression: str) -> Any:
    """Wait until an expression is true there, and return its value; fail with what the place shows instead."""
    end = time.monotonic() + PATIENCE
    while not (found := browsing.ask(place, expression)):
        if time.monotonic() > end:
            shown = browsing.ask(place, "document.body.innerText")
            raise AssertionError(f"the {place.value} never has {expression}; it shows {shown!r}")
        browsing.pause()
    return found


def wait_for_windows(browsing: Browsing, number: int) -> None:
    """Wait until so many windows are open beside the tab."""
    end = time.monotonic() + PATIENCE
    while browsing.windows() != number:
        assert time.monotonic() < end, f"there are {browsing.windows()} windows, not {number}"
        browsing.pause()


def button(name: str, within: str = "body") -> str:
    """Return the expression for the first button or link that can be pressed and whose name begins so."""
    candidates = f"[...document.querySelectorAll({json.dumps(f'{within} :is(button, a)')})]"
    named = f"(one.ariaLabel ?? one.innerText.trim()).startsWith({json.dumps(name)})"
    return f"{candidates}.find(one => one.checkVisibility() && !one.disabled && {named})"


def shows(sentence: str, within: str = "main") -> str:
    """Return the expression for whether a sentence can be read; what is not drawn yet gives its hidden text too."""
    part = f"document.querySelector({json.dumps(within)})"
    return f"Boolean({part}?.checkVisibility() && {part}.innerText.includes({json.dumps(sentence)}))"
