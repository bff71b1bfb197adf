"""One app with the three stand-ins, and a walk through each of them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from standin import ACCOUNTS, CLIENTS, PROVIDERS, Walk

from widget.demo.standins import create_standins


@pytest.fixture(scope="module")
def standins() -> Flask:
    return create_standins(ACCOUNTS, CLIENTS)


@pytest.fixture(params=PROVIDERS)
def walk(request: pytest.FixtureRequest, standins: Flask) -> Iterator[Walk]:
    yield Walk(standins.test_client(), request.param)
    standins.extensions["misbehave"].clear()
