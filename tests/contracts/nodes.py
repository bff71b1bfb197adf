"""The OpenID providers that others wrote, as processes of Node."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from source import ROOT


@contextmanager
def node(script: str, *arguments: str) -> Iterator[str]:
    """A server of tests/oidc for as long as it is needed; it says where it is in its first line."""
    if not (ROOT / "node_modules").is_dir():
        pytest.fail("The OpenID providers of the tests are missing: make node")
    command = ["node", str(ROOT / "tests" / "oidc" / script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            issuer = process.stdout.readline().strip()
            assert issuer, f"{script} did not start: try it by hand"
            yield issuer
        finally:
            process.terminate()
