"""What helps with writing: asked for once the form is open, the same for everybody; and the page that explains."""

import re

from frames import Frame

from widget.comments.forms import LONGEST_BODY
from widget.reading.strings import msgids
from widget.web.assets import STATIC, asset


def test_the_tools_come_with_their_style_and_their_sentences(guest: Frame) -> None:
    answer = guest.send("GET", "/writing")
    parts = answer.get_json()
    assert set(parts) == {"html", "style", "words", "longest"}
    assert parts["longest"] == LONGEST_BODY
    assert parts["html"].count("data-tool=") == 6
    assert ".tools" in parts["style"]
    assert "/*" not in parts["style"]
    ones, pairs = msgids("writing")
    assert set(parts["words"]) == {*ones, *(many for _, many in pairs)}
    assert "This is how your comment will look." in parts["words"]


def test_they_are_the_same_for_everybody_and_asked_for_once(guest: Frame, alice: Frame) -> None:
    first, again = guest.send("GET", "/writing?lang=en"), alice.send("GET", "/writing?lang=nobodys")
    assert first.text == again.text
    assert "Vary" not in first.headers or "Cookie" not in first.headers["Vary"]
    assert "Set-Cookie" not in first.headers
    same = guest.send("GET", "/writing", **{"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304


def test_the_sentences_of_the_tools_do_not_weigh_on_readers(guest: Frame) -> None:
    document = guest.document().text
    assert "This is how your comment will look." not in document
    assert "data-tool=" not in document


def test_every_module_of_the_tools_is_served(guest: Frame) -> None:
    for file in (STATIC / "writing").glob("*.js"):
        assert guest.send("GET", asset(f"writing/{file.name}")).mimetype == "text/javascript"
        for name in re.findall(r'from "\./([\w-]+\.js)"', file.read_text(encoding="utf-8")):
            assert (STATIC / "writing" / name).is_file()


def test_a_page_shows_what_can_be_written(guest: Frame) -> None:
    page = guest.send("GET", "/markdown")
    assert page.mimetype == "text/html"
    assert "~~struck out~~" in page.text
    assert "<del>struck out</del>" in page.text
    assert 'href="/markdown"' in guest.document().text
