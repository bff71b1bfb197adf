"""The languages that Rejoinder speaks: each is one file of `widget/translations/`, found by the name of its language.

What everybody shares is made in the language that its address names; what is for one reader alone in that of the
address too, else in the first one that the browser asks for and we have.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Domain, get_locale, refresh
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup

from widget.config import HERE
from widget.core.late import late
from widget.extensions import babel

FOLDER = HERE / "translations"
ENGLISH = "en"
DATED = {ENGLISH: "en_GB"}  # dates as in a letter: 12 March 2026
WISH = "lang"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its BCP 47 `tag`, which HTML and browsers use, and by its `locale`, which Babel uses."""

    tag: str
    locale: str

    @property
    def direction(self) -> str:
        """Where its lines run to: `ltr` or `rtl`."""
        return Locale.parse(self.locale).text_direction


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Where Flask-Babel finds sentences: in our files as they are, with no step between writing and reading."""

    def get_translations(self) -> NullTranslations:
        """Return the sentences of the language that is spoken at the moment."""
        return translations_of(str(get_locale()))

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """Return the sentence for a number, with the number as the language writes it."""
        return counted(singular, plural, num) % {"num": num, **variables}


def prepare_languages(app: Flask) -> None:
    """Let Flask-Babel, and the templates with it, speak the languages of this folder."""
    babel.init_app(app, locale_selector=spoken_locale)
    babel.domain_instance = Catalogues()
    app.jinja_env.globals.update(_=written, gettext=written, ngettext=written_for, language=spoken)


@cache
def languages() -> dict[str, Language]:
    """Return every language by its tag, English first."""
    tags = [ENGLISH, *sorted(file.stem.replace("_", "-") for file in FOLDER.glob("*.po"))]
    return {tag: Language(tag, DATED.get(tag, tag.replace("-", "_"))) for tag in tags}


@lru_cache(maxsize=1024)
def matching(wish: str) -> Language | None:
    """Return what we have for a tag that a page or a browser names: the same, a wider one, or a sibling of it."""
    parts = wish.replace("_", "-").lower().split("-")
    parts[0] = get_global("language_aliases").get(parts[0], parts[0])
    known = {tag.lower(): language for tag, language in languages().items()}
    for length in range(len(parts), 0, -1):
        if found := known.get("-".join(parts[:length])):
            return found
    return next((language for tag, language in known.items() if tag.split("-")[0] == parts[0]), None)


def language_for(wish: str) -> Language:
    """Return the language for a tag; English where we have nothing like it."""
    return matching(wish[:100]) or languages()[ENGLISH]


def named_language() -> Language:
    """Return the language that this address names: all that an answer for everybody may be made by."""
    return language_for(request.args.get(WISH, ""))


def speak(tag: str) -> None:
    """Answer this request in a language, whatever its browser asks for: what a sign-in has begun in, it ends in."""
    g.spoken = language_for(tag)
    refresh()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say what is said in this block in one language: a letter has its reader's, whoever sends it."""
    before = g.pop("spoken", None)
    speak(language.tag)
    try:
        yield
    finally:
        g.pop("spoken")
        if before:
            g.spoken = before
        refresh()


def spoken() -> Language:
    """Return the language of the answer to this request."""
    if "spoken" not in g:
        wishes = [request.args.get(WISH, ""), *request.accept_languages.values()] if has_request_context() else []
        found = (matching(wish[:100]) for wish in wishes if wish)
        g.spoken = next((one for one in found if one), languages()[ENGLISH])
    language: Language = g.spoken
    return language


def spoken_locale() -> str:
    """Return the same as Babel's name for it."""
    return spoken().locale


@cache
def translations_of(locale: str) -> NullTranslations:
    """Return the sentences of a language; of English there are none, they stand in the code."""
    file = FOLDER / f"{locale}.po"
    return read_catalogue(file) if file.exists() else NullTranslations()


def words_for(word: str) -> frozenset[str]:
    """Return how a word reads in every language; it must be plain, and its entry one line long.

    Looked for in the files as they are: to load all catalogues takes a second, and who asks is about to post.
    """
    entry = re.compile(rf'^msgid "{re.escape(word)}"\nmsgstr "([^"\\]+)"$', re.MULTILINE)
    found = (entry.search(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.po"))
    return frozenset({word, *(one[1] for one in found if one)})


def read_catalogue(file: Path) -> Translations:
    """Return the sentences that a file holds; what that takes is loaded with the first one."""
    po, mo = late("babel.messages.pofile"), late("babel.messages.mofile")
    compiled = BytesIO()
    with file.open("rb") as source:
        mo.write_mo(compiled, po.read_po(source, locale=file.stem, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def counted(one: str, many: str, number: int) -> str:
    """Return the sentence for a number, which stands in it as the language writes numbers."""
    locale = spoken().locale
    sentence: str = translations_of(locale).ungettext(one, many, number)
    return sentence.replace("%(num)d", _number(number, locale))


@lru_cache(maxsize=4096)
def _number(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


@pass_eval_context
def written(page: EvalContext, sentence: str, /, **variables: object) -> str:
    """Return a sentence as a template writes it; what stands in it for `variables` is escaped on pages.

    A document has hundreds of them: what Jinja has for this calls three functions of its own for each.
    """
    return _fitted(page, translations_of(spoken().locale).ugettext(sentence), variables)


@pass_eval_context
def written_for(page: EvalContext, one: str, many: str, number: int, /, **variables: object) -> str:
    """Return the sentence for a number as a template writes it."""
    return _fitted(page, counted(one, many, number), {"num": number, **variables})


def _fitted(page: EvalContext, text: str, variables: dict[str, object]) -> str:
    sentence = Markup(text) if page.autoescape else text  # noqa: S704 (ours or a translator's, in our own file)
    return sentence % variables if variables or "%" in text else sentence
