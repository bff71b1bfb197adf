"""The discussion settings that are in force at one place: the site's, and what a thread has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from widget.sites.models import Site


@dataclass(frozen=True, slots=True)
class Discussion:
    """What may be written, by whom and for how long, and what becomes of it; WordPress' settings by our names."""

    comments_open: bool
    guests_allowed: bool
    details_required: bool
    close_days: int
    max_depth: int
    flood_seconds: int
    edit_minutes: int
    approve_all: bool
    approved_before: bool
    hold_links: int
    min_seconds: int
    moderation_words: str
    disallowed_words: str
    show_avatars: bool


NAMES = tuple(field.name for field in fields(Discussion))
OF_THE_SITE = {"max_depth", "flood_seconds", "min_seconds", "show_avatars", "moderation_words", "disallowed_words"}
OVERRIDABLE = frozenset(NAMES) - OF_THE_SITE


def discussion(site: Site, overrides: Mapping[str, Any]) -> Discussion:
    """Return the settings of a site, but for those that a thread has of its own."""
    own = {name: value for name, value in overrides.items() if name in OVERRIDABLE}
    return Discussion(**{name: own[name] if name in own else getattr(site, name) for name in NAMES})
