"""Our own source as the rules read it: files, their text, and where they are."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE, TESTS, TOOLS, BENCH = ROOT / "widget", ROOT / "tests", ROOT / "tools", ROOT / "bench"
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"


def files(folder: Path, *patterns: str) -> list[Path]:
    """Return every file below a folder that has one of the patterns, in order."""
    return sorted(found for pattern in patterns for found in folder.rglob(pattern) if "__pycache__" not in found.parts)


def named(path: Path) -> str:
    """Return how a file is called in messages and lists."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())
