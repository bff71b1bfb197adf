"""Load by wrk on a core of its own."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from bench.places import HERE, LOAD_CORE, WORK
from bench.processes import Meter, Server
from bench.wire import Request, write_requests


@dataclass(frozen=True, slots=True)
class Load:
    """How hard and how long. `order` is `seq` (from the first to the last) or `rand` (drawn with a fixed seed)."""

    seconds: float
    connections: int = 16
    order: str = "seq"
    accepted: str | None = None  # the Lua pattern of an accepted post's body


def press(server: Server, requests: list[Request], load: Load) -> dict[str, Any]:
    """Return what wrk has seen while it replayed `requests`, with the cores that were used meanwhile."""
    file = WORK / "requests.bin"
    write_requests(file, [request.raw(server.port) for request in requests])
    threads = ["-t1", f"-c{load.connections}", f"-d{max(1, round(load.seconds))}s", "--timeout", "20s", "--latency"]
    arguments = [str(file), load.order, *([load.accepted] if load.accepted else [])]
    script = ["-s", str(HERE / "replay.lua"), f"http://127.0.0.1:{server.port}", "--", *arguments]
    with Meter(server) as meter:
        command = ["taskset", "-c", str(LOAD_CORE), "wrk", *threads, *script]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in said.stdout.splitlines():
        if line.startswith("JSON "):
            seen: dict[str, Any] = json.loads(line.removeprefix("JSON "))
            return seen | meter.used
    raise RuntimeError(f"wrk failed: {said.stderr.strip()[-300:]}")
