"""The sentences that the frame's scripts say: every `t("…")` in them, in the reader's language."""

import re
from functools import cache

from flask_babel import get_locale, get_translations, gettext

from widget.web.assets import LATE, STATIC

ONE = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)*)\"""")
SEVERAL = re.compile(r"""\bplural\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)\"""")
SAMPLES = range(201)  # every plural category of every language has a number below


@cache
def msgids() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return every msgid that a script of the frame names, also a late one, and every pair of singular and plural."""
    files = [file for folder in ("frame", *LATE) for file in sorted((STATIC / folder).glob("*.js"))]
    scripts = [file.read_text(encoding="utf-8") for file in files]
    ones = {found for script in scripts for found in ONE.findall(script)}
    pairs = {found for script in scripts for found in SEVERAL.findall(script)}
    return tuple(sorted(ones)), tuple(sorted(pairs))


def strings() -> dict[str, str | dict[str, str]]:
    """Return the catalogue for this request's language: a sentence, or one for each of its plural categories."""
    return _strings(str(get_locale()))


@cache
def _strings(_locale: str) -> dict[str, str | dict[str, str]]:
    ones, pairs = msgids()
    return {msgid: gettext(msgid) for msgid in ones} | {many: _forms(one, many) for one, many in pairs}


def _forms(one: str, many: str) -> dict[str, str]:
    locale, translations = get_locale(), get_translations()
    samples = {locale.plural_form(number): number for number in reversed(SAMPLES)}
    return {category: translations.ungettext(one, many, number) for category, number in samples.items()}
