"""What pages and programs of the owner's get of a thread: data, HTML to be put into a page, feeds."""

from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG, OTHER, Time
from werkzeug.test import TestResponse

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '</p><script>alert(1)</script> & "<b>" \u2028'


def ask(frame: Frame, path: str, **headers: str) -> TestResponse:
    """Ask without any credential, as a program does."""
    return frame.browser.application.test_client().get(path, headers=headers, base_url=ORIGIN)


def entries(answer: TestResponse) -> list[ET.Element]:
    """Return the entries of a feed."""
    assert answer.mimetype == "application/atom+xml"
    return ET.fromstring(answer.data).findall(f"{ATOM}entry")


def test_a_page_is_looked_up_before_and_after_its_first_comment(guest: Frame) -> None:
    before = ask(guest, f"/threads?page={BLOG}?utm_source=x").get_json()
    assert before == {
        "id": guest.thread,
        "site": guest.site,
        "key": None,
        "page": BLOG,
        "title": None,
        "open": True,
        "count": 0,
        "version": 0,
    }
    guest.post()
    after = ask(guest, f"/threads?page={BLOG}").get_json()
    assert (after["id"], after["count"], after["version"]) == (guest.thread, 1, 1)


def test_a_page_of_nobodys_site_is_not_looked_up(guest: Frame) -> None:
    assert ask(guest, "/threads?page=https://elsewhere.example/").status_code == 404
    assert ask(guest, "/threads").status_code == 404


@pytest.mark.parametrize("kind", ["json", "html", "atom"])
def test_a_copy_is_known_again_until_something_changes(guest: Frame, kind: str) -> None:
    assert ask(guest, f"/threads/{guest.thread}.{kind}").status_code == 404
    guest.post("The first one")
    first = ask(guest, f"/threads/{guest.thread}.{kind}")
    assert first.status_code == 200
    assert "The first one" in first.text
    assert ask(guest, f"/threads/{guest.thread}.{kind}", **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    guest.post("The second one")
    again = ask(guest, f"/threads/{guest.thread}.{kind}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, "The second one" in again.text) == (200, True)


@pytest.mark.parametrize("path", ["/threads/{}.json", "/threads/{}.html", "/threads/{}.atom", "/threads?page=" + BLOG])
def test_a_copy_is_for_programs_and_no_page_of_others_reads_it(guest: Frame, path: str) -> None:
    """A page that somebody visits must not read what only their network can reach."""
    guest.post()
    answer = ask(guest, path.format(guest.thread))
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_json_gives_all_comments_a_page_at_a_time(guest: Frame, records: Records) -> None:
    root = guest.post("A root").get_json()["id"]
    guest.post("A reply", parent=root)
    told = ask(guest, f"/threads/{guest.thread}.json").get_json()
    assert (told["id"], told["site"], told["page"], told["count"]) == (guest.thread, guest.site, BLOG, 2)
    assert [(one["parent"], one["author"]["name"]) for one in told["comments"]] == [(None, "Grace"), (root, "Grace")]
    assert ask(guest, f"/threads/{guest.thread}.json?after={root}").get_json()["comments"] == []
    assert ask(guest, f"/threads/{guest.thread}.json?after=nothing").status_code == 404


def test_html_can_stand_in_any_page(guest: Frame) -> None:
    root = guest.post(HOSTILE, name="<i>Grace</i>").get_json()["id"]
    guest.post("A reply", parent=root)
    html = ask(guest, f"/threads/{guest.thread}.html").text
    assert f'id="rejoinder-{root}"' in html
    assert 'itemtype="https://schema.org/Comment"' in html
    assert 'itemprop="dateCreated"' in html
    for running in ("<script", "<form", "<input", "<style", "<i>Grace", "style="):
        assert running not in html
    assert html.index("A reply") > html.index("<ol>")


def test_a_deleted_comment_leaves_no_word_in_any_of_them(guest: Frame) -> None:
    root = guest.post("Not to be kept").get_json()["id"]
    guest.post("Kept", parent=root)
    guest.delete(root)
    for path in ("{}.json", "{}.html", "{}.atom"):
        assert "Not to be kept" not in ask(guest, f"/threads/{path.format(guest.thread)}").text
    for path in (f"/sites/{guest.site}.atom", f"/sites/{guest.site}.html"):
        text = ask(guest, path).text
        assert ("Not to be kept" in text, "Kept" in text) == (False, True)


def test_a_feed_is_well_formed_whatever_was_said(guest: Frame) -> None:
    comment = guest.post(HOSTILE, name="Grace & Co").get_json()["id"]
    (entry,) = entries(ask(guest, f"/threads/{guest.thread}.atom"))
    assert entry.findtext(f"{ATOM}id") == f"{ORIGIN}/comments/{comment}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Grace & Co"
    assert "<script" not in str(entry.findtext(f"{ATOM}content"))
    assert entry.find(f"{ATOM}content").attrib == {"type": "html"}  # type: ignore[union-attr]


def test_the_newest_comes_first_and_a_sites_feed_is_of_that_site_alone(app: Flask, guest: Frame) -> None:
    guest.post("First")
    guest.post("Second", page=BLOG)
    elsewhere = Frame(app, OTHER)
    elsewhere.post("On another site")
    said = [str(one.findtext(f"{ATOM}content")) for one in entries(ask(guest, f"/sites/{guest.site}.atom"))]
    assert ["Second" in said[0], "First" in said[1], len(said)] == [True, True, 2]
    assert ask(guest, "/sites/nobodys.atom").status_code == 404


def test_copies_and_feeds_speak_the_language_that_is_asked_for(guest: Frame) -> None:
    guest.post()
    assert (
        '<section class="rejoinder-copy" lang="ar" dir="rtl">'
        in ask(guest, f"/threads/{guest.thread}.html?lang=ar").text
    )
    feed = ET.fromstring(ask(guest, f"/sites/{guest.site}.atom?lang=fr").data)
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"


def test_what_is_not_published_is_in_none_of_them(guest: Frame, records: Records) -> None:
    guest.post("Waits for a moderator")
    records.change("UPDATE comments SET status = 'held', shown = false")
    records.change("UPDATE threads SET version = version + 1")
    for path in (f"/threads/{guest.thread}.json", f"/threads/{guest.thread}.html", f"/sites/{guest.site}.atom"):
        assert "Waits for" not in ask(guest, path).text


def test_a_sites_feed_mixes_its_threads_by_time_and_stops_at_fifty(app: Flask, guest: Frame, time: Time) -> None:
    pages = [guest, Frame(app, f"{BLOG}/second"), Frame(app, f"{BLOG}/third")]
    for number in range(60):
        time.passes(seconds=1)
        pages[0 if number < 40 else number % 3].post(f"Number {number} of all")
    said = [str(one.findtext(f"{ATOM}content")) for one in entries(ask(guest, f"/sites/{guest.site}.atom"))]
    assert said == [f"<p>Number {number} of all</p>" for number in range(59, 9, -1)]
