"""What a counter shows: stored numbers, looked up, never counted."""

from sqlalchemy import select

from widget.core.urls import thread_key
from widget.extensions import Store
from widget.sites.queries import site_of_page
from widget.threads.models import Alias, Thread


def counts_of_pages(store: Store, pages: list[str], keys: list[str]) -> list[int]:
    """Return a count per page; with `keys`, one page gives the site and each key gets a count. Unknown ones are 0."""
    asked = [(pages[0], key) for key in keys] if keys and pages else [(page, None) for page in pages]
    sites = {page: site_of_page(store, page) for page, _ in asked}
    wanted = [(sites[page].id if sites[page] else 0, thread_key(page, key)) for page, key in asked]  # type: ignore[union-attr]
    by_site: dict[int, list[str]] = {}
    for site, key in wanted:
        by_site.setdefault(site, []).append(key)
    counted: dict[tuple[int, str], int] = {}
    for site, keys_there in by_site.items():  # a list of pairs would make SQLite look at every alias
        found = select(Alias.key, Thread.count).join(Thread, Thread.id == Alias.thread_id)
        rows = store.execute(found.where(Alias.site_id == site, Alias.key.in_(keys_there)))
        counted |= {(site, key): count for key, count in rows}
    return [counted.get(one, 0) for one in wanted]
