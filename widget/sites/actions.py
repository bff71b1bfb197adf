"""Adding a site and its origins, and locking it where it is about to be set up."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from widget.core import ids
from widget.core.urls import origin_of
from widget.extensions import Store
from widget.sites.models import Site, SiteOrigin

MOST_ORIGINS = 50  # frame-ancestors lists them all
MOST_BYTES = 2048


class OriginRefused(Exception):
    """An origin cannot be registered; the message is one sentence that says why."""


def add_site(store: Store, *, name: str, origins: list[str], now: datetime) -> Site:
    """Register a site under `origins` (`https://blog.example`) and return it; raise OriginRefused."""
    canonical = [_canonical(text) for text in origins]
    if not canonical:
        raise OriginRefused("A site needs at least one origin, as in https://blog.example.")
    if len(canonical) > MOST_ORIGINS or len(" ".join(canonical)) > MOST_BYTES:
        raise OriginRefused(f"A site can have {MOST_ORIGINS} origins of {MOST_BYTES} bytes together.")
    taken = store.scalar(select(SiteOrigin.origin).where(SiteOrigin.origin.in_(canonical)))
    if taken:
        raise OriginRefused(f"{taken} belongs to a site already.")
    site = Site(public_id=ids.new_id(), name=name or canonical[0], secret=ids.new_secret(), created=now)
    site.origins = [SiteOrigin(origin=origin) for origin in dict.fromkeys(canonical)]
    store.add(site)
    store.flush()
    return site


def lock_site(store: Store, site: Site) -> None:
    """Let nobody else set up this site until the transaction ends, and read it as it is now."""
    store.refresh(site, with_for_update={"of": Site})


def _canonical(text: str) -> str:
    origin = origin_of(text)
    if origin is None or (any(urlsplit(text)[2:]) and urlsplit(text)[2:] != ("/", "", "")):
        raise OriginRefused(f"{text} is not an origin: it must be scheme and host alone, as in https://blog.example.")
    return origin
