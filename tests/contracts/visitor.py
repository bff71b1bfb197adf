"""A person who fills in the pages of an OpenID provider that others wrote."""

import html
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

CALLBACK = "https://comments.example/signin/callback"


def form_of(page: requests.Response) -> tuple[str, dict[str, str]]:
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
    assert action is not None
    assert prompt is not None
    return html.unescape(action[1]), {"prompt": prompt[1], "login": "ada", "password": "x"}


def sign_in(url: str) -> dict[str, str]:
    """Fill in the provider's login and consent pages as a person would; the callback's query."""
    with requests.Session() as session:
        return sign_in_with(session, url, CALLBACK)


def sign_in_with(session: requests.Session, url: str, callback: str) -> dict[str, str]:
    """The same in a browser of the person's own, which is logged in there afterwards."""
    page = session.get(url)
    for _ in range(3):
        action, fields = form_of(page)
        response = session.post(urljoin(page.url, action), data=fields, allow_redirects=False)
        answer, page = follow(session, response, callback)
        if answer is not None:
            return answer
    raise AssertionError("the provider asks for ever")


def log_out_with(session: requests.Session, issuer: str) -> None:
    """Press the button on the provider's page for logging out."""
    page = session.get(f"{issuer}/session/end")
    token = re.search(r'name="xsrf" value="([^"]+)"', page.text)
    assert token is not None
    left = session.post(f"{issuer}/session/end/confirm", data={"xsrf": token[1], "logout": "yes"})
    assert left.ok, left.text


def follow(
    session: requests.Session, response: requests.Response, callback: str = CALLBACK
) -> tuple[dict[str, str] | None, requests.Response]:
    """The callback's query if the redirects lead there, and the last page."""
    while response.is_redirect:
        url = urljoin(response.url, response.headers["location"])
        if url.startswith(callback):
            return dict(parse_qsl(urlsplit(url).query)), response
        response = session.get(url, allow_redirects=False)
    return None, response
