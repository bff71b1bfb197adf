"""What a page of somebody else's says of itself: its title, when it was published, and its own address."""

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from widget.core.text import one_line

MOST_READ = 512 * 1024  # bytes
MOST_SCRIPTS, DEEPEST = 10, 5  # of JSON-LD, and how deep it is looked into
LONGEST_TITLE = 300  # characters
LD_JSON = "application/ld+json"
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HostPage:
    """None stands for what the page does not say, or says in a way that cannot be believed."""

    title: str | None
    published: datetime | None
    canonical: str | None = None


def read_host_page(body: bytes, now: datetime) -> HostPage:
    """Return what a page says; a moment that is still to come is none.

    Of its titles that for sharing counts most (Open Graph), else <title>; of its dates `article:published_time`, then
    `datePublished` of schema.org, then the first <time>. Its address (`rel=canonical`) is
    as it stands there: it may be relative, and anywhere.
    """
    reader = Reader()
    with suppress(AssertionError):  # html.parser's word for a declaration that is none
        reader.feed(_decoded(body[:MOST_READ]))
    titles = (reader.metas.get("og:title", ""), "".join(reader.title))
    shown = (one_line(title, LONGEST_TITLE) for title in titles)
    dates = [reader.metas.get("article:published_time", ""), *_dated(reader.scripts), reader.time]
    moments = (_moment(text) for text in dates)
    return HostPage(
        next((title for title in shown if title), None),
        next((moment for moment in moments if moment and moment <= now), None),
        reader.canonical.strip() or None,
    )


class Reader(HTMLParser):
    """Collects the few elements that say it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: dict[str, str] = {}
        self.title: list[str] = []
        self.scripts: list[str] = []
        self.time = self.canonical = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas.setdefault(given.get("property") or given.get("name") or "", given.get("content", ""))
        elif tag == "title" and not self.title:
            self._inside = tag
        elif tag == "script" and given.get("type", "").strip().lower() == LD_JSON and len(self.scripts) < MOST_SCRIPTS:
            self._inside = tag
            self.scripts.append("")
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = self.canonical or given.get("href", "")
        elif tag == "time":
            self.time = self.time or given.get("datetime", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title.append(data)
        elif self._inside == "script":
            self.scripts[-1] += data


def _decoded(body: bytes) -> str:
    named = CHARSET.search(body[:1024])
    try:
        return body.decode(codecs.lookup(named[1].decode()).name if named else "utf-8", errors="replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", errors="replace")


def _dated(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        with suppress(ValueError, RecursionError):
            yield from _published(json.loads(script), DEEPEST)


def _published(value: Any, deep: int) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        value = list(value.values())
    if isinstance(value, list) and deep:
        for one in value:
            yield from _published(one, deep - 1)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
