"""Twikoo: its self-hosted server is not in the npm registry, so there is nothing to start; the report says so."""

from bench.targets.contract import Unavailable

WORDS = (
    "npm has Twikoo's client (`twikoo`) and its cloud function (`twikoo-func`, which runs inside a cloud provider's "
    "environment and its database only); the self-hosted server that Twikoo documents (`tkserver`) is not there."
)


def install() -> None:
    """Raise Unavailable with the reason."""
    raise Unavailable(WORDS)
