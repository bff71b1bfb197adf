"""Makes one contact sheet, index.html and sheet.png, of the pictures that `make sheet` has drawn into a folder."""

import html
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

STYLE = """body { margin: 24px; background: #888; font: 14px system-ui, sans-serif }
section { display: flex; flex-wrap: wrap; gap: 12px; align-items: start; margin-block-end: 32px }
h2 { flex-basis: 100%; margin: 0 } figure { margin: 0 } img { display: block; background: #fff; zoom: 0.5 }"""


def pictures(folder: Path) -> dict[str, list[Path]]:
    """Return the pictures of each state; a picture is called STATE.LANGUAGE.WIDTH.SCHEME.png."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.*.*.*.png")):
        found.setdefault(path.name.partition(".")[0], []).append(path)
    return found


def sheet(found: dict[str, list[Path]]) -> str:
    """Return the page that shows them all."""
    parts = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style>']
    for state, paths in found.items():
        shown = "".join(figure(path) for path in paths)
        parts.append(f"<section><h2>{html.escape(state)}</h2>{shown}</section>")
    return "\n".join(parts)


def figure(path: Path) -> str:
    """Return a picture with its name."""
    return (
        f'<figure><img src="{html.escape(path.name)}" alt=""><figcaption>{html.escape(path.stem)}</figcaption></figure>'
    )


def main(folder: Path) -> int:
    """Write the sheet into the folder; return 1 where there is nothing to show."""
    found = pictures(folder)
    if not found:
        sys.stderr.write(f"There are no pictures in {folder}: make sheet draws them.\n")
        return 1
    page_file = folder.resolve() / "index.html"
    page_file.write_text(sheet(found), encoding="utf-8")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1800, "height": 1000}, device_scale_factor=0.5)
        page.goto(page_file.as_uri())
        page.screenshot(path=folder / "sheet.png", full_page=True)
        browser.close()
    sys.stdout.write(f"{page_file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
