"""Reading what a provider sent: everything is untrusted, of any type, and may be missing."""

import re
from urllib.parse import urlsplit

from widget.core.text import one_line

MAX_NAME = 100
_MAX_URL = 2000


def shown_name(value: object) -> str | None:
    """A name as one line of at most 100 characters; None where it has nothing to see.

    Control, formatting and unassigned characters go, the ones that turn the writing direction among them.
    """
    return (one_line(value, MAX_NAME) or None) if isinstance(value, str) else None


def subject(value: object) -> str | None:
    """A provider's stable id of a person: 1 to 255 visible ASCII characters (OpenID Connect Core 2)."""
    return value if isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]{1,255}", value) else None


def plain_name(value: object) -> str | None:
    """A user name to call somebody by who has no other; what may be an email address is not for everybody to read."""
    return shown_name(value) if isinstance(value, str) and "@" not in value else None


def handle(value: object) -> str | None:
    """A user name such as `XDevelopers`, without @."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,50}", value) else None


def web_url(value: object) -> str | None:
    """An address of the web; whether it may be fetched is the guarded fetcher's decision."""
    if not isinstance(value, str) or len(value) > _MAX_URL or not re.fullmatch(r"[\x21-\x7e]+", value):
        return None
    try:
        parts = urlsplit(value)
        return value if parts.scheme in {"https", "http"} and parts.hostname else None
    except ValueError:
        return None
