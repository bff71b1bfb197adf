"""What visitors say of themselves and in their texts is shown as words, never run; what could run is refused."""

import re

import pytest
from frames import Frame
from markupsafe import escape
from records import Records
from refusals import refused

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</article></main><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style><iframe src=//evil.test>",
    "\"'><b onmouseover=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "javascript:alert(1) data:text/html,x vbscript:x",
    'https://ok.example/"onmouseover=alert(1)//',
]
WEBSITES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
]
WEBSITES += [
    "vbscript:x",
    "file:///etc/passwd",
    "//",
    "https://",
    "http:// spaced.example",
    "mailto:a@b.example",
    "ftp://a.example",
]
WEBSITES += ["https://user@evil.example", "\\\\evil", "https://a.example\\@b.example", 'https://a.example/"onclick=x y']
ADDRESSES = [
    "grace",
    "grace@",
    "@example.org",
    "gr ace@example.org",
    "grace@example",
    "a@b@c.example",
    "a@b..c",
    "a,b@c.org",
]
ADDRESSES += ["grace@example.org\nBcc: x@example.org", "<grace@example.org>"]


def inert(html: str) -> None:
    """Assert that nothing in an article could run, style or load."""
    for tag, attributes in re.findall(r"<([a-z][a-z0-9]*)\b([^>]*)>", html):
        assert tag in {
            "article",
            "div",
            "p",
            "br",
            "a",
            "bdi",
            "span",
            "svg",
            "use",
            "img",
            "time",
            "button",
            "ol",
            "li",
        }
        bare = re.sub(r'"[^"]*"', '""', attributes)
        assert not re.search(r"\b(on\w+|style|srcdoc|formaction)\s*=", bare), attributes
        for address in re.findall(r'(?:href|src)="([^"]*)"', attributes):
            assert re.match(r"https?://|/(comments|pictures)/|#|mailto:", address), address


@pytest.mark.parametrize("text", SCRIPTS)
def test_markup_in_a_text_is_shown_and_not_run(guest: Frame, text: str) -> None:
    html = guest.post(text).get_json()["html"]
    inert(html)
    assert "<script" not in html
    assert re.sub(r"<[^>]+>", "", html.partition('class="said"')[2].partition("</div>")[0]).strip()


def test_an_address_in_a_text_is_a_link_that_says_a_visitor_made_it(guest: Frame) -> None:
    html = guest.post("See https://ok.example/a?b=1&c=2 and www.ok.example.").get_json()["html"]
    links = re.findall(r"<a [^>]*>", html.partition('class="said"')[2].partition("</div>")[0])
    assert links
    for link in links:
        assert re.search(r'href="https?://', link)
        assert {"nofollow", "ugc", "noopener"} <= set(re.search(r'rel="([^"]*)"', link)[1].split())  # type: ignore[index]
        assert 'target="_blank"' in link


@pytest.mark.parametrize("name", SCRIPTS)
def test_markup_in_a_name_is_shown_and_not_run(guest: Frame, name: str) -> None:
    html = guest.post("Hello", name=name).get_json()["html"]
    inert(html)
    assert f'data-author="{escape(name)}"' in html
    document = guest.document().text
    inert(document.partition("data-comments>")[2].partition("</ol>")[0])
    assert "<b onmouseover" not in document


@pytest.mark.parametrize("website", WEBSITES)
def test_a_website_that_could_run_is_refused(guest: Frame, records: Records, website: str) -> None:
    with records.unchanged():
        errors = refused(guest.post(website=website), 422, "invalid")["errors"]
    assert list(errors) == ["website"]


@pytest.mark.parametrize("website", ["https://grace.example", "grace.example", "http://grace.example/?a=1&b=2", ""])
def test_a_website_is_a_link_that_search_engines_do_not_follow(guest: Frame, website: str) -> None:
    html = guest.post(website=website).get_json()["html"]
    inert(html)
    link = re.search(r'<a class="name"[^>]*>', html)
    assert bool(link) == bool(website)
    if link:
        assert 'href="http' in link[0]
        assert "nofollow" in link[0]
        assert "noopener" in link[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_refused_at_its_field(guest: Frame, records: Records, address: str) -> None:
    with records.unchanged():
        errors = refused(guest.post(email=address), 422, "invalid")["errors"]
    assert errors == {"email": ["Invalid email address"]}


def test_an_address_is_never_made_public(guest: Frame, alice: Frame) -> None:
    posted = guest.post("Hello", email="only-for-the-owner@example.org")
    texts = [posted.text, guest.document().text, alice.send("GET", f"/session?site={alice.site}").text]
    assert not [text for text in texts if "only-for-the-owner" in text]
