"""The demo's settings: Rejoinder as a client of the stand-ins, under names that need no registration."""

import secrets
from dataclasses import replace
from pathlib import Path

from widget.config import NO_MAIL, Outgoing, ProviderSettings, Reading, Sessions, Settings, providers_with
from widget.demo.standins import SERVER, STANDINS, Client

DATABASE = "rejoinder.sqlite3"
DEMO_MAIL = replace(
    NO_MAIL, host="localhost", security="none", sender="comments@blog.localhost", from_name="Window Seat"
)


def demo_clients(comments_url: str) -> dict[str, Client]:
    """The applications that the stand-ins know: ids and secrets differ, and callbacks are Rejoinder's."""
    paths = {name: f"{name}/{SERVER}" if standin.is_server else name for name, standin in STANDINS.items()}
    return {
        name: Client(f"demo-{name}-client", f"demo-{name}-secret", f"{comments_url}/signin/{path}/callback")
        for name, path in paths.items()
    }


def demo_providers(accounts_url: str, clients: dict[str, Client]) -> dict[str, ProviderSettings]:
    """The providers at which we are known, each at its stand-in."""
    return providers_with({name: STANDINS[name].settings(accounts_url, client) for name, client in clients.items()})


def demo_settings(comments_url: str, accounts_url: str, folder: Path) -> Settings:
    """Settings with everything in `folder`; loopback is open, since all three sites are on it."""
    return Settings(
        base_url=comments_url,
        secret_key=kept_secret(folder / "secret"),
        database_url=f"sqlite:///{(folder / DATABASE).resolve()}",
        trusted_proxies="",
        sessions=Sessions(idle_days=14, absolute_days=90),
        reading=Reading(cache_megabytes=32),
        outgoing=Outgoing(timeout=5.0, deadline=10.0, ca_file="", allow_loopback=True),
        providers=demo_providers(accounts_url, demo_clients(comments_url)),
        mail=DEMO_MAIL,
    )


def kept_secret(file: Path) -> str:
    """A random key that is made once, so that a restart keeps receipts and threads."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
