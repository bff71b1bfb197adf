"""What commenters can say with signs, and what becomes of what a comment may not have."""

import re
import time
from html import unescape

import pytest

from widget.core.code_languages import KEYWORDS, LANGUAGES
from widget.core.highlighting import LONGEST_CODE
from widget.core.links import MOST_PEOPLE
from widget.core.markup import render
from widget.core.prose import MOST_INDENTS, MOST_OPEN, MOST_SPOILERS

LINK = 'target="_blank" rel="nofollow ugc noopener"'
HIDDEN = '<label class="spoiler"><input aria-labelledby="spoiler" type="checkbox"><span>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("> said\n\nanswered", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answered</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("7. a", '<ol start="7">\n<li>a</li>\n</ol>'),
        ("[a](https://b.example)", f'<p><a href="https://b.example" {LINK}>a</a></p>'),
        ("a ||the *end*||", f"<p>a {HIDDEN}the <em>end</em></span></label></p>"),
        ("**この本は「とても良い」**です", "<p><strong>この本は「とても良い」</strong>です</p>"),
        ("---", "<hr>"),
    ],
)
def test_signs_say_how_words_are_meant(source: str, html: str) -> None:
    assert render(source) == html


@pytest.mark.parametrize("source", ["# One", "###### One", "One\n==="])
def test_a_heading_is_a_strong_paragraph_since_the_outline_is_the_pages(source: str) -> None:
    assert render(source) == "<p><strong>One</strong></p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![A cat](https://a.example/cat.png)", f'<p><a href="https://a.example/cat.png" {LINK}>A cat</a></p>'),
        ("![](https://a.example/c)", f'<p><a href="https://a.example/c" {LINK}>https://a.example/c</a></p>'),
        ("[![A cat](https://a.example/c)](https://b.example)", f'<p><a href="https://b.example" {LINK}>A cat</a></p>'),
        ("![A cat](cat.png)", "<p>A cat</p>"),
    ],
)
def test_a_picture_is_a_link_to_it(source: str, html: str) -> None:
    assert render(source) == html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/me", "#top", "mailto:a@b.example", "data:,x", "//b.example"])
def test_only_web_addresses_are_linked_and_the_words_stay(url: str) -> None:
    assert render(f"[the words]({url})") == "<p>the words</p>"


def test_a_link_without_words_shows_where_it_leads() -> None:
    assert "https://a.example" in re.sub(r"<[^>]*>", "", render("[](https://a.example)"))


@pytest.mark.parametrize("source", ["https://a.example/_b_*c*d~~e~~", "https://a.example/__init__.py"])
def test_signs_inside_an_address_belong_to_it(source: str) -> None:
    assert f'href="{source}"' in render(source)


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("a <b>b</b>\n\n<div>\n*c*\n</div>") == (
        "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n<p>&lt;div&gt;<br>*c*<br>&lt;/div&gt;</p>"
    )


@pytest.mark.parametrize("source", ["| a |\n|---|\n| b |", "- [ ] a", "a[^1]\n\n[^1]: b"])
def test_tables_tasks_and_footnotes_stay_text(source: str) -> None:
    assert not re.search(r"<(table|input|sup|section)", render(source))


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_what_is_deeper_than_five_levels_is_shown_at_the_fifth(mark: str) -> None:
    html = render(mark * 40 + "deep")
    assert len(re.findall("<blockquote>|<ul>", html)) == MOST_INDENTS
    assert "deep" in html


def test_after_a_hundred_spoilers_nothing_is_hidden_any_more() -> None:
    html = render("||a|| " * 200)
    assert html.count("<label") == MOST_SPOILERS
    assert html.count("||a||") == 200 - MOST_SPOILERS


def test_what_stands_in_one_another_is_drawn_only_so_deep() -> None:
    html, depth, deepest = render("**a *b " * 40 + "c* d** " * 40), 0, 0
    for closes in re.findall(r"<(/?)(?:em|strong)>", html):
        depth += -1 if closes else 1
        deepest = max(deepest, depth)
    assert depth == 0
    assert 10 < deepest <= MOST_OPEN
    assert html.count("c") == 40


def test_what_is_written_as_an_entity_is_read_once() -> None:
    assert render("&amp;lt; `&lt;` &lt;") == "<p>&amp;lt; <code>&amp;lt;</code> &lt;</p>"


