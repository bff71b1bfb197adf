"""Texts that are nearly the same: 128 bits of which nearly all agree (Charikar's SimHash over pairs of words)."""

import re
from hashlib import blake2b
from itertools import pairwise

from widget.screening.words import WORD, plain

BITS = 128
FEWEST = 8  # pairs of words: shorter texts ("Thank you!") are often the same by chance
MOST = 500  # words
APART = 24  # bits that may differ: two or three words of twenty
LANE = 10  # bits in which one bit is counted: up to `MOST`
MOST_COUNTED = (1 << LANE) - 1
LANES = [sum(1 << LANE * bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def sketch_of(text: str) -> str | None:
    """Return what is kept of a text, 32 hexadecimal digits; None for one that is too short to tell.

    Addresses and numbers are left out: they are what a wave of spam varies first.
    """
    words = [word for word in WORD.findall(ADDRESS.sub(" ", plain(text))) if not word.isdigit()]
    pairs = {f"{one} {next_}" for one, next_ in pairwise(words[:MOST])}
    if len(pairs) < FEWEST:
        return None
    digests = [blake2b(pair.encode(), digest_size=BITS // 8).digest() for pair in pairs]
    sketch = 0
    for place in zip(*digests, strict=True):  # the same byte of every digest, the highest first
        counted = sum(map(LANES.__getitem__, place))
        often = (bit for bit in range(8) if 2 * (counted >> LANE * bit & MOST_COUNTED) > len(digests))
        sketch = sketch << 8 | sum(1 << bit for bit in often)
    return f"{sketch:032x}"


def alike(one: str | None, other: str | None) -> bool:
    """Whether two texts are nearly the same, by what is kept of them; nothing is kept of short ones."""
    if one is None or other is None:
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= APART
