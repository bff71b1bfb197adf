"""WebKitGTK as stories see it: its MiniBrowser under a display of its own, by the protocol of W3C WebDriver."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any, Self

import requests
from engines import MINIBROWSER
from rig_browsing import PATIENCE, Place
from rig_names import COMMENTS

DRIVER = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
BREATH = 0.05  # seconds between two questions
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver names an element (W3C WebDriver, 12.1)
FRAME = "return document.querySelector('rejoinder-thread')?.shadowRoot?.querySelector('iframe')"


class WebDriverError(Exception):
    """What the driver says is wrong, by the protocol's own word for it."""


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """An X server on a free display, as the environment of what shows itself there."""
    assert XVFB
    read, write = os.pipe()  # on which it tells the number that it has found
    command = [XVFB, "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL) as server, os.fdopen(read) as told:
        os.close(write)
        try:
            yield os.environ | {"DISPLAY": f":{told.readline().strip()}", "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
        finally:
            server.terminate()


@contextmanager
def webkit_driver() -> Iterator[str]:
    """The driver on a free port; yields its address."""
    assert DRIVER
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with display() as environment:
        command = [DRIVER, f"--port={port}", "--host=127.0.0.1"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as driver:
            try:
                _wait_for(url)
                yield url
            finally:
                driver.terminate()


def _wait_for(url: str) -> None:
    for _ in range(int(PATIENCE / BREATH)):
        try:
            return requests.get(f"{url}/status", timeout=PATIENCE).raise_for_status()
        except requests.ConnectionError:
            Event().wait(BREATH)
    raise AssertionError(f"nothing answers at {url}")


class WebDriverBrowsing:
    """A person with one tab; the browser ends with the `with` block, and all that it kept."""

    def __init__(self, driver: str, arguments: list[str]) -> None:
        options = {"binary": MINIBROWSER, "args": ["--automation", *arguments]}
        wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
        self.http, self.base = requests.Session(), f"{driver}/session"
        made = self._call("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self.base += f"/{made['sessionId']}"
        self.tab = self._call("GET", "/window")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._go(Place.PAGE)  # the other window may just be closing itself, and is no place to say it from
        self._call("DELETE", "")
        self.http.close()

    def open(self, url: str) -> None:
        self._go(Place.PAGE)
        self._call("POST", "/url", {"url": url})

    def ask(self, place: Place, expression: str) -> Any:
        try:
            return self._run(f"return {expression}") if self._go(place) else None
        except WebDriverError:  # on its way to another document
            return None

    def press(self, place: Place, element: str) -> None:
        assert self._go(place)
        found = self._run(f"return {element}")
        assert found, f"{element} is not there"
        self._call("POST", f"/element/{found[ELEMENT]}/click", {})

    def write(self, text: str) -> None:
        self.press(Place.FRAME, "document.querySelector('textarea')")
        typed = f"return document.execCommand('insertText', false, {json.dumps(text)})"
        assert self._run(typed)  # by keys the driver cannot reach into a frame

    def windows(self) -> int:
        return len(self._call("GET", "/window/handles")) - 1

    def close_window(self) -> None:
        assert self._go(Place.WINDOW)
        self._call("DELETE", "/window")

    def pause(self) -> None:
        Event().wait(BREATH)

    def _go(self, place: Place) -> bool:
        """Turn to that place, if there is one now."""
        others = [one for one in self._call("GET", "/window/handles") if one != self.tab]
        if place is Place.WINDOW and not others:
            return False
        self._call("POST", "/window", {"handle": others[-1] if place is Place.WINDOW else self.tab})
        if place is Place.FRAME:
            frame = self._run(FRAME)
            if frame:
                self._call("POST", "/frame", {"id": frame})
            return bool(frame) and str(self._run("return location.href")).startswith(f"{COMMENTS}/thread")
        return True

    def _run(self, script: str) -> Any:
        return self._call("POST", "/execute/sync", {"script": script, "args": []})

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, self.base + path, json=body, timeout=3 * PATIENCE)
        value = answer.json()["value"]
        if not answer.ok:
            raise WebDriverError(f"{value['error']}: {value['message']}")
        return value
