"""The public document of a thread: the same bytes for every reader, named by versions."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import render_template
from markupsafe import Markup

from widget.comments.policy import is_open
from widget.comments.queries import visible_comments
from widget.comments.tree import Node, build_tree
from widget.core import clock
from widget.extensions import Store
from widget.providers import TITLES, Provider
from widget.reading.strings import strings
from widget.sites.models import Site
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.web.assets import asset, build, frame_modules, frame_style

ORDERS = ("oldest", "newest", "liked")
THEMES = ("auto", "light", "dark")
LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Variant:
    """What a reader can choose: the only values of the query that reach the document."""

    order: str = "oldest"
    lang: str = "en"
    theme: str = "auto"

    def __str__(self) -> str:
        return f"{self.order}-{self.lang}-{self.theme}"


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread as the document shows it; an unknown page has one too."""

    id: str
    count: int
    open: bool


@dataclass(frozen=True, slots=True)
class ShownSite:
    """What the document says of its site."""

    id: str
    heading: str | None
    guests: bool


def choose(values: dict[str, str]) -> Variant:
    """Return the variant that a query asks for; what is unknown falls to the default."""
    order, lang, theme = (values.get(name, "") for name in ("order", "lang", "theme"))
    return Variant(
        order=order if order in ORDERS else ORDERS[0],
        lang=lang if lang in LANGUAGES else LANGUAGES[0],
        theme=theme if theme in THEMES else THEMES[0],
    )


@cache
def edition(offered: tuple[str, ...]) -> str:
    """Return a short name for what documents are made of: this release, and the providers it offers."""
    return hashlib.sha256(" ".join((build(), *offered)).encode()).hexdigest()[:12]


def etag(site: Site, thread: Thread | None, variant: Variant, coding: str, offered: tuple[str, ...]) -> str:
    """Return the strong validator of one representation, unquoted: `version.site_revision.build.variant.coding`."""
    return f"{thread.version if thread else 0}.{site.revision}.{edition(offered)}.{variant}.{coding}"


def encode(document: str, coding: str) -> bytes:
    """Return the bytes of a document in a coding: `gzip` or `identity`; the same for the same document."""
    return gzip.compress(document.encode(), compresslevel=5, mtime=0) if coding == "gzip" else document.encode()


def render_document(
    store: Store, address: ThreadAddress, thread: Thread | None, variant: Variant, providers: dict[str, Provider]
) -> str:
    """Return the HTML of a thread for everybody."""
    site = address.site
    return render_template(
        "threads/show.html",
        thread=ShownThread(
            id=thread.public_id if thread else address.fresh_id,
            count=thread.count if thread else 0,
            open=is_open(site, thread, clock.now()),
        ),
        site=ShownSite(id=site.public_id, heading=site.heading, guests=site.guests_allowed),
        nodes=_nodes(store, site, thread, variant),
        providers=list(providers.values()),
        **_frame(site, variant),
    )


def _nodes(store: Store, site: Site, thread: Thread | None, variant: Variant) -> list[Node]:
    comments = visible_comments(store, thread) if thread else []
    return build_tree(comments, max_depth=site.max_depth, order=variant.order, titles=TITLES)


def _frame(site: Site, variant: Variant) -> dict[str, Any]:
    return {
        "origins": [one.origin for one in site.origins],
        "lang": variant.lang,
        "dir": "rtl" if variant.lang in RIGHT_TO_LEFT else "ltr",
        "theme": variant.theme,
        "order": variant.order,
        "max_depth": site.max_depth,
        "style": Markup(frame_style()),  # noqa: S704 (our own file)
        "strings": strings(),
        "script": asset("frame/main.js"),
        "modules": frame_modules(),
    }