def test_of_a_crowd_only_some_can_be_mentioned() -> None:
    crowd = [f"Person {number}" for number in range(1000)]
    assert render(" ".join(f"@{name}," for name in crowd), crowd).count("<span") == MOST_PEOPLE


def test_who_is_in_the_thread_can_be_mentioned_by_the_longest_name_that_fits() -> None:
    html = render("@Ada Lindgren, @Ada and @Adam; x@Ada `@Ada` [@Ada](https://a.example)", ["Ada", "Ada Lindgren"])
    mentions = re.findall(r'<span class="mention">(.*?)</span>', html)
    assert mentions == ["@Ada Lindgren", "@Ada"]


def test_a_name_full_of_signs_is_a_name() -> None:
    name = "<b>.*[x]"
    assert "<a" not in render("@<b>.*\\[x] said", [name]) == '<p><span class="mention">@&lt;b&gt;.*[x]</span> said</p>'
    assert render("@anybody", [name, ".*", "", "@@"]) == "<p>@anybody</p>"


def test_code_is_coloured_by_the_name_of_its_language() -> None:
    html = render("```Python\ndef f():  # why\n    return 'x'\n```")
    assert html == (
        '<pre tabindex="0"><code><span class="k">def</span> f():  <span class="c"># why</span>\n    '
        '<span class="k">return</span> <span class="s">\'x\'</span>\n</code></pre>'
    )


@pytest.mark.parametrize("name", ["", "brainfuck", 'py"><script>', "__class__", "../python"])
def test_code_in_a_language_that_is_not_known_stays_plain(name: str) -> None:
    assert render(f"```{name}\ndef <b>\n```") == '<pre tabindex="0"><code>def &lt;b&gt;\n</code></pre>'


def test_long_code_stays_plain() -> None:
    assert "<span" not in render(f"```py\n{'if ' * 10_000}\n```")
    assert "<span" in render(f"```py\n{'if ' * 1000}\n```")


def test_a_change_shows_what_came_and_went() -> None:
    assert re.findall(r'<span class="(.)">(.*?)</span>', render("```diff\n@@ 1\n-a\n+b\n c\n```")) == [
        ("c", "@@ 1"),
        ("d", "-a"),
        ("s", "+b"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_change_no_sign_of_the_code(language: str) -> None:
    code = 'a = \'it\\\'s\' # b // c /* d */ "e\n<!-- f --> if 1.5 `g` """h\n'
    html = render(f"```{language}\n{code}```")
    assert unescape(re.sub(r"<[^>]*>", "", html)) == code
    assert KEYWORDS.keys() == LANGUAGES.keys()


HOSTILE = ["[", "*a_ ", "[a](b", "> ", "- ", "`", "||", "~~", "<", "![[", "a**b", "&", "||a", "* a\n", "||a|| ", "<a\n"]
HOSTILE += [
    "@",
    "@A",
    "[x](<",
    "[a](https://a.b/(",
    "# \n",
    "a\n=\n",
    "```\n",
    "<!--",
    "<![CDATA[",
    "&amp;",
    "\\*",
    "_",
]
CODE = ['\\"', '"', "'", "\\'", "/*", '"""', "'''\\", "<!--", "#", "1.", "a-", "`\\", "--", "$", "if "]


def seconds(source: str, people: list[str]) -> float:
    """Return the processor's time that rendering takes."""
    started = time.process_time()
    render(source, people)
    return time.process_time() - started


def in_proportion(source: str, begin: str, length: int) -> bool:
    """Whether ten times the text takes ten times the time: not a hundred times, as of what goes back and forth.

    The best of three counts: a processor that is shared can stand still in one of them.
    """
    people = [sign * length for length in range(1, 200) for sign in ("A", "@")]
    short, long = (begin + (source * length)[:length] for length in (length // 10, length))
    most = 30 * max(seconds(short, people), 0.005)
    return any(seconds(long, people) < most for _ in range(3))


@pytest.mark.parametrize("source", HOSTILE)
def test_what_hurts_parsers_takes_no_longer_than_it_is_long(source: str) -> None:
    assert in_proportion(source, "", 65_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_hurts_highlighters_takes_no_longer_than_it_is_long(language: str) -> None:
    assert [source for source in CODE if not in_proportion(source, f"```{language}\n", LONGEST_CODE)] == []


def test_html_is_not_many_times_as_long_as_its_source() -> None:
    for source in HOSTILE:
        assert len(render((source * 65_000)[:65_000])) < 12 * 65_000, source
