"""The command `rejoinder`: errors are one sentence on stderr and exit 1."""

from widget.cli.base import main

__all__ = ["main"]
