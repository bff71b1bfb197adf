"""Atom feeds (RFC 4287) as bytes, from plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed has not been updated yet
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its `url` is its id too, and `html` is what it says."""

    url: str
    title: str
    author: str
    html: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: where it is, which page it is about, and the language of its words."""

    url: str
    title: str
    about: str
    lang: str


def atom(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """Return a feed with its entries, the newest first."""
    listed = list(entries)
    root = Element(f"{{{ATOM}}}feed", {LANG: feed.lang})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "updated", max((one.updated for one in listed), default=NEVER).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.about)
    for one in listed:
        entry = SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, "id", one.url)
        _add(entry, "title", one.title)
        _add(entry, "link", rel="alternate", type="text/html", href=one.url)
        _add(entry, "published", one.published.isoformat())
        _add(entry, "updated", one.updated.isoformat())
        _add(SubElement(entry, f"{{{ATOM}}}author"), "name", one.author)
        _add(entry, "content", one.html, type="html")
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    fit = {key: UNFIT.sub("", value) for key, value in attributes.items()}
    SubElement(parent, f"{{{ATOM}}}{name}", fit).text = UNFIT.sub("", text) or None
