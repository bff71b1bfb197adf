"""Words of the owner's lists, looked for in a text in linear time: whole words unless a `*` stands for the rest.

Text and words become one form (compatible characters alike, lower case, nothing invisible) in which a NUL stands on
both sides of each word. So a whole word is a plain search for a piece of text, whatever is typed around it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from widget.core.text import UNSEEN

EDGE = "\0"
STAR = "*"
GAP = 100  # characters that a * between two pieces may stand for, within a word
SPACE = re.compile(r"\s")
INVISIBLE = re.compile(f"[{UNSEEN}\0\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# Scripts that put no spaces between words: there each character has its own edges.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff"  # vowels and accents are part of a word
WORD = re.compile(rf"[{SPACELESS}]|(?:(?![{SPACELESS}])[\w{MARKS}])+")


def plain(text: str) -> str:
    """Return `text` as it is compared: without what nobody sees, and with one form for each character."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", folded)).split())


def edged(text: str) -> str:
    """Return `text` in the form in which words are looked for."""
    return WORD.sub(rf"{EDGE}\g<0>{EDGE}", plain(text))


def words_found(rules: str, texts: Iterable[str]) -> list[str]:
    """Return which of the rules (one per line) is in one of these texts, as the owner wrote them."""
    searches = _searches(rules)
    if not searches:
        return []
    here = "\n".join(edged(text) for text in texts if text)
    return [rule for rule, pieces in searches if _is_in(here, pieces)]


@lru_cache(maxsize=64)
def _searches(rules: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = ((rule, _pieces(rule)) for rule in dict.fromkeys(map(str.strip, rules.splitlines())))
    return tuple((rule, pieces) for rule, pieces in found if pieces)


def _pieces(rule: str) -> tuple[str, ...]:
    """Return the texts between the stars; where a star is, the word may go on."""
    parts = plain(rule).split(STAR)
    last = len(parts) - 1
    pieces = []
    for place, part in enumerate(parts):
        piece = edged(part)
        if place > 0:
            piece = piece.removeprefix(EDGE)
        if place < last:
            piece = piece.removesuffix(EDGE)
        pieces.append(piece)
    return tuple(piece for piece in pieces if piece)


def _is_in(here: str, pieces: tuple[str, ...]) -> bool:
    if len(pieces) == 1:
        return pieces[0] in here
    if not all(piece in here for piece in pieces):
        return False
    at = here.find(pieces[0])
    while at >= 0:
        if _goes_on(here, at + len(pieces[0]), pieces[1:]):
            return True
        at = here.find(pieces[0], at + 1)
    return False


def _goes_on(here: str, at: int, pieces: tuple[str, ...]) -> bool:
    for piece in pieces:
        found = here.find(piece, at, at + GAP + len(piece))
        if found < 0 or SPACE.search(here, at, found):
            return False
        at = found + len(piece)
    return True
