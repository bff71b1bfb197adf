"""What has become of a text, word by word: kept, taken out, put in. The work is bounded, whatever the texts are.

The way from one to the other is Myers' (An O(ND) Difference Algorithm, 1986); where it would be longer than
`FARTHEST` words, or the changed part longer than `LONGEST`, that part counts as written anew.
"""

import re
from enum import StrEnum
from itertools import groupby

LONGEST = 2000  # words and gaps between them, of both texts
FARTHEST = 200
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(StrEnum):
    """What has become of a piece."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


Piece = tuple[Kind, str]


def difference(before: str, after: str) -> list[Piece]:
    """Return pieces that make `before` without those put in, and `after` without those taken out."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    changed = _changed(old[start : len(old) - end], new[start : len(new) - end])
    words = [(Kind.KEPT, word) for word in old[:start]] + changed
    words += [(Kind.KEPT, word) for word in old[len(old) - end :]]
    return [(kind, "".join(word for _, word in run)) for kind, run in groupby(words, key=lambda one: one[0])]


def _shared(some: list[str], others: list[str]) -> int:
    """Return how many words both begin with."""
    pairs = zip(some, others, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(some), len(others)))


def _changed(old: list[str], new: list[str]) -> list[Piece]:
    trail = _trail(old, new) if old and new and len(old) + len(new) <= LONGEST else None
    if trail is None:
        return [(Kind.OUT, word) for word in old] + [(Kind.IN, word) for word in new]
    pieces: list[Piece] = []
    x, y = len(old), len(new)
    for steps in range(len(trail) - 1, -1, -1):
        reached, line = trail[steps], x - y
        down = line == -steps or (line != steps and reached.get(line - 1, -1) < reached.get(line + 1, -1))
        before = line + 1 if down else line - 1
        from_x = reached.get(before, 0)
        from_y = from_x - before
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            pieces.append((Kind.KEPT, old[x]))
        if steps:
            x, y = from_x, from_y
            pieces.append((Kind.IN, new[y]) if down else (Kind.OUT, old[x]))
    return pieces[::-1]


def _trail(old: list[str], new: list[str]) -> list[dict[int, int]] | None:
    """Return how far each diagonal had been reached before each step; None where the way is too long."""
    reached, trail = {1: 0}, []
    for steps in range(FARTHEST + 1):
        trail.append(dict(reached))
        for line in range(-steps, steps + 1, 2):
            down = line == -steps or (line != steps and reached.get(line - 1, -1) < reached.get(line + 1, -1))
            x = reached.get(line + 1, 0) if down else reached.get(line - 1, 0) + 1
            while x < len(old) and x - line < len(new) and old[x] == new[x - line]:
                x += 1
            reached[line] = x
            if x >= len(old) and x - line >= len(new):
                return trail
    return None
