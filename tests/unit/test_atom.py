"""Feeds that every reader of feeds can read, whatever people have said."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from widget.core.atom import ATOM, Entry, Feed, atom

FEED = Feed("https://comments.test/threads/x.atom", "Comments", "https://blog.test/", "en")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def entry(html: str, name: str = "Grace") -> Entry:
    """An entry that says something."""
    return Entry("https://comments.test/comments/1", "A comment", name, html, NOON, NOON)


def test_an_empty_feed_is_one() -> None:
    feed = ET.fromstring(atom(FEED, []))
    assert feed.findtext(f"{{{ATOM}}}updated") == "1970-01-01T00:00:00+00:00"
    assert [link.get("rel") for link in feed.findall(f"{{{ATOM}}}link")] == ["self", "alternate"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    hostile = "a\x00b\x08c\ufffe]]>&lt;<b>\ud83d\ude00</b>".encode("utf-16", "surrogatepass").decode("utf-16")
    feed = ET.fromstring(atom(FEED, [entry(hostile, name="N\x0bora")]))
    assert feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") == "abc]]>&lt;<b>😀</b>"
    assert feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}author/{{{ATOM}}}name") == "Nora"


def test_a_feed_was_updated_when_its_last_entry_was() -> None:
    feed = ET.fromstring(atom(FEED, [entry("one"), entry("two")]))
    assert feed.findtext(f"{{{ATOM}}}updated") == "2026-03-12T12:00:00+00:00"
