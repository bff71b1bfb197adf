"""What Chromium downloads and does until a thread is shown, on a line of 150 ms and 1.6 Mbit/s, CPU 4x slower."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import brotli
from playwright.sync_api import Browser, CDPSession, Error, Frame, Page, sync_playwright

from bench.places import HERE, LOAD_CORE, SERVER_CORE

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
DOCUMENT_QUALITY = 5  # with which the frame's document, and the style in it, is packed
LONGEST, SETTLED = 45, 4  # seconds: until given up, and without a further comment until a view is complete
SEEN = "window.__bench && {first: __bench.first, last: __bench.last, shown: __bench.words.size, shift: __bench.shift}"
STYLES = "[...document.querySelectorAll('style')].map((one) => one.textContent).join('')"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-site-isolation-trials",  # one process for page and frame: one line and one CPU to slow down
    "--disable-features=IsolateOrigins,site-per-process",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]
Requests = dict[str, dict[str, Any]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser that may use both cores, as a reader's may."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    os.sched_setaffinity(0, {SERVER_CORE, LOAD_CORE})
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})


def weigh(browser: Browser, url: str) -> dict[str, Any]:
    """Open a page with an empty cache and return what it took to show its comments."""
    context = browser.new_context(viewport={"width": 1000, "height": 1200}, locale="en-GB")
    try:
        page = context.new_page()
        page.add_init_script(path=HERE / "watch.js")
        session = context.new_cdp_session(page)
        requests = _noted(session)
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="commit")
        _wait_for_comments(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        return _weighed(page, requests)
    finally:
        context.close()


def _noted(session: CDPSession) -> Requests:
    """Return a table of requests that fills itself: address, type, moment and bytes of the body on the line."""
    requests: Requests = {}

    def begun(event: dict[str, Any]) -> None:
        kind, moment = event.get("type", ""), event["wallTime"] * 1e3
        requests[event["requestId"]] = {"url": event["request"]["url"], "type": kind, "moment": moment, "bytes": 0}

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in requests:
            requests[event["requestId"]]["bytes"] += event["encodedDataLength"]

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.dataReceived", received)
    session.send("Network.enable")
    return requests


def _wait_for_comments(page: Page) -> None:
    begun, shown, since = time.monotonic(), 0, time.monotonic()
    while time.monotonic() - begun < LONGEST:
        page.wait_for_timeout(250)
        now = sum(one["shown"] for one in _everywhere(page, SEEN))
        if now != shown:
            shown, since = now, time.monotonic()
        if shown and time.monotonic() - since > SETTLED:
            return
    if not shown:
        raise RuntimeError("no comment was shown")


def _weighed(page: Page, requests: Requests) -> dict[str, Any]:
    frames = [one for one in _everywhere(page, SEEN) if one]
    first, last = min(one["first"] for one in frames if one["first"]), max(one["last"] for one in frames)
    began = float(page.evaluate("performance.timeOrigin"))
    tasks = page.evaluate("__bench.tasks")
    host = page.url.partition("#")[0]
    ours = [one for one in requests.values() if one["url"] != host and "favicon" not in one["url"]]
    styles = sum(
        len(brotli.compress(str(text).encode(), quality=DOCUMENT_QUALITY))
        for text in _everywhere(page, STYLES, page.main_frame)
        if text
    )
    loader = next((one["bytes"] for one in ours if one["url"].endswith("/rejoinder.js")), 0)
    code = sum(one["bytes"] for one in ours if one["type"] in {"Script", "Stylesheet"})
    return {
        "shown": sum(one["shown"] for one in frames),
        "first_ms": round(first - began),
        "settled_ms": round(last - began),
        "blocked_ms": round(sum(max(0, length - 50) for start, length in tasks if start <= last)),
        "longest_task_ms": round(max((length for _, length in tasks), default=0)),
        "shift": round(sum(one["shift"] for one in frames), 4),
        "shift_of_page": round(float(page.evaluate("__bench.shift")), 4),
        "shifted": page.evaluate("__bench.shifts")[:5],
        "requests": len(ours),
        "requests_before": sum(one["moment"] < first for one in ours),
        "bytes_of_loader": loader or None,
        "bytes_of_code": code + styles,
        "bytes_of_frame": code + styles - loader,
        "bytes": sum(one["bytes"] for one in ours),
        "asked": [f"{one['type']} {one['bytes']} {one['url'][:100]}" for one in ours][:40],
    }


def _everywhere(page: Page, expression: str, without: Frame | None = None) -> list[Any]:
    """Evaluate in every frame; one that is just leaving says nothing."""
    found = []
    for frame in page.frames:
        if frame is without:
            continue
        try:
            found.append(frame.evaluate(expression))
        except Error:
            continue
    return [one for one in found if one]
