"""The command `rejoinder`: errors are one sentence on stderr and exit 1."""

from widget.cli import database, running, site
from widget.cli.base import main

__all__ = ["database", "main", "running", "site"]
