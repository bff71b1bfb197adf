"""Which addresses have an origin, and which pages are one and the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.core.urls import is_web_address, origin_of, page_key, thread_id, thread_key

SAME = "blog.example/a/post?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://blog.example/a", "https://blog.example"),
        ("HTTPS://Blog.Example:443/a", "https://blog.example"),
        ("http://blog.example:8080/", "http://blog.example:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example"),
    ],
)
def test_an_origin_is_canonical(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "https:evil.example",
        "/path",
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://user@blog.example/",
        "https://blog.example\\@evil.example/",
        "https://blog.example/a b",
        "https://blog.example/\r\nSet-Cookie:x",
        "https://blog.example\x00.evil.example/",
        "https://blog.example:99999/",
        "https://blog.example:x/",
        "https://[::1/",
        "https://ex ample.org/",
        "https://blog.example/" + "a" * 2000,
    ],
)
def test_what_could_be_read_in_two_ways_has_no_origin(url: str) -> None:
    assert origin_of(url) is None
    assert page_key(url) is None
    assert not is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/a/post?a=1&b=2",
        "http://www.blog.example:80/a/post/?b=2&a=1#comments",
        "https://BLOG.example//a//post?utm_source=x&a=1&fbclid=y&b=2",
        "https://blog.example/a/p%6Fst?a=1&b=2&gclid=1&_hsenc=2",
    ],
)
def test_spellings_of_one_page_share_a_key(url: str) -> None:
    assert page_key(url) == SAME


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/a/Post?a=1&b=2",
        "https://blog.example/a/post?a=1",
        "https://blog.example:8443/a/post?a=1&b=2",
        "https://other.example/a/post?a=1&b=2",
        "https://blog.example/a%2Fpost?a=1&b=2",
    ],
)
def test_other_pages_have_other_keys(url: str) -> None:
    assert page_key(url) != SAME


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    for url in (text, f"https://blog.example/{text}", f"https://{text}/"):
        assert (origin_of(url) is None) == (page_key(url) is None)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_key_of_a_key_is_itself(path: str) -> None:
    key = page_key(f"https://blog.example/{path}")
    if key is not None:
        assert page_key(f"https://{key}") == key


def test_the_owners_key_wins_over_the_page_and_never_meets_one() -> None:
    assert thread_key("https://blog.example/a", "post-1") == thread_key("https://blog.example/b", "post-1")
    assert thread_key("https://blog.example/a", "blog.example/a") != thread_key("https://blog.example/a", None)


def test_a_threads_id_is_stable_and_of_its_site() -> None:
    key = thread_key("https://blog.example/a", None)
    assert thread_id("one secret", key) == thread_id("one secret", key)
    assert thread_id("one secret", key) != thread_id("another secret", key)
    assert len(thread_id("one secret", key)) == 20
