"""Words of the owner's lists: found as people would find them, whatever the script, and in linear time."""

from time import perf_counter, process_time

import pytest

from widget.screening.words import words_found

FOUND = [
    ("casino", "The CASINO, at night"),
    ("casino", "casino"),
    ("Casino", "a casino"),
    ("buy now", "Please BUY\n  now!"),
    ("pill*", "pillow"),
    ("*gra", "viagra!"),
    ("*agr*", "viagra"),
    ("v*gra", "viagra"),
    ("straße", "STRASSE"),
    ("casino", "ｃａｓｉｎｏ"),
    ("casino", "ca\u200bsi\u00adno"),
    ("casino", "ca\u034fs\U000e0101i\u180bn\u3164o"),
    ("café", "cafe\u0301"),
    ("出会い", "素敵な出会いがあります"),
    ("赌场", "最好的赌场在这里"),
    ("казино", "Лучшее КАЗИНО здесь"),
    ("spam.example", "https://www.spam.example/x"),
    ("@spam.example", "joe@spam.example"),
    ("10.0.0.*", "10.0.0.7"),
    ("c++", "I like C++ a lot"),
    ("दवा", "सस्ती दवा यहाँ"),
]
NOT_FOUND = [
    ("ass", "class assembly"),
    ("pill", "pillow"),
    ("*gra", "grand"),
    ("pill*", "spill"),
    ("10.0.0.1", "110.0.0.12"),
    ("v*gra", "v" + "x" * 200 + "gra"),
    ("v*gra", "v\ngra"),
    ("v*gra", "very grand, that gra"),
    ("*", "anything"),
    ("**", "anything"),
    (" ", "any thing"),
    ("казино", "казинова"),
    ("x_y", "x y"),
]


@pytest.mark.parametrize(("rule", "text"), FOUND)
def test_a_word_is_found_however_it_is_written(rule: str, text: str) -> None:
    assert words_found(f"other\n{rule}\nmore", [text]) == [rule]


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_a_part_of_a_word_is_not_the_word(rule: str, text: str) -> None:
    assert words_found(rule, [text]) == []


def test_words_do_not_go_on_in_the_next_field() -> None:
    assert words_found("buy now\nb*w", ["buy", "now"]) == []


def test_lines_count_once_and_blanks_not_at_all() -> None:
    assert words_found("\n\ncasino\ncasino\n  \n", ["casino"]) == ["casino"]


@pytest.mark.parametrize("rule", ["a*a*a*a*a*b", "*a*a*a*", "a" * 100, "a *", "* a", "aa*", "*a*b"])
def test_no_text_makes_the_search_slow(rule: str) -> None:
    rules = "\n".join(f"{rule}{number}" for number in range(200))
    began = perf_counter()
    for text in ("a" * 65_000, "a " * 32_000, "a*" * 32_000, "\u0301" * 65_000):
        words_found(rules, [text])
    assert perf_counter() - began < 6.0


def seconds(length: int) -> float:
    """What it takes to look for a word of which a text of that length has all pieces, in vain: the best of three."""

    def once() -> float:
        began = process_time()
        assert words_found("*a*b", ["a" * length + " b"]) == []
        return process_time() - began

    return min(once() for _ in range(3))


def test_a_text_with_all_pieces_of_a_word_in_it_is_searched_in_proportion_to_its_length() -> None:
    assert seconds(65_000) < 30 * max(seconds(6_500), 0.005)  # not a hundred times, as of what goes back and forth
