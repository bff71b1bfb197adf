"""Makes sure that a Chromium can be started: the machine's own, else apt's (as root), else Playwright's."""

import os
import shutil
import subprocess
import sys


def main() -> int:
    """Return 0 when a Chromium is there; say in one sentence what is missing when not."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome"):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
        command = ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return 0
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0:
        return 0
    sys.stderr.write("The tests need Chromium: install it, or name its program in CHROMIUM.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
