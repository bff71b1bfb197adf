"""Makes sure that the benchmark's tools are there: wrk makes the load, nginx is one of its bounds."""

import os
import shutil
import subprocess
import sys

NEEDED = {"wrk": "wrk", "nginx": "nginx-light"}  # the program, and Debian's package


def main() -> int:
    """Return 0 when there is a load to be made; nginx may be missing, the report then says so."""
    missing = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
        command = ["apt-get", "install", "-qy", "--no-install-recommends", *missing]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if shutil.which("wrk") and shutil.which("taskset"):
        return 0
    sys.stderr.write("The benchmark needs wrk and taskset (util-linux): install them, on Debian as root by itself.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
