"""How many cores this process may use."""

import math
import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
NO_LIMIT = 1_000_000


def cores() -> int:
    """Return the cores that affinity and a container's or unit's quota (cgroup v2) leave us, at least one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, _quota()))


def _quota() -> int:
    try:
        own = Path("/proc/self/cgroup").read_text(encoding="ascii").rpartition("0::/")[2].strip()
        quota, period = (CGROUPS / own / "cpu.max").read_text(encoding="ascii").split()
        return NO_LIMIT if quota == "max" else math.ceil(int(quota) / int(period))
    except (OSError, ValueError):
        return NO_LIMIT
