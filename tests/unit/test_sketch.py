"""Nearly the same texts are told from others by a few bits."""

import pytest

from widget.screening.sketch import alike, sketch_of

TEXT = (
    "I have been following this page for some time and must say that the seats by the window on the night train "
    "are worth every penny of the price that you pay for them"
)
JAPANESE = "この記事はとても役に立ちました。ありがとうございます。次の旅行でも必ず参考にします。"
OTHERS = [
    "The seats on the night train are broken, the window does not open, and nobody at the station wants to hear of it",
    "Does anybody know whether the last bus still leaves at ten on Sundays when there is a market on the square?",
    JAPANESE,
]


def same(one: str, other: str) -> bool:
    first, second = sketch_of(one), sketch_of(other)
    assert first
    assert second
    return alike(first, second)


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace("penny", "cent"),
        f"{TEXT}!!! 4711 https://spam.example/?id=17",
        TEXT.replace("I have", "We have").replace("seats", "places"),
        TEXT.replace(" ", "\n"),
    ],
)
def test_small_changes_leave_it_the_same(other: str) -> None:
    assert same(TEXT, other)


@pytest.mark.parametrize("other", OTHERS)
def test_another_text_is_another(other: str) -> None:
    assert not same(TEXT, other)


def test_scripts_without_spaces_are_compared_by_their_characters() -> None:
    assert same(JAPANESE, JAPANESE.replace("旅行", "旅"))


@pytest.mark.parametrize("text", ["", "Thank you!", "Thank you very much, this helped me", "1 2 3 4 5 6 7 8 9 10 11"])
def test_what_is_short_is_often_the_same_by_chance(text: str) -> None:
    assert sketch_of(text) is None
