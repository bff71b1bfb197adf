"""Fixtures of the provider contracts."""

from collections.abc import Iterator

import pytest
from dialects import DIALECTS, Visit, visiting


@pytest.fixture(params=sorted(DIALECTS))
def visit(request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A sign-in under way, with each of the providers in turn."""
    with visiting(request.param) as under_way:
        yield under_way


@pytest.fixture
def google() -> Iterator[Visit]:
    """A sign-in under way with Google."""
    with visiting("google") as under_way:
        yield under_way


@pytest.fixture
def facebook() -> Iterator[Visit]:
    """A sign-in under way with Facebook."""
    with visiting("facebook") as under_way:
        yield under_way


@pytest.fixture
def x() -> Iterator[Visit]:
    """A sign-in under way with X."""
    with visiting("x") as under_way:
        yield under_way
