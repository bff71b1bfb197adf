"""Where the tests play: two sites with a page each, settings that work, and a clock in the test's hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from widget.config import Settings, load

BLOG, OTHER = "https://blog.test/a-post", "https://other.test/a-post"
ENVIRONMENT = {
    "REJOINDER_BASE_URL": "https://comments.rejoinder.test",
    "REJOINDER_SECRET_KEY": "a key for tests that is long enough for it",
}


def settings_for(database: Path, **more: str) -> Settings:
    """Return settings for a database file; `more` are environment variables without their prefix."""
    extra = {f"REJOINDER_{name.upper()}": value for name, value in more.items()}
    return load(None, ENVIRONMENT | {"REJOINDER_DATABASE_URL": f"sqlite:///{database}"} | extra)


@dataclass
class Time:
    """The clock of a test: it stands still until it is told how much time has passed."""

    now: datetime

    def passes(self, **how_long: float) -> None:
        """Move on by days, minutes, seconds, as `timedelta` takes them."""
        self.now += timedelta(**how_long)
