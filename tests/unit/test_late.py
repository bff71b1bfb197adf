"""Modules that come late: one thread loads at a time, since of a circle two would see halves."""

from pathlib import Path

import pytest
from source import PACKAGE

from widget.core.late import late

LOADING = """\
from concurrent.futures import ThreadPoolExecutor
from widget.core.late import LOADING

with ThreadPoolExecutor(1) as another:
    free = another.submit(LOADING.acquire, blocking=False).result()
"""


def test_while_one_thread_loads_no_other_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "comes_late.py").write_text(LOADING, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert late("comes_late").free is False


def test_nothing_comes_late_in_another_way() -> None:
    """But the file of a command, which is loaded before there is a second thread."""
    ways = {path.name for path in PACKAGE.rglob("*.py") if "import_module" in path.read_text(encoding="utf-8")}
    assert ways == {"late.py", "base.py"}
