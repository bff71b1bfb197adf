"""Which browsers this machine has beside Chromium, and what is done about one that is missing."""

import os
import shutil
from pathlib import Path

import pytest

MINIBROWSER = next((str(found) for found in sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)
PROGRAMS = {
    "Firefox": [os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")],
    "WebKitGTK": [shutil.which("WebKitWebDriver"), shutil.which("Xvfb"), MINIBROWSER],
}


def missing() -> list[str]:
    """Return the engines whose stories cannot be told here."""
    return [engine for engine, programs in PROGRAMS.items() if not all(programs)]


def need(engine: str) -> None:
    """Leave a story out where its engine is missing; where CI runs, nothing is left out."""
    if engine not in missing():
        return
    if os.environ.get("CI"):
        pytest.fail(f"{engine} is not installed: run tools/browser.py as root")
    pytest.skip(f"{engine} is not installed")


def left_out() -> str:
    """Return the sentence that a run ends with; nothing where every engine is there."""
    engines = missing()
    return f"Left out: the stories in {' and '.join(engines)}, not installed here." if engines else ""
