"""The command as the tests run it, and what its failures have in common."""

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def sentence(result: Result) -> str:
    """Assert that a command has failed as it should; return its sentence."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(".")
    assert result.stdout == ""
    return lines[0]
