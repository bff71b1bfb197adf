"""What the local filter looks at in a comment: words, where links lead, and its shape; docs/decisions/0141."""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from math import log2

from widget.screening.words import WORD

MOST = 400  # features of one comment; the longest comments are known by how they begin
READ = 8000  # characters of it
LONGEST = 30  # characters of a word
LINK = re.compile(r"(?:https?://|www\.)([\w.-]+)", re.IGNORECASE)
SIGNS = "£$€¥!?%*&#"
NUMBER = re.compile(r"\d+")
MONEY = re.compile(r"[£$€¥]\s?\d|\d\s?(?:[£$€¥]|(?:p|pounds?|gbp|dollars?|usd|euros?|eur)\b)", re.IGNORECASE)
APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")


def features(text: str, name: str = "", website: str = "") -> dict[str, None]:
    """Return the features of a comment, in order, each once and as the filter shows it."""
    read = unicodedata.normalize("NFKC", text[:READ])
    words = [_shown(word) for word in WORD.findall(APOSTROPHE.sub("", read.casefold()))]
    found = (
        *_shape(read),
        *(f"link to {host.lower().removeprefix('www.')}" for host in LINK.findall(f"{read} {website}")),
        *(f"name {word}" for word in WORD.findall(name.casefold()[:100])),
        *(["website"] if website else []),
        *words,
    )
    return dict.fromkeys(islice(dict.fromkeys(found), MOST))


def hashed(secret: str, feature: str) -> int:
    """Return the keyed hash under which a feature is kept, never 0: counts alone tell nobody what was written."""
    digest = blake2b(feature.encode(), digest_size=8, key=secret.encode()[:64]).digest()
    return int.from_bytes(digest, "big", signed=True) or 1


def _shown(word: str) -> str:
    """Return a word as it counts: of numbers how long they are, for each is another."""
    return f"number of {min(len(word), 12)} digits" if word.isdigit() else word[:LONGEST]


def _shape(text: str) -> Iterator[str]:
    digits = sum(one.isdigit() for one in text)
    letters = sum(one.isalpha() for one in text) or 1
    capitals = sum(one.isupper() for one in text)
    links = len(LINK.findall(text))
    words = WORD.findall(text)
    yield f"length {min(int(log2(len(text) + 1)), 13)}"
    yield f"digits {min(digits, 20) // 4}"
    yield f"longest number {min(max(map(len, NUMBER.findall(text)), default=0), 11)}"
    yield f"half letters of a word {min(2 * sum(map(len, words)) // (len(words) or 1), 14)}"
    yield f"capitals {min(int(10 * capitals / letters), 6)}"
    yield f"links {min(links, 4)}"
    yield from (f"sign {sign}" for sign in SIGNS if sign in text)
    if re.search(r"\d[^\W\d_]|[^\W\d_]\d", text):
        yield "digits inside words"
    if MONEY.search(text):
        yield "money"
