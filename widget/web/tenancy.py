"""Which site a request is for: each view says by what; never by a parameter that could lie."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from widget.errors import NotFound
from widget.extensions import db
from widget.sites.models import Site
from widget.sites.queries import site_by_id

View = TypeVar("View", bound=Callable[..., Any])
Finder = Callable[..., Site]


def site_by(finder: Finder) -> Callable[[View], View]:
    """Mark a view with the function that finds its site; it gets the arguments of the route."""

    def mark(view: View) -> View:
        cast(Any, view).site_finder = finder
        return view

    return mark


def current_site() -> Site:
    """Return the site of this request, found once; raise NotFound."""
    if "site" not in g:
        view = current_app.view_functions[request.endpoint or ""]
        g.site = cast(Any, view).site_finder(**(request.view_args or {}))
    site: Site = g.site
    return site


def named_site(**_: Any) -> Site:
    """The site whose cookie the request means: `site` names it, and every later row must agree."""
    site = site_by_id(db.session(), request.args.get("site", ""))
    if site is None:
        raise NotFound("There is no such site.")
    return site
