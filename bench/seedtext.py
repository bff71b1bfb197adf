"""Realistic comments from a fixed seed: English with some Markdown, replies three deep, a last word of its own."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEED = 20_260_401
FIRST_MOMENT = 1_767_225_600  # 1 January 2026, in seconds; a comment every 37 seconds
VOCABULARY = """
the of and to in is that it for was on are as with they at be this from have or by one had not but what all were when
we there can an your which their said if do will each about how up out them then many some so these would other into
has more two like see time could make than first been its who now people my over did down only way find use may water
long little very after words just where most know get through back much before good new write our man too any day same
right look think also around another came come work three must because does part even place well such here take why
things help put years different away again off went old number great tell men say small every found still between name
should home big give air line set own under read last never us left end along while might next sound below saw
something thought both few those always looked show large often together asked house world going want school important
until form food keep children feet land side without life enough took sometimes four head above kind began almost live
page got earth need far hand high year light country night following picture being study second soon story since white
paper hard near sentence better best across during today server comment thread release package library function table
argument review question answer issue example index query cache browser widget script account session export garden
toaster kettle bicycle letter winter river window market station
"""
FIRST_NAMES = """
Ada Alan Grace Linus Barbara Ken Dennis Margaret Donald Radia John Frances Tim Anders James Ines Mara Joe
"""
LAST_NAMES = """
Stone Rivers Okafor Novak Silva Haddad Larsen Kim Tanaka Moreau Rossi Weber Dubois Ivanova Santos Patel
"""
WORDS, FIRST, LAST = VOCABULARY.split(), FIRST_NAMES.split(), LAST_NAMES.split()


@dataclass(frozen=True, slots=True)
class SeedComment:
    """One comment of the seed. `number` counts within its page from 1; `parent` is such a number."""

    page: str  # the path of its page
    number: int
    parent: int | None
    depth: int  # 0 for those that answer nobody
    name: str
    email: str
    text: str
    created: int  # seconds since 1970


def comments_of(page: str, count: int, seed: int = SEED) -> Iterator[SeedComment]:
    """Yield `count` comments of a page, parents before children; the same ones every time."""
    draw = random.Random(f"{seed} {page}")
    depths: dict[int, int] = {}
    for number in range(1, count + 1):
        parent = _parent(draw, depths)
        depths[number] = depths[parent] + 1 if parent else 0
        name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
        email = f"{name.lower().replace(' ', '.')}@example.org"
        text = f"{prose(draw)} {token(draw)}"
        yield SeedComment(page, number, parent, depths[number], name, email, text, FIRST_MOMENT + 37 * number)


def roots_of(comments: Iterable[SeedComment]) -> dict[int, int | None]:
    """Return for each comment of a page where its branch begins; None for those that begin one."""
    roots: dict[int, int | None] = {}
    for one in comments:
        roots[one.number] = (roots[one.parent] or one.parent) if one.parent else None
    return roots


def prose(draw: random.Random) -> str:
    """Return a comment's text of some 300 characters."""
    wanted, sentences = max(120, min(620, int(draw.gauss(300, 80)))), [_sentence(draw)]
    while sum(map(len, sentences)) < wanted:
        sentences.append(_sentence(draw))
    shape = draw.random()
    if shape < 0.12:
        return f"> {sentences[0]}\n\n{' '.join(sentences[1:])}"
    if shape < 0.5:
        return f"{' '.join(sentences[:2])}\n\n{' '.join(sentences[2:])}".strip()
    return " ".join(sentences)


def token(draw: random.Random) -> str:
    """Return a word by which a comment is found again."""
    return f"ref{draw.getrandbits(48):012x}"


def texts(count: int, seed: str) -> list[str]:
    """Return `count` different comments to post; each ends with a word of its own."""
    draw = random.Random(f"{SEED} {seed}")
    base = [prose(draw) for _ in range(200)]
    return [f"{base[place % len(base)]} {token(draw)}" for place in range(count)]


def _parent(draw: random.Random, depths: dict[int, int]) -> int | None:
    """Half the comments answer an earlier one, never deeper than the third level."""
    if not depths or draw.random() < 0.5:
        return None
    chosen = draw.choice(range(1, len(depths) + 1))
    return chosen if depths[chosen] < 2 else None


def _sentence(draw: random.Random) -> str:
    words = [draw.choice(WORDS) for _ in range(draw.randint(6, 16))]
    if len(words) > 8 and draw.random() < 0.5:
        words[len(words) // 2] += ","
    text = " ".join(words).capitalize() + draw.choice("....?!")
    kind = draw.random()
    if kind < 0.07:
        return f"{text} `{draw.choice(WORDS)}()`"
    if kind < 0.14:
        return f"**{text.rstrip('.?!')}**."
    if kind < 0.2:
        return f"{text} *{draw.choice(WORDS)}*"
    if kind < 0.25:
        return f"{text} [{draw.choice(WORDS)}](https://example.org/{draw.choice(WORDS)})"
    return text
