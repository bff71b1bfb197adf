"""Where browsers make passkeys at all."""

import pytest

from widget.providers.passkey import allows_passkeys


@pytest.mark.parametrize(
    ("base_url", "allowed"),
    [
        ("https://comments.example.org", True),
        ("http://localhost:5000", True),
        ("http://comments.localhost:5000", True),
        ("http://comments.example.org", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::7]", False),
    ],
)
def test_browsers_make_passkeys_for_names_in_safe_places(base_url: str, *, allowed: bool) -> None:
    assert allows_passkeys(base_url) is allowed
