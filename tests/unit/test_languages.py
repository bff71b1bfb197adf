"""Which language somebody gets for the tag that a page or a browser names."""

import pytest

from widget.comments.imitating import WORDS
from widget.web.languages import language_for, languages, matching, translations_of, words_for


@pytest.mark.parametrize(
    ("wish", "tag"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_at", "de"),
        ("de-Latn-AT-1996", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hant-TW", "zh-Hans"),
        ("iw", "he"),
        ("en-US", "en"),
        ("es-419", "es"),
    ],
)
def test_a_tag_leads_to_the_nearest_that_we_have(wish: str, tag: str) -> None:
    assert language_for(wish).tag == tag


@pytest.mark.parametrize("wish", ["", "tlh", "x-klingon", "-", "../../etc/passwd", "de\x00", "d" * 5000, "*"])
def test_anything_else_is_english(wish: str) -> None:
    assert matching(wish[:100]) is None
    assert language_for(wish) is languages()["en"]


def test_arabic_and_hebrew_run_from_right_to_left() -> None:
    assert {tag for tag, language in languages().items() if language.direction == "rtl"} == {"ar", "he"}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_in_every_file_as_its_catalogue_has_it(word: str) -> None:
    said = {translations_of(one.locale).ugettext(word) for one in languages().values()}
    assert words_for(word) == said
    assert len(said) > 5


def test_looking_for_a_word_loads_no_catalogue() -> None:
    translations_of.cache_clear()
    assert "Moderator" in words_for("Moderator")
    assert translations_of.cache_info().currsize == 0
