"""The demo blog embeds Rejoinder as any site would."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from widget.demo.blog import POSTS, Post, create_blog

BLOG, COMMENTS = "https://www.blog.test", "https://comments.rejoinder.test"


@pytest.fixture(scope="module")
def blog() -> Flask:
    return create_blog(BLOG, COMMENTS)


@pytest.fixture
def client(blog: Flask) -> FlaskClient:
    return blog.test_client()


@pytest.fixture(params=POSTS, ids=lambda post: post.slug)
def post(request: pytest.FixtureRequest) -> Post:
    found: Post = request.param
    return found


def test_the_index_lists_the_posts_with_their_counts(client: FlaskClient, post: Post) -> None:
    page = client.get("/").text
    assert f'<a href="/{post.slug}">{post.title}</a>' in page
    assert f'<rejoinder-count page="{BLOG}/{post.slug}">' in page


def test_a_post_has_the_two_lines(client: FlaskClient, post: Post) -> None:
    lines = client.get(f"/{post.slug}").text.splitlines()
    at = lines.index(f'<script async src="{COMMENTS}/rejoinder.js"></script>')
    assert lines[at + 1] == "<rejoinder-thread></rejoinder-thread>"


def test_a_post_says_where_it_belongs(client: FlaskClient, post: Post) -> None:
    assert f'<link rel="canonical" href="{BLOG}/{post.slug}">' in client.get(f"/{post.slug}").text


def test_a_post_is_worth_reading(client: FlaskClient, post: Post) -> None:
    text = client.get(f"/{post.slug}").text.partition('<div class="text">')[2].partition('<section class="conv')[0]
    assert 400 <= len(re.sub(r"<[^>]+>", " ", text).split()) <= 600


def test_a_query_changes_nothing_of_the_address(client: FlaskClient, post: Post) -> None:
    assert client.get(f"/{post.slug}?utm_source=x").text == client.get(f"/{post.slug}").text


def test_the_policy_opens_nothing_unsafe(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert f"script-src {COMMENTS}; frame-src {COMMENTS}" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/a-toaster-mended", "/nothing"])
def test_pages_use_no_inline_style_or_script(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert " style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script[^>]*>(?!</script>)", page) == []


def test_what_the_pages_link_is_there(client: FlaskClient) -> None:
    for address in set(re.findall(r'"(/assets/[^"]+)"', client.get("/").text)):
        with client.get(address) as answer:
            assert answer.status_code == 200


def test_an_unknown_page_is_missing_in_plain_words(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
