"""What the tests over HTTP share."""

import pytest
from frames import Frame
from windows import FakeProvider, SignIn

Fakes = dict[str, FakeProvider]


@pytest.fixture
def started(guest: Frame, fakes: Fakes) -> SignIn:
    """A sign-in whose window is at the provider."""
    sign_in = SignIn(guest)
    sign_in.start()
    return sign_in
