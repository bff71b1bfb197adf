"""Words that are more than words: addresses become links, and names behind an `@` mentions."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from markupsafe import Markup, escape

from widget.core.urls import LONGEST, is_web_address

MOST_LINKS = 100  # what comes after them stays text, so that html is not many times as long as its source
MOST_PEOPLE = 200
ADDRESS = re.compile(rf"(?<![\w@/.])(?:https?://|www\.)[^\s<>\"]{{1,{LONGEST}}}", re.IGNORECASE)
AFTER = ".,:;!?'*_\u2019\u201d\u00bb"  # belongs to the sentence when an address ends with it, closing quotes too
MAYBE = re.compile("http|www|@", re.IGNORECASE)  # most words are none of these
NOBODY = re.compile(r"(?!)")


class Linker:
    """Draws the words of one text, and counts its links."""

    def __init__(self, people: Collection[str]) -> None:
        self._numbers = count(1)
        self._mentions = mentions_of(people)

    def may_link(self, url: str) -> bool:
        """Whether one more link may lead to this address."""
        return is_web_address(url) and next(self._numbers) <= MOST_LINKS

    def draw(self, text: str) -> Markup:
        """Return plain text with its addresses and mentions."""
        if not MAYBE.search(text):
            return escape(text)
        return Markup("").join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[Markup]:
        end = 0
        for found in ADDRESS.finditer(text):
            address = without_sentence(found.group())
            url = address if address[:4].lower() == "http" else f"https://{address}"
            if self.may_link(url):
                yield self._mentioned(text[end : found.start()])
                yield Markup('<a href="{}">{}</a>').format(url, address)
                end = found.start() + len(address)
        yield self._mentioned(text[end:])

    def _mentioned(self, text: str) -> Markup:
        parts, end = [], 0
        for found in self._mentions.finditer(text):
            parts += [escape(text[end : found.start()]), Markup('<span class="mention">{}</span>').format(found[0])]
            end = found.end()
        return Markup("").join([*parts, escape(text[end:])])


def mentions_of(people: Collection[str]) -> re.Pattern[str]:
    """Return what finds mentions of these people, of the longest name that fits.

    A name with an `@` is none: mentions then never overlap, and a text takes no longer than it is long.
    """
    names = sorted({name for name in people if name and "@" not in name}, key=len, reverse=True)[:MOST_PEOPLE]
    return re.compile(rf"(?<![\w@])@(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else NOBODY


def without_sentence(address: str) -> str:
    """Return an address without the end of the sentence: `(see https://x.org/a_(b).)` ends with `b)`."""
    open_ones = address.count("(") - address.count(")")
    end = len(address)
    while end and (address[end - 1] in AFTER or (address[end - 1] == ")" and open_ones < 0)):
        open_ones += address[end - 1] == ")"
        end -= 1
    return address[:end]
