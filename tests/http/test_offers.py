"""Readers and writers see the providers that the configuration names, and those by which somebody once came."""

from collections.abc import Callable

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, running, settings_for

ACME = {
    "providers_acme_title": "Acme <b>Inc</b>",
    "providers_acme_issuer": "https://login.acme.example",
    "providers_acme_client_id": "a",
    "providers_acme_client_secret": "b",
}


def form(app: Flask) -> str:
    """The public document of a page."""
    return app.test_client().get("/thread", query_string={"page": BLOG}).text


def test_an_issuer_of_the_owners_stands_in_the_form(database: str) -> None:
    with running(settings_for(database, **ACME)) as app:
        html = form(app)
    assert 'data-provider="acme"' in html
    assert "Acme &lt;b&gt;Inc&lt;/b&gt; will send us: your name and picture." in html
    assert '<use href="#p-openid"/></svg>Acme &lt;b&gt;Inc&lt;/b&gt;' in html


def test_another_title_makes_another_document(database: str) -> None:
    tags = []
    for title in ("Acme", "Acme Inc"):
        with running(settings_for(database, **ACME | {"providers_acme_title": title})) as app:
            tags.append(app.test_client().get("/thread", query_string={"page": BLOG}).headers["ETag"])
    assert tags[0] != tags[1]


@pytest.mark.parametrize(("config", "title"), [(ACME, "Acme <b>Inc</b>"), ({}, "login.acme.example")])
def test_who_came_by_an_issuer_is_known_by_it_even_when_it_is_gone(
    database: str, records: Records, signed_in: Callable[..., Frame], config: dict[str, str], title: str
) -> None:
    alice = signed_in("Alice")
    alice.post("Hello")
    records.change("UPDATE identities SET provider = 'acme', issuer = 'https://login.acme.example'")
    with running(settings_for(database, **config)) as app:
        alice.browser.application = app
        identity = alice.session()["identity"]
        html = form(app)
    assert (identity["provider"], identity["provider_title"], identity["mark"]) == ("acme", title, "p-openid")
    assert f'aria-label="{title}"' in html.replace("&lt;", "<").replace("&gt;", ">")
    assert '<use href="#p-openid"/></svg>' in html
