"""Fixtures of the provider contracts."""

from collections.abc import Iterator

import pytest
from dialects import DIALECTS, Visit, visiting
from nodes import node


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


@pytest.fixture
def github() -> Iterator[Visit]:
    """A sign-in under way with GitHub."""
    with visiting("github") as under_way:
        yield under_way


@pytest.fixture
def microsoft() -> Iterator[Visit]:
    """A sign-in under way with Microsoft."""
    with visiting("microsoft") as under_way:
        yield under_way


@pytest.fixture
def acme() -> Iterator[Visit]:
    """A sign-in under way with an issuer of the owner's."""
    with visiting("acme") as under_way:
        yield under_way


@pytest.fixture(scope="session")
def certified() -> Iterator[str]:
    """The issuer of a certified OpenID provider that is not ours in any part."""
    with node("provider.mjs") as issuer:
        yield issuer


@pytest.fixture(scope="session")
def forger() -> Iterator[str]:
    """The issuer of an OpenID provider that forges what it is told to."""
    with node("forger.mjs") as issuer:
        yield issuer
