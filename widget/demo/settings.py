"""The demo's settings: Rejoinder as a client of the stand-ins, under names that need no registration."""

import secrets
from pathlib import Path

from widget.config import Facebook, Google, Outgoing, ProviderSettings, Reading, Sessions, Settings, X
from widget.demo.standins import STANDINS, Client

DATABASE = "rejoinder.sqlite3"


def demo_clients(comments_url: str) -> dict[str, Client]:
    """The applications that the stand-ins know: ids and secrets differ, and callbacks are Rejoinder's."""
    return {
        name: Client(f"demo-{name}-client", f"demo-{name}-secret", f"{comments_url}/signin/{name}/callback")
        for name in STANDINS
    }


def demo_providers(accounts_url: str, clients: dict[str, Client]) -> ProviderSettings:
    """The three providers, at the stand-ins."""
    google, x, facebook = (clients[name] for name in ("google", "x", "facebook"))
    return ProviderSettings(
        google=Google(google.client_id, google.client_secret, f"{accounts_url}/google"),
        x=X(
            x.client_id,
            x.client_secret,
            authorize_url=f"{accounts_url}/x/i/oauth2/authorize",
            token_url=f"{accounts_url}/x/2/oauth2/token",
            user_url=f"{accounts_url}/x/2/users/me",
        ),
        facebook=Facebook(
            facebook.client_id,
            facebook.client_secret,
            authorize_url=f"{accounts_url}/facebook/v24.0/dialog/oauth",
            graph_url=f"{accounts_url}/facebook/v24.0",
        ),
    )


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
    )


def kept_secret(file: Path) -> str:
    """A random key that is made once, so that a restart keeps receipts and threads."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
