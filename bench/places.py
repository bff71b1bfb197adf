"""Where the benchmark keeps its things, and which core does what."""

import os
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
CACHE = ROOT / ".cache" / "bench"
RUNS = CACHE / "runs"  # a file of JSON lines for each run
WORK = CACHE / "work"  # the data of the servers under measurement
VENV = CACHE / "venv"  # rivals from PyPI
NODE = CACHE / "node"  # rivals from npm
RESULTS = HERE / "RESULTS.md"
PLOT = HERE / "results.svg"
BLOG = "https://blog.example.org"  # the site whose pages are commented on
BASE_URL = "https://comments.example.org"

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[-1]


def page_url(path: str) -> str:
    """Return the address of a page of the benchmark's site."""
    return f"{BLOG}{path}"
