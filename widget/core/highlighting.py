"""Colours for fenced code: comments, strings and keywords of the languages that people post.

Every pattern takes what it has begun to read, closed or not, so the time is the text's length: docs/decisions/0081.
"""

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from widget.core.code_languages import ALIASES, KEYWORDS, LANGUAGES

CLASSES = frozenset({"c", "s", "k", "d"})  # comment, string or number or what was added, keyword, what was taken away
LONGEST_CODE = 20_000  # characters; longer code stays plain: marks make html several times as long
NUMBER = r"(?<![\w.])\d[\w.]*"
WORD = r"[@$]?[^\W\d][\w-]*"


@dataclass(frozen=True, slots=True)
class _Reader:
    pattern: re.Pattern[str]
    keywords: frozenset[str]
    folded: bool


def highlight(code: str, name: str) -> Markup:
    """Return code with its parts marked by class; as it is where the language is not known by this name."""
    name = ALIASES.get(name.lower(), name.lower())
    if len(code) > LONGEST_CODE or (name not in LANGUAGES and name != "diff"):
        return escape(code)
    return _changes(code) if name == "diff" else _marked(code, _reader(name))


def _marked(code: str, reader: _Reader) -> Markup:
    parts, end = [], 0
    for found in reader.pattern.finditer(code):
        mark = _mark(found, reader)
        if mark:
            parts += [str(escape(code[end : found.start()])), _span(mark, found[0])]
            end = found.end()
    return Markup("".join([*parts, escape(code[end:])]))  # noqa: S704 (each part is escaped)


def _mark(found: re.Match[str], reader: _Reader) -> str:
    kind = found.lastgroup or ""
    if kind != "w":
        return kind
    return "k" if (found[0].lower() if reader.folded else found[0]) in reader.keywords else ""


def _changes(code: str) -> Markup:
    marks = {"+": "s", "-": "d", "@": "c"}
    lines = code.split("\n")
    parts = (_span(marks[line[0]], line) if line[:1] in marks else escape(line) for line in lines)
    return Markup("\n".join(parts))  # noqa: S704 (each part is escaped)


def _span(mark: str, text: str) -> str:
    return f'<span class="{mark}">{escape(text)}</span>'


@cache
def _reader(name: str) -> _Reader:
    language = LANGUAGES[name]
    kinds = {"c": language.comments, "s": f"{language.strings}|{NUMBER}", "w": WORD}
    pattern = "|".join(f"(?P<{kind}>{one})" for kind, one in kinds.items())
    return _Reader(re.compile(pattern, re.DOTALL), frozenset(KEYWORDS[name].split()), language.folded)
