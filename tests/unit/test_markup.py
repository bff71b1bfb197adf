"""A comment's text in, safe HTML out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.core.markup import render, sanitise

ALLOWED = re.compile(r'<(?:/?p|br|/a|a href="[^"<>]*" target="_blank" rel="nofollow ugc noopener")>')


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
    assert "<" not in ALLOWED.sub("", sanitise(source))
