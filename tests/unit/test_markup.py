"""A comment's text in, safe HTML out."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vectors import vectors

from widget.core.markup import render, sanitise

LINK = r'a href="[^"<>]*"(?: title="[^"<>]*")? target="_blank" rel="nofollow ugc noopener"'
ENDS = "p|a|em|strong|del|code|pre|blockquote|ul|ol|li|span|label"
BEGINS = (
    *(
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "del",
        "code",
        'pre tabindex="0"',
        "blockquote",
        "ul",
        "ol",
        r'ol start="\d+"',
        "li",
    ),
    *("span", r'span class="(?:mention|[cskd])"', 'label class="spoiler"', LINK),
    'input aria-labelledby="spoiler" type="checkbox"',
)
ALLOWED = re.compile(rf"<(?:{'|'.join(BEGINS)}|/(?:{ENDS}))>")
HEAVY = [
    "<a href",
    "<img",
    "<input",
    "<label",
    "style=",
    "class=",
    "id=",
    "[x](",
    "![",
    "||",
    "~~",
    "**",
    "```py\n",
    "`",
    "\n",
]
HEAVY += [
    "javascript:",
    "https://a.b/",
    "&lt;",
    "&#x3c;",
    '"',
    "'",
    "<",
    ">",
    "(",
    ")",
    "]",
    "[a]: ",
    "> ",
    "- ",
    "#",
    "@Ada",
]


def test_paragraphs_and_line_breaks_stay() -> None:
    assert render("One\ntwo\r\n\r\n\r\nthree\n") == "<p>One<br>two</p>\n<p>three</p>"


def test_addresses_become_links_that_say_who_made_them() -> None:
    html = render("See https://example.org/a?b=1&c=2.")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert 'rel="nofollow ugc noopener"' in html
    assert html.endswith("</a>.</p>")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "javascript:alert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "&lt;script&gt;",
    ],
)
def test_nothing_that_runs_gets_through(source: str) -> None:
    assert "<" not in ALLOWED.sub("", render(source))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_only_a_few_plain_tags_ever_come_out(source: str) -> None:
    assert "<" not in ALLOWED.sub("", render(source))
    assert "<" not in re.sub(r"</?(?:label|input|span|a)[^<>]*>", "", ALLOWED.sub("", sanitise(source)))


def test_no_hostile_text_makes_another_tag() -> None:
    for source in vectors():
        assert "<" not in ALLOWED.sub("", render(source, [source.replace("@", "")])), source


@given(st.lists(st.sampled_from(HEAVY) | st.text(max_size=5), max_size=40))
def test_markup_of_all_kinds_in_any_order_makes_only_these_tags(pieces: list[str]) -> None:
    html = render("".join(pieces).encode(errors="ignore").decode(), ["Ada"])
    assert "<" not in ALLOWED.sub("", html)
    for tag in ENDS.split("|"):
        assert len(re.findall(rf"<{tag}\b", html)) == html.count(f"</{tag}>"), tag


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_no_word_of_a_text_without_marks_is_lost(source: str) -> None:
    words = re.findall(r"\w+", re.sub(r"[^\w\s<>]|_", "", source))
    shown = unescape(re.sub(r"<[^>]*>", " ", render(" ".join(words))))
    assert shown.split() == words


@pytest.mark.parametrize(
    "source",
    [
        *(")" * 60_000 + "a)", "(" * 65_000, "https://a.b/" + ")" * 60_000, "https://" * 8_000, "www." * 16_000),
        *("a@" * 30_000, "\n \n" * 20_000, "http://a.b/(" * 5_000, "&gt;" * 16_000),
    ],
)
def test_no_text_takes_longer_than_its_length_warrants(source: str) -> None:
    """A search that goes back and forth would need minutes for one of these."""
    assert len(render(source)) < 30 * len(source)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("(see https://example.org/a_(b).)", "https://example.org/a_(b)"),
        ("https://example.org/a, and", "https://example.org/a"),
        ("“https://example.org/?q=1!”", "https://example.org/?q=1"),
        ("www.example.org.", "https://www.example.org"),
    ],
)
def test_the_sentence_around_an_address_is_not_part_of_it(source: str, address: str) -> None:
    assert f'href="{address}"' in render(source)


@pytest.mark.parametrize(
    "source", ["https://", "http://.", "name@www.example.org", "xhttps://a.b", "https://user@a.b/"]
)
def test_what_is_no_address_stays_text(source: str) -> None:
    assert "<a" not in render(source)


def test_a_hundred_links_are_enough() -> None:
    assert render("https://a.b/ " * 500).count("<a ") == 100
