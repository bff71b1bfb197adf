"""Modules that come late: one thread loads at a time, since of a circle two would see halves."""

from pathlib import Path

import pytest

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
