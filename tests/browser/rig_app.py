"""Rejoinder as the browser tests run it: the real application, the stand-ins as its providers, loopback for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from rig_names import ACCOUNTS, ACCOUNTS_HOST, BLOG, COMMENTS, NEWS, SHOP
from rig_server import Rig
from stage import running

from widget.config import Outgoing, Reading, Sessions, Settings
from widget.core import clock, fetch
from widget.demo.settings import demo_clients, demo_providers
from widget.sites.actions import add_site
from widget.web.transactions import transaction

OFFERED = ("google", "x", "facebook")
SITES = {"Blog": BLOG, "Shop": SHOP, "News": NEWS}


def settings_of(database: str, ca_file: Path, *, timeout: float = 5.0) -> Settings:
    """Settings with the stand-ins as providers; `timeout` is for what the server itself asks."""
    known = demo_clients(COMMENTS)
    return Settings(
        base_url=COMMENTS,
        secret_key="a key for tests that is long enough for it",
        database_url=database,
        trusted_proxies="",
        sessions=Sessions(idle_days=14, absolute_days=90),
        reading=Reading(cache_megabytes=32),
        outgoing=Outgoing(timeout=timeout, deadline=2 * timeout, ca_file=str(ca_file), allow_loopback=True),
        providers=demo_providers(ACCOUNTS, {name: known[name] for name in OFFERED}),
    )


def add_sites(database: str, ca_file: Path) -> None:
    """Register the sites of the browser tests, none of them protected by waiting."""
    with running(settings_of(database, ca_file)) as app, app.app_context(), transaction() as store:
        for name, origin in SITES.items():
            site = add_site(store, name=name, origins=[origin], now=clock.now())
            site.flood_seconds = site.min_seconds = site.hourly_limit = site.minute_limit = 0
            site.approved_before = False


def impatient(settings: Settings) -> Settings:
    """The same settings, but a provider has to answer at once."""
    return replace(settings, outgoing=replace(settings.outgoing, timeout=0.5, deadline=0.5))


@contextmanager
def stand_ins_on(rig: Rig) -> Iterator[None]:
    """The application's own requests find the stand-ins here, and nobody else anywhere."""

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        if (host, port) != (ACCOUNTS_HOST, 443):
            raise OSError(f"{host} is no host of these tests")
        return [("127.0.0.1", rig.port)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "resolve", resolve)
        yield
