"""Every language says everything: complete, with what stands for a value, in each plural form, and in its own words."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from source import PACKAGE

from tools import words
from widget.web.languages import languages, read_catalogue

FILES = sorted((PACKAGE / "translations").glob("*.po"))
ALIKE = Path(__file__).with_name("alike.txt")  # what is the same word in English and in a language
VALUE = re.compile(r"%\(\w+\)[sd]|%%")
SCRIPTS = {"ar": "ARABIC", "he": "HEBREW", "ru": "CYRILLIC", "zh_Hans": "CJK"}
EXACTLY_ONE = {"ar": (0, 1, 2), "cy": (0, 1, 2, 3, 4), "de": (0,), "es": (0,), "he": (0, 1), "pl": (0,)}
SAMPLES = (*range(201), 1000, 1_000_000)


@pytest.fixture(scope="module")
def template() -> Catalog:
    """What the code says."""
    return words.said()


def messages(file: Path) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Yield each message of a file with its translation in each form."""
    for message in words.read(file.stem):
        if message.id:
            string = message.string
            yield message, string if isinstance(string, tuple) else (string,)


def ids(message: Message) -> tuple[str, ...]:
    """Return the English sentence, or both where it counts."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


def test_there_are_twelve_languages_with_every_kind_of_plural() -> None:
    assert {"en", "de", "fr", "es", "pt-BR", "pl", "ru", "ar", "he", "ja", "zh-Hans", "cy"} <= set(languages())
    assert {words.read(file.stem).num_plurals for file in FILES} >= {1, 2, 3, 6}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_says_what_the_code_says_and_nothing_else(file: Path, template: Catalog) -> None:
    catalog = words.read(file.stem)
    assert {message.id for message in catalog} == {message.id for message in template}
    assert not catalog.obsolete
    assert not [message.id for message in catalog if message.id and message.fuzzy]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_left_out_or_left_in_english(file: Path) -> None:
    alike = set(ALIKE.read_text(encoding="utf-8").splitlines())
    for message, forms in messages(file):
        assert all(forms), f"{message.id} is not translated"
        for form in forms:
            same = form in ids(message) and f"{file.stem}: {form}" not in alike
            assert not same or not bare(form), f"{message.id} is left in English, and not in {ALIKE.name}"


@pytest.mark.parametrize("file", [file for file in FILES if file.stem in SCRIPTS], ids=lambda file: file.stem)
def test_a_sentence_is_written_in_the_script_of_its_language(file: Path) -> None:
    alike = set(ALIKE.read_text(encoding="utf-8").splitlines())
    for message, forms in messages(file):
        for form in (one for one in forms if f"{file.stem}: {one}" not in alike):
            names = [unicodedata.name(one, "") for one in bare(form) if one.isalpha()]
            assert not names or any(name.startswith(SCRIPTS[file.stem]) for name in names), message.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_value_has_its_place_in_every_form(file: Path) -> None:
    for message, forms in messages(file):
        wanted = sorted(VALUE.findall(ids(message)[-1]))
        for number, form in enumerate(forms):
            found = sorted(VALUE.findall(form))
            in_words = len(forms) > 1 and number in EXACTLY_ONE.get(file.stem, ())  # a form for one number alone
            assert found == wanted or (in_words and found == [one for one in wanted if one != "%(num)d"]), form


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_message_can_be_rendered_in_every_category(file: Path) -> None:
    spoken, locale = read_catalogue(file), Locale.parse(file.stem)
    values = {"num": 5, "max": 7}
    for message, _ in messages(file):
        names = {name: values.get(name, "X") for name in re.findall(r"%\((\w+)\)", "".join(ids(message)))}
        if len(ids(message)) == 1:
            assert "%(" not in spoken.ugettext(message.id) % names
            continue
        said = {locale.plural_form(number): spoken.ungettext(*message.id, number) for number in SAMPLES}
        assert all("%(" not in sentence % names for sentence in said.values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sentence_ends_as_it_does_in_english(file: Path) -> None:
    ends = {".": ".。।", "?": "?？؟", "…": "…", ":": ":："}
    for message, forms in messages(file):
        end = ids(message)[-1][-1]
        for form in forms:
            assert form.strip() == form, message.id
            assert (form[-1] in ends[end]) if end in ends else form[-1] not in ".…:", f"{message.id}: {form}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sentence_is_plain_text(file: Path) -> None:
    for message, forms in messages(file):
        for form in forms:
            assert not re.search(r"[<>]|&\w+;", form), form
            assert not [one for one in form if unicodedata.category(one) == "Cc"], message.id


def bare(form: str) -> str:
    """Return a sentence without what stands for values."""
    return re.sub(r"[^\w]|\d", "", VALUE.sub("", form))
