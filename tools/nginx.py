"""Makes sure that an nginx can be started for the tests: the machine's own, else apt's (as root)."""

import os
import shutil
import subprocess
import sys

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def main() -> int:
    """Return 0 when an nginx is there; say in one sentence what is missing when not."""
    if shutil.which("nginx", path=PLACES):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
        command = ["apt-get", "install", "-qy", "--no-install-recommends", "nginx-light"]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return 0
    sys.stderr.write("The tests need nginx: install it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
