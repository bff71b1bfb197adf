"""Fetching rivals into folders of their own, never into the project's environment."""

import shutil
import subprocess
import sys
from pathlib import Path

from bench.places import HERE, NODE, ROOT, VENV
from bench.targets.contract import Unavailable

LONGEST = 900  # seconds that an installation may take


def from_pypi(requirements: str) -> None:
    """Install a requirements file of this folder into the rivals' environment."""
    python = VENV / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(VENV)], "The rivals' environment cannot be made")
    uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
    pip = [uv, "pip", "install", "-q", "--python"] if Path(uv).exists() else None
    command = [*pip, str(python)] if pip else [str(python), "-m", "pip", "install", "-q"]
    _run([*command, "-r", str(HERE / requirements)], f"{requirements} does not install")


def from_npm() -> Path:
    """Install package.json of this folder; return the folder of the modules."""
    if not shutil.which("npm"):
        raise Unavailable("It needs Node with npm, which is not here.")
    NODE.mkdir(parents=True, exist_ok=True)
    names, done = ("package.json", "package-lock.json"), NODE / "node_modules" / ".package-lock.json"
    same = all((NODE / name).exists() and (NODE / name).read_bytes() == (HERE / name).read_bytes() for name in names)
    if not (same and done.exists()):
        for name in names:
            shutil.copy(HERE / name, NODE / name)
        (NODE / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n", "utf-8")
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
        _run(command, "package.json does not install", cwd=NODE)
    return NODE / "node_modules"


def _run(command: list[str], failed: str, cwd: Path = ROOT) -> None:
    try:
        said = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{failed} within {LONGEST // 60} minutes.") from error
    if said.returncode:
        lines = (said.stderr or said.stdout).strip().splitlines() or ["it said nothing"]
        raise Unavailable(f"{failed}: {lines[-1][:200]}")
