"""Makes sure that the tests have their browsers: the machine's own, else apt's (as root), Chromium else Playwright's.

Chromium has to be there; most stories are told faster by its headless shell, where that is a program of its own.
Firefox and WebKitGTK may be missing where somebody develops: the tests say what they left out. Where CI runs (the
variable CI is set), all of them have to be there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
PACKAGES = {
    "Chromium": ["chromium"],
    SHELL: [SHELL],
    "Firefox": ["firefox-esr"],
    "WebKitGTK": ["webkit2gtk-driver", "xvfb", "glib-networking"],
}


def missing() -> list[str]:
    """Return the browsers that cannot be started here."""
    programs: dict[str, list[object]] = {
        "Chromium": [os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")],
        SHELL: [os.environ.get("CHROMIUM") or shutil.which(SHELL)],
        "Firefox": [os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")],
        "WebKitGTK": [
            shutil.which("WebKitWebDriver"),
            shutil.which("Xvfb"),
            next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None),
        ],
    }
    return [name for name, found in programs.items() if not all(found)]


def install(names: list[str]) -> None:
    """Install them with apt, where that is possible."""
    if not names or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
    for name in names:  # one by one: what one distribution lacks must not keep the others away
        command = ["apt-get", "install", "-qy", "--no-install-recommends", *PACKAGES[name]]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Return 0 when there is what has to be there; say in one sentence what is missing when not."""
    install(missing())
    left = [name for name in missing() if name != SHELL]
    playwrights = [sys.executable, "-m", "playwright", "install", "chromium"]
    if "Chromium" in left and subprocess.run(playwrights, check=False).returncode == 0:
        left.remove("Chromium")
    if "Chromium" in left:
        sys.stderr.write("The tests need Chromium: install it, or name its program in CHROMIUM.\n")
        return 1
    if left and os.environ.get("CI"):
        sys.stderr.write(f"In CI no browser may be missing, but there is no {' and no '.join(left)}.\n")
        return 1
    if left:
        sys.stderr.write(f"No {' and no '.join(left)} here: the tests leave their stories out.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
