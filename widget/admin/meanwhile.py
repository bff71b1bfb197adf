"""What somebody else has changed since a form was drawn: nobody overwrites what they have not seen."""

import hashlib
from collections.abc import Mapping

from flask_babel import gettext

from widget.core.text import marked

SAID = {
    "yes": marked("Yes"),
    "no": marked("No"),
    "oldest": marked("Oldest first"),
    "newest": marked("Newest first"),
    "liked": marked("Most liked first"),
}
LONGEST = 200  # characters of a value that are repeated


def shown(texts: Mapping[str, str]) -> str:
    """Return what a form shows, each setting by a hash, for a hidden field."""
    return " ".join(f"{name}={_hash(text)}" for name, text in texts.items())


def changed_since(before: str, now: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Return what is no longer as the form showed it (`before`), and not as it is wanted now either."""
    known = dict(pair.split("=", 1) for pair in before.split() if "=" in pair)
    return [name for name in wanted if known.get(name, _hash(now[name])) != _hash(now[name]) != _hash(wanted[name])]


def brought_together(before: str, now: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what to draw next: as it was typed, and as it is now where nothing was typed."""
    untouched = {name for name, text in wanted.items() if f"{name}={_hash(text)}" in before.split()}
    return {name: now[name] if name in untouched else text for name, text in wanted.items()}


def told_of(text: str) -> str:
    """Return in a sentence what somebody else has set."""
    value = gettext(SAID[text]) if text in SAID else text[:LONGEST] or gettext("None")
    return str(gettext("Somebody else has set this meanwhile: %(value)s", value=value))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
