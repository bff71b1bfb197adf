"""CommonMark's own examples: where comments differ is said here with its reason, and nowhere else."""

import re

import pytest
from spec_examples import addresses, autolinks, examples, headings, lines, pictures, plain, words

from widget.core.markup import render

EXAMPLES = examples()
CHANGES = {change.__name__: change for change in (headings, pictures, addresses, autolinks, lines)}  # in this order
DIFFERENT = {
    "headings": "10 59 62 66-68 71-84 86 89-91 95-96 102-103 115 141 214-215 227-230 232 300 646-647",
    "pictures": "517 520 531 572-589 591",
    "addresses": """
        32-33 194-195 200 203-204 206 217 346 484-487 492 495-496 498-504 520 522 567 573 576-578 580
        596-599 601 604-605
    """,
    "autolinks": "14 197 209 488 508 511 513 518 546-548 551-552 590 602 608 611",
    "lines": """
        14 25 28 37 39 46 49 70 81-82 87-88 93 95 104-106 113 138 145 213 216-217 220 222-224 228-230
        232-233 238 243 247 250-251 253-254 285-288 290-293 304 312 334 367 384 394 405 423 432 490 505 543
        552 556 587 621 648-649
    """,
}
RAW = "21 31 148-191 201 308-309 344 475-477 491 494 524 536 613-617 623 625-631 642-643"
GREEDY = {519}  # an address goes on to the next space, whatever stands in it: also inside brackets of a link


def numbers(ranges: str) -> set[int]:
    """Return what `1 3-5` says: 1, 3, 4 and 5."""
    pairs = (re.fullmatch(r"(\d+)(?:-(\d+))?", part) for part in ranges.split())
    return {number for pair in pairs if pair for number in range(int(pair[1]), int(pair[2] or pair[1]) + 1)}


TABLE = {name: numbers(ranges) for name, ranges in DIFFERENT.items()}
OTHERWISE = numbers(RAW) | GREEDY


def reasons(number: int) -> list[str]:
    """Return why an example differs; nothing where it does not."""
    return [name for name in CHANGES if number in TABLE[name]]


def test_there_are_as_many_examples_as_the_specification_has() -> None:
    assert len(EXAMPLES) == 652
    assert set().union(*TABLE.values(), OTHERWISE) <= EXAMPLES.keys()
    assert not set().union(*TABLE.values()) & OTHERWISE


@pytest.mark.parametrize("number", sorted(EXAMPLES.keys() - OTHERWISE))
def test_an_example_comes_out_as_it_says_but_for_what_the_table_says(number: int) -> None:
    markdown, html = EXAMPLES[number]
    for name in reasons(number):
        html = CHANGES[name](html)
    assert plain(render(markdown)) == plain(html)


@pytest.mark.parametrize("number", sorted(set().union(*TABLE.values())))
def test_each_reason_is_needed(number: int) -> None:
    markdown, html = EXAMPLES[number]
    for needless in reasons(number):
        changed = html
        for name in reasons(number):
            changed = changed if name == needless else CHANGES[name](changed)
        assert plain(render(markdown)) != plain(changed), needless


@pytest.mark.parametrize("number", sorted(numbers(RAW)))
def test_raw_html_is_shown_whole_as_words(number: int) -> None:
    markdown, html = EXAMPLES[number]
    shown = render(markdown)
    assert plain(shown) != plain(html)
    assert words(shown) == words(html)
    assert not re.search(r"<(?:table|div|script|style|i|del|b|img|textarea)\b|<[!?]", shown)


def test_an_address_takes_what_stands_in_it() -> None:
    for number in GREEDY:
        markdown, html = EXAMPLES[number]
        assert plain(render(markdown)) != plain(html)
        assert 'href="https://example.org/uri)*](https://example.org/uri"' in render(markdown)
