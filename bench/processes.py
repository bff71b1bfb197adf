"""Starting servers on their core, watching what they use, and ending them and all that they started."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.places import LOAD_CORE, ROOT, SERVER_CORE
from bench.wire import Request, fetch

TICKS = os.sysconf("SC_CLK_TCK")
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # whoever measures with that set would have us compiled at each start
TIMES_BUT_IDLE = (0, 1, 2, 5, 6, 7)  # user, nice, system, irq, softirq, steal in /proc/stat


@dataclass(slots=True)
class Server:
    """A server under measurement. `beside` are processes that it needs but that are not measured."""

    process: subprocess.Popen[bytes]
    port: int
    beside: list[subprocess.Popen[bytes]] = field(default_factory=list)
    endings: list[Callable[[bool], None]] = field(default_factory=list)  # called with True for a kill
    ended: bool = False

    @property
    def pids(self) -> list[int]:
        """The server and everything it has started."""
        return family(self.process.pid)

    def stop(self) -> None:
        """End it politely, then not."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL to all of it at once."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.ended:
            return
        self.ended = True
        end_group(self.process, how)
        for ending in self.endings:
            ending(how is signal.SIGKILL)
        for one in self.beside:
            end_group(one, signal.SIGTERM)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def launch(
    command: list[str], folder: Path, variables: dict[str, str] | None = None, core: int = SERVER_CORE
) -> subprocess.Popen[bytes]:
    """Start a program on one core, in a group of its own; what it says goes to `server.log` in `folder`."""
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(
            ["taskset", "-c", str(core), *command],
            cwd=folder,
            env={name: os.environ[name] for name in os.environ if name != UNCOMPILED}
            | {"PYTHONPATH": str(ROOT)}
            | (variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def end_group(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End what `launch` started and nothing else. SIGKILL goes to everybody at once, to workers in other groups too."""
    everybody = family(process.pid)
    for pid in everybody if how is signal.SIGKILL else [process.pid]:
        _signal(pid, how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    for pid in everybody:
        _signal(pid, signal.SIGKILL)  # whoever has not gone by now
    process.wait(5)
    wait_until_gone(everybody)


def _signal(pid: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def wait_until_read(server: Server, request: Request, statuses: frozenset[int], limit: float = 60) -> float:
    """Ask until the answer has one of `statuses`; return the seconds it took; raise RuntimeError."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < limit:
        with contextlib.suppress(OSError):
            if fetch(server.port, request).status in statuses:
                return time.perf_counter() - begun
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}")
        time.sleep(0.005)
    raise RuntimeError(f"the server did not answer within {limit:.0f} s")


def wait_until_gone(pids: list[int], limit: float = 10) -> None:
    """Wait until killed processes have left the table; raise RuntimeError."""
    end = time.monotonic() + limit
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > end:
            raise RuntimeError("a killed process is still there")
        time.sleep(0.01)


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
    return found


def memory(pids: list[int]) -> dict[str, float]:
    """Return MiB: `rss` and `pss` of all together, and the RSS of the largest, which is a worker."""
    sizes = [_memory_of(pid) for pid in pids]
    return {
        "rss_mib": round(sum(rss for rss, _ in sizes), 1),
        "pss_mib": round(sum(pss for _, pss in sizes), 1),
        "worker_mib": round(max(rss for rss, _ in sizes), 1),
        "processes": len(sizes),
    }


def _memory_of(pid: int) -> tuple[float, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    values = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return values.get("Rss", 0.0), values.get("Pss", 0.0)


class Meter:
    """Tells how many cores the server, the load and everybody else used while it was open."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.used: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._began = time.perf_counter(), _busy(), self._of_server(), _of_us()
        return self

    def __exit__(self, *_: object) -> None:
        began, busy, server, ours = self._began
        seconds = time.perf_counter() - began
        by_server, by_us = self._of_server() - server, _of_us() - ours
        foreign = max(0.0, _busy() - busy - by_server - by_us)
        parts = (("server_cpu", by_server), ("load_cpu", by_us), ("foreign_cpu", foreign))
        self.used = {name: round(value / seconds, 2) for name, value in parts}

    def _of_server(self) -> float:
        pids = self.server.pids + [pid for one in self.server.beside for pid in family(one.pid)]
        return sum(_seconds_of(pid) for pid in pids)


def stay_on_load_core() -> None:
    """Keep this process, and with it everything that makes load, off the servers' core."""
    os.sched_setaffinity(0, {LOAD_CORE})


def _seconds_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _busy() -> float:
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    return sum(int(fields[place]) for place in TIMES_BUT_IDLE) / TICKS


def _of_us() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
