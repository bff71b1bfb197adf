"""Which language somebody gets for the tag that a page or a browser names."""

import pytest

from widget.web.languages import language_for, languages, matching


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
