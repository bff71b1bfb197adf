"""What stands in our text files: locks that anybody can use, no left-overs, no secrets."""

import re
import subprocess
from pathlib import Path

import pytest
from source import ROOT, named

LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]
PUBLIC = {"registry.npmjs.org", "pypi.org", "files.pythonhosted.org"}
BINARY = {".png", ".jpg", ".webp", ".woff2", ".ico", ".gif"}


def tracked() -> list[Path]:
    """Return every text file of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in found if path.is_file() and path.suffix not in BINARY]


def test_locks_name_public_registries_alone() -> None:
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        resolved = re.findall(r'(?:"resolved": "|--(?:extra-)?index-url[ =]|@ )(?:https?|git\+\w+)://([^/"\s]+)', text)
        assert set(resolved) <= PUBLIC, named(lock)


def test_python_locks_pin_every_package_by_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        pinned = re.findall(r"(?m)^([\w.\-\[\]]+)==", text)
        assert pinned, named(lock)
        assert len(re.findall(r"(?m)^[\w.\-\[\]]+==[^\n]*\\\n\s+--hash=sha256:", text)) == len(pinned), named(lock)


def test_text_files_are_utf_8_without_left_overs() -> None:
    for path in tracked():
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text, named(path)
        assert not re.search(r"(?m)^(<{7}|={7}|>{7})( |$)", text), named(path)
        assert not text or text.endswith("\n"), named(path)
        if path.suffix not in {".json", ".txt"}:
            assert not re.search(r"(?m)[ \t]+$", text), named(path)


def test_no_mark_of_unfinished_work_is_left() -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"))
    for path in tracked():
        if path.suffix in {".py", ".js", ".css", ".html", ".toml", ".md", ".sh"}:
            assert not re.search(rf"\b({words})\b", path.read_text(encoding="utf-8")), named(path)


@pytest.mark.parametrize(
    "kind", [r"-----BEGIN [A-Z ]*PRIVATE KEY", r"\bghp_\w{20}", r"\bAKIA[0-9A-Z]{16}\b", r"\bGOCSPX-\w{10}"]
)
def test_no_real_secret_is_among_our_files(kind: str) -> None:
    assert not [named(path) for path in tracked() if re.search(kind, path.read_text(encoding="utf-8"))]
