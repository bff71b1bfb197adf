"""Reading what a provider sent: everything is untrusted, of any type, and may be missing."""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_NAME = 100
_MAX_URL = 2000
_JOINERS = "\u200c\u200d"  # Persian words and emoji families need them


def shown_name(*candidates: object, otherwise: str) -> str:
    """The first candidate that has something to see, as one line of at most 100 characters.

    Control, formatting and unassigned characters go, the ones that turn the writing direction among them.
    """
    for candidate in candidates:
        if isinstance(candidate, str) and (name := _one_line(candidate)):
            return name
    return otherwise


def subject(value: object) -> str | None:
    """A provider's stable id of a person: 1 to 255 visible ASCII characters (OpenID Connect Core 2)."""
    return value if isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]{1,255}", value) else None


def handle(value: object) -> str | None:
    """A user name such as `XDevelopers`, without @."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_]{1,50}", value) else None


def web_url(value: object) -> str | None:
    """An address of the web; whether it may be fetched is the guarded fetcher's decision."""
    if not isinstance(value, str) or len(value) > _MAX_URL or not re.fullmatch(r"[\x21-\x7e]+", value):
        return None
    try:
        parts = urlsplit(value)
        return value if parts.scheme in {"https", "http"} and parts.hostname else None
    except ValueError:
        return None


def _one_line(text: str) -> str:
    text = unicodedata.normalize("NFC", text[: 10 * MAX_NAME])
    kept = "".join(" " if character.isspace() else character for character in text if _is_kept(character))
    name = " ".join(kept.split())[:MAX_NAME].rstrip()
    return name if any(unicodedata.category(character)[0] in "LNPS" for character in name) else ""


def _is_kept(character: str) -> bool:
    return character in _JOINERS or character.isspace() or unicodedata.category(character)[0] != "C"
