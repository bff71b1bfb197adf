"""Which names look alike: skeletons by UTS 39 (https://www.unicode.org/reports/tr39/#Confusable_Detection)."""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from widget.core.text import UNSEEN

IGNORED = re.compile(f"[{UNSEEN}]")
DROPPED = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sk"})  # no eye needs them


def looks_like(name: str, other: str) -> bool:
    """Whether one name could be taken for another, whatever letters it is written with."""
    return not skeletons(name).isdisjoint(skeletons(other))


def skeletons(name: str) -> frozenset[str]:
    """Return what a name looks like, as typed and in small letters; empty for one of nothing but signs.

    Letters that only look wide or slanted are what they are to everybody (NFKD, where UTS 39 has NFD). There are two
    since "AIice" with a capital i looks like Alice as it is, and "MODERATOR" like moderator when it is small.
    """
    return frozenset(bones for form in (name, name.casefold()) if (bones := _bones(form)))


def _bones(text: str) -> str:
    whole = unicodedata.normalize("NFKD", IGNORED.sub("", text))
    plain = (one for one in whole if unicodedata.category(one) not in DROPPED)
    bones = unicodedata.normalize("NFKD", "".join(plain).translate(_prototypes()))
    return "".join(one for one in bones if unicodedata.category(one) not in DROPPED).casefold()


@cache
def _prototypes() -> dict[int, str]:
    """Return Unicode's table from each confusable character to the one that stands for it.

    The package has it as a graph: a character that leads to one other alone is confusable with that, and what many
    lead to stands for them. Where two have nobody but each other the lower one stands for both.
    """
    source = files("confusable_homoglyphs").joinpath("confusables.json")
    graph = {one: [other["c"] for other in others] for one, others in json.loads(source.read_text("utf-8")).items()}
    table = {}
    for one, others in graph.items():
        if len(one) == 1 and len(others) == 1 and (len(graph.get(others[0], ())) != 1 or others[0] < one):
            table[ord(one)] = others[0]
    return table
