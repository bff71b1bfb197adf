"""The sentences that our scripts say: every `t("…")` of a folder of them, in the reader's language."""

import re
from functools import cache

from babel import Locale
from flask_babel import get_locale, get_translations, gettext

from widget.web.assets import STATIC

ONE = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)*)\"""")
SEVERAL = re.compile(r"""\bplural\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)\"""")
SAMPLES = range(201)  # every plural category of every language has a number below


@cache
def msgids(*folders: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return every msgid that a script of these folders names, and every pair of singular and plural."""
    files = [file for folder in folders for file in sorted((STATIC / folder).glob("*.js"))]
    scripts = [file.read_text(encoding="utf-8") for file in files]
    ones = {found for script in scripts for found in ONE.findall(script)}
    pairs = {found for script in scripts for found in SEVERAL.findall(script)}
    return tuple(sorted(ones)), tuple(sorted(pairs))


def strings(*folders: str) -> dict[str, str | dict[str, str]]:
    """Return what these folders say, in the language that is spoken: a sentence, or one for each plural category."""
    return _strings(folders, str(get_locale()))


@cache
def _strings(folders: tuple[str, ...], _locale: str) -> dict[str, str | dict[str, str]]:
    ones, pairs = msgids(*folders)
    return {msgid: gettext(msgid) for msgid in ones} | {many: _forms(one, many) for one, many in pairs}


def _forms(one: str, many: str) -> dict[str, str]:
    translations = get_translations()
    return {category: translations.ungettext(one, many, number) for category, number in _samples(get_locale()).items()}


@cache
def _samples(locale: Locale) -> dict[str, int]:
    return {locale.plural_form(number): number for number in reversed(SAMPLES)}
