"""Which discussion settings a thread has, and until when it is open."""

from datetime import datetime, timedelta

from widget.sites.discussion import Discussion, discussion
from widget.sites.models import Site
from widget.threads.models import Thread


def settings_of(site: Site, thread: Thread | None) -> Discussion:
    """Return the settings that are in force in a thread, also before it has a row."""
    return discussion(site, thread.overrides if thread else {})


def closes(site: Site, thread: Thread | None) -> datetime | None:
    """Return when a thread closes by itself: at its own moment, or so many days after its page was published.

    A page that does not say when has the age of its first published comment: spam and likes make no thread old.
    """
    if thread is None:
        return None
    days = settings_of(site, thread).close_days
    since = thread.published or thread.begun
    by_age = since + timedelta(days=days) if days and since else None
    return min((moment for moment in (thread.closes, by_age) if moment), default=None)


def is_open(site: Site, thread: Thread | None, now: datetime) -> bool:
    """Whether anybody may write here at all."""
    end = closes(site, thread)
    return settings_of(site, thread).comments_open and not (end and end <= now)
