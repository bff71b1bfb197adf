"""What is read of a page: its title and its date, whatever else stands there."""

from datetime import UTC, datetime
from time import process_time

import pytest

from widget.core.hostpage import ENCODINGS, MARKS, MOST_READ, HostPage, read_host_page

NOW = datetime(2026, 11, 29, tzinfo=UTC)
DAY = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
META = '<meta property="article:published_time" content="{}">'
LD = '<script type="application/ld+json">{}</script>'


def read(html: str) -> HostPage:
    return read_host_page(html.encode(), NOW)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>A post</title>", "A post"),
        ("<title>A post – My blog</title><meta property='og:title' content='A post'>", "A post"),
        ("<title>\n  Tea &amp; <b>biscuits</b>\n</title>", "Tea & <b>biscuits</b>"),
        ("<title>First</title><svg><title>A drawing</title></svg>", "First"),
        ("<title></title><body><p>Nothing", None),
        ("<title>\u202etsop A</title>", "tsop A"),
        ("", None),
    ],
)
def test_a_title_is_one_clean_line(html: str, title: str | None) -> None:
    found = read(html).title
    assert found == title or (title and "<b>" in title and found == "Tea & biscuits")


def test_a_title_is_cut_and_never_endless() -> None:
    assert len(read(f"<title>{'x' * 5000}</title>").title or "") == 300


@pytest.mark.parametrize(
    "html",
    [
        META.format("2026-03-12T09:30:00Z"),
        META.format("2026-03-12T10:30:00+01:00"),
        LD.format('{"@type": "BlogPosting", "datePublished": "2026-03-12T09:30:00Z"}'),
        LD.format('{"@graph": [{"@type": "WebSite"}, {"datePublished": "2026-03-12T09:30Z"}]}'),
        LD.format("{broken") + LD.format('[{"datePublished": "2026-03-12T09:30:00Z"}]'),
        '<p><time>long ago</time><time datetime="2026-03-12T09:30Z">12 March</time>',
        META.format("2026-03-12T09:30:00Z") + '<time datetime="2020-01-01">',
        META.format("yesterday") + '<time datetime="2026-03-12 09:30">',
    ],
)
def test_the_day_of_publication_is_found_where_pages_say_it(html: str) -> None:
    assert read(html).published == DAY


def test_a_day_alone_is_its_first_moment() -> None:
    assert read(META.format("2026-03-12")).published == datetime(2026, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2027-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "12.3.2026", ""]
)
def test_what_is_no_moment_or_still_to_come_is_none(text: str) -> None:
    assert read(META.format(text)).published is None


def test_a_page_in_another_encoding_is_read_as_it_says() -> None:
    html = '<meta charset="iso-8859-1"><title>Grüße</title>'
    assert read_host_page(html.encode("latin-1"), NOW).title == "Grüße"
    assert read_host_page(html.replace("iso-8859-1", "no-such-thing").encode(), NOW).title == "Grüße"


@pytest.mark.parametrize(
    ("charset", "title"),
    [
        *[("windows-1251", "Привет"), ("koi8-r", "Привет"), ("iso-8859-15", "10 €"), ("euc-kr", "한글")],
        *[("shift_jis", "日本"), ("euc-jp", "日本"), ("iso-2022-jp", "日本")],
        *[("gbk", "中文"), ("GB18030", "中文"), ("big5", "中文")],
    ],
)
def test_the_encodings_of_pages_are_read(charset: str, title: str) -> None:
    html = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}</title>'
    assert read_host_page(html.encode(charset), NOW).title == title


def test_a_byte_order_mark_says_more_than_the_page() -> None:
    html = '\ufeff<meta charset="windows-1252"><title>Grüße</title>'
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert read_host_page(html.encode(encoding), NOW).title == "Grüße"


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "utf-7", "hex", "utf-16", "undefined"])
def test_what_only_python_calls_an_encoding_is_none(charset: str) -> None:
    html = f"<meta charset={charset}><title>Gr\\x41\\u0041+AEE- ü</title>"
    assert read_host_page(html.encode(), NOW).title == "Gr\\x41\\u0041+AEE- ü"


def test_python_has_every_encoding_and_reads_any_bytes_in_it() -> None:
    for encoding in {*ENCODINGS.values(), *(encoding for _, encoding in MARKS)}:
        assert (bytes(range(256)) * 64).decode(encoding, errors="replace")


@pytest.mark.parametrize("part", ["<", "<title>", "<i a>", "<i a a='&lt;'>", "a ", "</", "<!>", "&#1;"])
@pytest.mark.parametrize("before", ["", "<title>", "<i ", "<script type=application/ld+json>"])
def test_the_worst_page_takes_a_moment(before: str, part: str) -> None:
    began = process_time()
    read(before + part * (1024 * 1024 // len(part)))
    assert process_time() - began < 0.4


def test_an_endless_address_is_none() -> None:
    assert read(f"<link rel=canonical href=/{'x' * 2001}>").canonical is None


def test_a_head_with_a_long_style_is_read_to_its_end() -> None:
    assert read(f"<style>{'a > b {}' * 10_000}</style><title>A post</title>").title == "A post"


@pytest.mark.parametrize(
    "hostile",
    ["<![foo", "<" * MOST_READ, "<!--" * (MOST_READ // 4), "<a " * (MOST_READ // 3), LD.format("[" * 100_000)],
)
def test_a_page_that_is_none_is_left_at_what_was_found(hostile: str) -> None:
    assert read(f"<title>A post</title>{hostile}") == HostPage("A post", None)
