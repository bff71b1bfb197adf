"""The public document of a thread: the same bytes for every reader, named by versions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import render_template
from markupsafe import Markup

from widget.comments.like_queries import first_likers
from widget.comments.pages import Page, page_of_roots
from widget.comments.tree import Liker, Look, shown_likers
from widget.core import clock
from widget.extensions import Store
from widget.people.roles import roles_on
from widget.providers import Offer
from widget.reading.strings import strings
from widget.sites.models import Order, Site
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.policy import closes, is_open, settings_of
from widget.web.answers import Answer, Check
from widget.web.assets import LATE, asset, build, frame_style
from widget.web.headers import frame_policy, public_headers
from widget.web.languages import language_for, speak
from widget.web.running import offer_name, provider_titles

ORDERS = tuple(Order)
THEMES = ("auto", "light", "dark")


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
    activity: int
    open: bool
    likes: int
    likers: list[Liker]


@dataclass(frozen=True, slots=True)
class ShownSite:
    """What the document says of its site."""

    id: str
    heading: str | None
    guests: bool
    details: bool


def choose(values: dict[str, str], site: Site) -> Variant:
    """Return the variant that a query asks for; what is unknown falls to the default, the site's own for the order."""
    order, lang, theme = (values.get(name, "") for name in ("order", "lang", "theme"))
    return Variant(
        order=order if order in ORDERS else site.first_order,
        lang=language_for(lang).tag,
        theme=theme if theme in THEMES else THEMES[0],
    )


@cache
def edition(offered: tuple[str, ...]) -> str:
    """Return a short name for what documents are made of: this release, and the providers it offers."""
    return hashlib.sha256(" ".join((build(), *offered)).encode()).hexdigest()[:12]


def check_of(site: Site, thread: Thread | None, thread_id: str) -> Check:
    """Return what an answer about a thread, with or without a row, is made from."""
    return Check(thread_id, site.id, (thread.version if thread else None, site.revision))


def validator(check: Check, variant: object, offered: tuple[str, ...]) -> str:
    """Return a strong validator without its coding: `version.site_revision.build.variant`."""
    version, revision = check.state
    return f"{version or 0}.{revision}.{edition(offered)}.{variant}"


def look_of(store: Store, site: Site, thread: Thread | None, order: str) -> Look:
    """Return how readers of a thread see comments in an order."""
    open_ = is_open(site, thread, clock.now())
    roles = roles_on(store, site.id)
    return Look(order, site.max_depth, provider_titles(), roles, pictures=site.show_avatars, open=open_)


def ageing(site: Site, thread: Thread | None) -> tuple[str, float | None]:
    """Return how an answer about a thread is named further, and when it ages: no version moves when a thread closes."""
    until = closes(site, thread)
    over = until is not None and until <= clock.now()
    return "-closed" if over else "", None if until is None or over else until.timestamp()


def make_document(
    store: Store, address: ThreadAddress, thread: Thread | None, variant: Variant, providers: Mapping[str, Offer]
) -> Answer:
    """Return the HTML of a thread for everybody; it ages when the thread closes by itself."""
    site = address.site
    speak(variant.lang)
    look, own = look_of(store, site, thread, variant.order), settings_of(site, thread)
    liked = first_likers(store, [], thread.id).get(None, ()) if thread and thread.likes else ()
    shown = ShownThread(
        id=thread.public_id if thread else address.fresh_id,
        count=thread.count if thread else 0,
        activity=thread.activity if thread else 0,
        open=look.open,
        likes=thread.likes if thread else 0,
        likers=shown_likers(liked, pictures=look.pictures),
    )
    html = render_template(
        "threads/show.html",
        thread=shown,
        site=ShownSite(site.public_id, site.heading, guests=own.guests_allowed, details=own.details_required),
        page=page_of_roots(store, thread, look, limit=site.page_size) if thread else Page([], None),
        providers=list(providers.values()),
        **_frame(site, variant),
    )
    check = check_of(site, thread, shown.id)
    policy = frame_policy([one.origin for one in site.origins], frame_style())
    closed, until = ageing(site, thread)
    return Answer(
        html.encode(),
        validator(check, f"{variant}{closed}", offer_name()),
        public_headers("text/html", Content_Security_Policy=policy),
        check,
        until=until,
    )


def _frame(site: Site, variant: Variant) -> dict[str, Any]:
    return {
        "origins": [one.origin for one in site.origins],
        "theme": variant.theme,
        "order": variant.order,
        "max_depth": site.max_depth,
        "style": Markup(frame_style()),  # noqa: S704 (our own file)
        "strings": strings("frame", *LATE),
        "script": asset("frame.js"),
    }
