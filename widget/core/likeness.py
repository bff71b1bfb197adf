"""Which addresses look as if they led to one and the same page, though they are different ones."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from widget.core.urls import TRACKERS

LONGEST = 500  # characters of an address that is compared
DEVICES = re.compile(r"^(www|m|mobile|amp|wap)\.")
FIRST = re.compile(r"^/(amp|m|mobile)(?=/)")
LAST = re.compile(r"(/(index|default)\.\w+|[./]amp|\.(html?|xhtml|shtml|php|aspx?|jsp)|;jsessionid=[^/]*|/)$")
# What says how a page is shown, or where a reader comes from, but not which page it is.
IDLE = re.compile(
    r"ref|referrer|source|src|via|from|share|amp|m|mobile|print|output|replytocom|cmp|campaign|theme|lang|hl"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An address without what may differ: `place` is host and path, `query` what may matter of the rest."""

    place: str
    query: frozenset[tuple[str, str]]


def likeness_of(page: str) -> Likeness:
    """Return what an http(s) address has in common with others that lead to the same page.

    A very long one is like no other: comparing it would cost more than it is worth.
    """
    if len(page) > LONGEST:
        return Likeness(page, frozenset())
    parts = urlsplit(page)
    host = DEVICES.sub("", (parts.hostname or "").lower())
    path = re.sub(r"/+", "/", _plain(unquote(parts.path)))
    path = FIRST.sub("", path)
    while shorter := LAST.search(path):
        path = path[: shorter.start()]
    pairs = [(name.lower(), _plain(value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    telling = (pair for pair in pairs if not (TRACKERS.fullmatch(pair[0]) or IDLE.fullmatch(pair[0])))
    return Likeness(host + path, frozenset(telling))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
