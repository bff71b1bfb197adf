"""Which addresses a webhook may have: what can be known before anybody is called is said at once."""

import pytest
from flask import Flask
from records import Records
from stage import BLOG

from widget.core import clock
from widget.notifications.webhooks import WebhookRefused, add_hook
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

WRONG = ["", "hook", "http://a.example/", "ftp://a.example/", "https://u:p@a.example/x", "https://a.example/#x"]
PRIVATE = ["localhost", "a.localhost", "127.0.0.1", "10.1.2.3", "169.254.169.254", "[fd00::1]", "[::ffff:127.0.0.1]"]
PUBLIC = ["a.example", "93.184.215.14", "[2606:2800::1]"]


def add(app: Flask, url: str, *, in_the_clear: bool = False) -> None:
    """Add a webhook of the blog."""
    with app.app_context(), transaction() as store:
        site = site_of_page(store, BLOG)
        assert site
        add_hook(store, site, url, (), clock.now(), in_the_clear=in_the_clear)


@pytest.mark.either_store
@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_cannot_be_called_is_refused(app: Flask, records: Records, url: str) -> None:
    with records.unchanged(), pytest.raises(WebhookRefused, match="no address that can be called"):
        add(app, url)


@pytest.mark.parametrize("host", PRIVATE)
def test_an_address_of_a_private_network_is_refused_at_once(app: Flask, records: Records, host: str) -> None:
    with records.unchanged(), pytest.raises(WebhookRefused, match="only public ones are called"):
        add(app, f"https://{host}:8443/hook")


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_address_is_added(app: Flask, records: Records, host: str) -> None:
    add(app, f"https://{host}/hook")
    assert records.count("webhooks") == 1


def test_the_demo_may_call_this_machine_and_no_other_of_the_house(app: Flask, records: Records) -> None:
    add(app, "http://127.0.0.1:8025/hook", in_the_clear=True)
    with pytest.raises(WebhookRefused, match="only public ones are called"):
        add(app, "http://10.1.2.3/hook", in_the_clear=True)
    assert records.count("webhooks") == 1
