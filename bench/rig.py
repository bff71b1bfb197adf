"""One run of the benchmark: what it records, the data it starts servers on, and who takes part."""

import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.places import CACHE, RUNS, WORK
from bench.processes import Server, free_port, wait_until_read
from bench.targets import twikoo
from bench.targets.bare import Inserts, Stack
from bench.targets.contract import Page, Target, Unavailable
from bench.targets.isso import Isso
from bench.targets.ours import Ours
from bench.targets.ours_postgres import OursOnPostgres
from bench.targets.waline import Waline

SEEDS = CACHE / "seeds"
ANSWERS = frozenset({200, 404})  # some rivals answer 404 for a page without comments


@dataclass(slots=True)
class Run:
    """What the sections share. `quick` shortens everything: its figures mean nothing."""

    rounds: int
    quick: bool
    file: Path = field(default_factory=lambda: RUNS / time.strftime("%Y-%m-%d-%H%M%S.jsonl"))
    ours: Ours = field(default_factory=Ours)
    postgres: Target | None = None
    rivals: list[Target] = field(default_factory=list)
    inserts: Target = field(default_factory=Inserts)
    stack: Target = field(default_factory=Stack)

    def record(self, section: str, target: str, **values: Any) -> None:
        """Add one measurement to the run's file."""
        line = json.dumps({"section": section, "target": target, "at": time.strftime("%H:%M:%S")} | values)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
        print(line[:300], flush=True)

    def seconds(self, full: float) -> float:
        """Return how long to measure."""
        return 1 if self.quick else full

    def gather(self) -> None:
        """Install everybody who takes part; note who cannot."""
        for target in (Isso(), Waline()):
            if self._installed(target):
                self.rivals.append(target)
        on_postgres = OursOnPostgres()
        if self._installed(on_postgres):
            self.postgres = on_postgres
        try:
            twikoo.install()
        except Unavailable as error:
            self.record("unavailable", "Twikoo", reason=str(error))

    def _installed(self, target: Target) -> bool:
        try:
            target.install()
        except Unavailable as error:
            self.record("unavailable", target.name, reason=str(error))
            return False
        return True

    def guarded(self, section: str, target: str, step: Any, *arguments: Any) -> None:
        """Take one step; what fails is recorded and never done again."""
        try:
            step(*arguments)
        except (Unavailable, RuntimeError, OSError, ValueError, KeyError) as error:
            self.record("failed", target, where=section, reason=f"{type(error).__name__}: {error}"[:400])


def begin_run(*, rounds: int, quick: bool) -> Run:
    """Return a run with empty folders and a note of the machine."""
    for folder in (SEEDS, WORK):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    RUNS.mkdir(parents=True, exist_ok=True)
    run = Run(rounds=rounds, quick=quick)
    run.record("machine", "", **machine(), quick=quick, rounds=rounds)
    return run


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "cpu": models[0].partition(": ")[2] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "load_average": os.getloadavg()[0],
        "commit": commit.stdout.strip(),
        "day": time.strftime("%Y-%m-%d"),
    }


def seeded(target: Target, scenario: str, pages: list[Page]) -> Path:
    """Return a working copy of a target's data, made once for each scenario and run."""
    name = target.name.lower().replace(" ", "-")
    source, folder = SEEDS / name / scenario, WORK / name
    if not source.exists():
        source.mkdir(parents=True)
        try:
            target.prepare(source, pages)
        except BaseException:
            shutil.rmtree(source)
            raise
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(source), str(folder)], check=True)  # with owners: PostgreSQL insists
    return folder


@contextmanager
def started(target: Target, folder: Path, page: str, port: int = 0) -> Iterator[tuple[Server, float]]:
    """Yield a server that has answered a read of `page`, and the seconds that took; end it afterwards."""
    begun = time.perf_counter()
    server = target.start(folder, port or free_port())
    try:
        wait_until_read(server, target.read(page), ANSWERS)
        seconds = time.perf_counter() - begun
        target.begin(server, page)
        yield server, seconds
    finally:
        server.stop()
