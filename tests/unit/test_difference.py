"""What has become of a text, word by word."""

import random
from time import process_time

import pytest

from widget.core.difference import Kind, difference

KEPT, OUT, IN = Kind.KEPT, Kind.OUT, Kind.IN
LETTERS = "ab \n"


def sides(before: str, after: str) -> tuple[str, str]:
    """Return both texts as the pieces make them."""
    pieces = difference(before, after)
    old = "".join(text for kind, text in pieces if kind is not IN)
    return old, "".join(text for kind, text in pieces if kind is not OUT)


def test_a_word_that_was_changed_is_told_alone() -> None:
    assert difference("I like red tea.", "I like green tea.") == [
        (KEPT, "I like "),
        (OUT, "red"),
        (IN, "green"),
        (KEPT, " tea."),
    ]


def test_words_at_both_ends_do_not_make_the_middle_new() -> None:
    pieces = difference("One two three four five", "1 two three four 5")
    assert (KEPT, " two three four ") in pieces
    assert [text for kind, text in pieces if kind is OUT] == ["One", "five"]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "new"), ("old", ""), ("same", "same"), ("a b", "b a")])
def test_each_side_can_be_read_from_the_pieces(before: str, after: str) -> None:
    assert sides(before, after) == (before, after)


def test_each_side_can_be_read_whatever_the_texts_are() -> None:
    chance = random.Random(4711)
    for _ in range(500):
        before, after = ("".join(chance.choices(LETTERS, k=chance.randrange(30))) for _ in range(2))
        assert sides(before, after) == (before, after)


def test_the_way_is_a_shortest_one() -> None:
    pieces = difference("a b c a b b a", "c b a b a c")
    changed = "".join(text for kind, text in pieces if kind is not KEPT).replace(" ", "")
    assert len(changed) == 5


@pytest.mark.parametrize("word", ["a ", "word ", "a b c d e f g h "])
def test_the_longest_texts_take_a_moment(word: str) -> None:
    before, after = (word * 40_000)[:65_000], ("x" + word * 40_000)[::-1][:65_000]
    began = process_time()
    assert sides(before, after) == (before, after)
    assert process_time() - began < 2
