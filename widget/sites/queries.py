"""Finding a site: by the origin of a page, or by its public id."""

from sqlalchemy import bindparam, select

from widget.core.urls import origin_of
from widget.extensions import Store
from widget.sites.models import Site, SiteOrigin

BY_ORIGIN = select(Site).join(SiteOrigin).where(SiteOrigin.origin == bindparam("origin"))
BY_ID = select(Site).where(Site.public_id == bindparam("id"))


def site_of_page(store: Store, page: str) -> Site | None:
    """Return the site that the origin of `page` is registered for."""
    origin = origin_of(page)
    if origin is None:
        return None
    return store.scalar(BY_ORIGIN, {"origin": origin})


def site_by_id(store: Store, public_id: str) -> Site | None:
    """Return the site with this public id."""
    return store.scalar(BY_ID, {"id": public_id})


def all_sites(store: Store) -> list[Site]:
    """Return every site, oldest first."""
    return list(store.scalars(select(Site).order_by(Site.id)))
