"""Texts that are nearly the same: 128 bits of which nearly all agree (Charikar's SimHash over pairs of words)."""

import re
from hashlib import blake2b
from itertools import pairwise

from widget.screening.words import WORD, plain

BITS = 128
FEWEST = 8  # pairs of words: shorter texts ("Thank you!") are often the same by chance
MOST = 500  # words
APART = 24  # bits that may differ: two or three words of twenty
SPREAD = [1 << bit for bit in range(BITS)]
ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def sketch_of(text: str) -> str | None:
    """Return what is kept of a text, 32 hexadecimal digits; None for one that is too short to tell.

    Addresses and numbers are left out: they are what a wave of spam varies first.
    """
    words = [word for word in WORD.findall(ADDRESS.sub(" ", plain(text))) if not word.isdigit()]
    pairs = {f"{one} {next_}" for one, next_ in pairwise(words[:MOST])}
    if len(pairs) < FEWEST:
        return None
    sums = [0] * BITS
    for pair in pairs:
        number = int.from_bytes(blake2b(pair.encode(), digest_size=BITS // 8).digest(), "big")
        for bit, place in enumerate(SPREAD):
            sums[bit] += 1 if number & place else -1
    return f"{sum(place for total, place in zip(sums, SPREAD, strict=True) if total > 0):032x}"


def alike(one: str | None, other: str | None) -> bool:
    """Whether two texts are nearly the same, by what is kept of them; nothing is kept of short ones."""
    if one is None or other is None:
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= APART
