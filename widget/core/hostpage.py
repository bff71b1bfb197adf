"""What a page of somebody else's says of itself: its title, when it was published, and its own address."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from widget.core.text import one_line
from widget.core.urls import LONGEST

MOST_READ, MOST_TAGS = 128 * 1024, 10_000  # bytes, and marks of tags among them: each costs html.parser as much
MOST_SCRIPTS, DEEPEST = 10, 5  # of JSON-LD, and how deep it is looked into
LONGEST_TITLE = 300  # characters
LD_JSON = "application/ld+json"
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)
# The encodings of pages (https://encoding.spec.whatwg.org/#names-and-labels) by their labels; none that Python alone
# has, some of which take the square of a text's length.
LABELS = {
    "utf-8": "utf-8 utf8",
    "cp1252": "windows-1252 cp1252 iso-8859-1 latin1 ascii us-ascii",
    "cp1254": "windows-1254 iso-8859-9",
    "cp874": "windows-874 iso-8859-11",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "gb18030": "gb18030 gbk gb2312",
    "big5hkscs": "big5 big5-hkscs",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp932": "shift_jis shift-jis sjis windows-31j",
    "cp949": "euc-kr ks_c_5601-1987",
    **{f"cp{number}": f"windows-{number}" for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"iso8859_{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
ENCODINGS = {label: encoding for encoding, labels in LABELS.items() for label in labels.split()}
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


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
        reader.feed("<".join(_decoded(body[:MOST_READ]).split("<", MOST_TAGS)[:MOST_TAGS]))
    titles = (reader.metas.get("og:title", ""), "".join(reader.title))
    shown = (one_line(title, LONGEST_TITLE) for title in titles)
    dates = [reader.metas.get("article:published_time", ""), *_dated(reader.scripts), reader.time]
    moments = (_moment(text) for text in dates)
    return HostPage(
        next((title for title in shown if title), None),
        next((moment for moment in moments if moment and moment <= now), None),
        reader.canonical.strip() or None if len(reader.canonical) <= LONGEST else None,
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
    """Return a page's text by its byte order mark, else by what it says itself, else as UTF-8."""
    named = CHARSET.search(body[:1024])
    said = ENCODINGS.get(named[1].decode().lower(), "utf-8") if named else "utf-8"
    encoding = next((marked for mark, marked in MARKS if body.startswith(mark)), said)
    return body.decode(encoding, errors="replace").removeprefix("\ufeff")


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
