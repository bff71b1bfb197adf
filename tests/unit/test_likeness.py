"""Which addresses look as if they led to one page."""

import pytest

from widget.core.likeness import likeness_of

POST = "https://blog.example/caf%C3%A9/a-post"
ALIKE = [
    "http://blog.example/café/a-post/",
    "https://www.blog.example/caf%c3%a9/A-Post",
    "https://m.blog.example/cafe%CC%81/a-post.html",
    "https://amp.blog.example//caf%C3%A9//a-post.amp.html",
    f"{POST}/index.php",
    f"{POST}/amp/",
    f"{POST}/index.html;jsessionid=A1",
    f"{POST}?amp=1&ref=mail&utm_source=x#there",
    "https://mobile.blog.example/m/caf%C3%A9/a-post",
]


@pytest.mark.parametrize("page", ALIKE)
def test_these_are_probably_one_page(page: str) -> None:
    assert likeness_of(page) == likeness_of(POST)


@pytest.mark.parametrize(
    "page", [f"{POST}-2", f"{POST}/2", "https://other.example/caf%C3%A9/a-post", "https://blog.example/", f"{POST}?p=2"]
)
def test_these_are_not(page: str) -> None:
    assert likeness_of(page) != likeness_of(POST)


@pytest.mark.parametrize("part", [".html", "/amp", "/a;jsessionid=", "?a=1&%62="])
def test_an_address_that_was_made_to_be_slow_is_like_no_other(part: str) -> None:
    page = f"https://blog.example/{part * 400}"[:2000]
    assert likeness_of(page).place == page


def test_an_address_that_is_all_ending_ends() -> None:
    assert likeness_of("https://blog.example/index.html").place == "blog.example"
    assert likeness_of("https://blog.example/.html").place == "blog.example"
