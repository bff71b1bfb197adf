"""Every letter, in several languages, with everything in it that can be there and with nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from frames import Frame
from mailboxes import PASSWORD, USER, Mailbox, serving_mail
from mailing import deliver
from notified import OWNER, got, look_after
from records import Records
from source import TEMPLATES
from stage import BLOG, running, settings_for

from widget.core import clock
from widget.notifications.letters import Letter, written

PLACE = {"page": "blog.test/", "link": "https://blog.test/"}
COMMENT = PLACE | {"name": "", "quote": [], "reasons": [], "decide": ""}
EMPTY: dict[str, list[dict[str, Any]]] = {
    "comment": [COMMENT | {"kind": kind} for kind in ("posted", "held", "reply", "followed", "approved", "refused")],
    "liked": [PLACE | {"liker": "", "name": "", "quote": []}],
    "digest": [{"more": 1, "held": 0, "site": "", "link": "https://blog.test"}],
    "confirm": [
        {"place": "", "link": "https://comments.test/subscriptions/x", "known": known} for known in (False, True)
    ],
    "webhook_off": [{"called": "", "site": "", "failures": 1}],
    "test": [{}],
    "sign_in": [{"code": "1234 5678", "link": "x", "device": None, "place": ""}],
}
HOSTILE = "</p><script>alert(1)</script>{{ 7*7 }} %(name)s\r\nBcc: x@y.z"
FULL = COMMENT | {"name": HOSTILE, "page": HOSTILE, "quote": [HOSTILE], "decide": "https://c.test/decide/x"}
FULL |= {"reasons": [{"reason": "Every comment is approved by hand here.", "values": {}}], "manage": "https://c.test/m"}


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application with a mail server."""
    return mailing


def test_every_letter_is_among_them() -> None:
    letters = {path.stem for path in (TEMPLATES / "mail").iterdir() if not path.stem.startswith("_")}
    assert letters == set(EMPTY)
    assert {path.suffix for path in (TEMPLATES / "mail").iterdir()} == {".txt", ".html"}


@pytest.mark.either_store
@pytest.mark.parametrize("lang", ["", "en", "de", "ar", "zh-Hans", "nonsense"])
def test_with_nothing_in_it_a_letter_says_neither_none_nor_nothing(app: Flask, lang: str) -> None:
    with app.app_context():
        for template, cases in EMPTY.items():
            for values in cases:
                mail = written(Letter("a@example.org", lang, template, values), "an event", clock.now())
                bodies = [str(part.get_content()) for part in mail.iter_parts()]
                assert str(mail["Subject"]).strip()
                for text in (str(mail["Subject"]), *bodies):
                    assert not re.search(r"\bNone\b|undefined|%\(|\{\{", text), (template, text)


@pytest.mark.either_store
def test_nothing_typed_by_a_stranger_is_a_header_a_tag_or_a_template(app: Flask) -> None:
    with app.app_context():
        for kind in ("posted", "held", "reply", "approved"):
            letter = Letter("a@example.org", "en", "comment", FULL | {"kind": kind}, "staff", "https://c.test/u")
            mail = written(letter, "an event", clock.now())
            html = mail.get_body(("html",))
            assert html
            assert mail["Bcc"] is None
            assert "<script" not in html.get_content()
            assert "&lt;script&gt;" in html.get_content()
            assert "49" not in html.get_content()


def html_of(template: str, values: dict[str, Any], why: str = "", lang: str = "en") -> str:
    """Return a letter as HTML."""
    letter = Letter("a@example.org", lang, template, values, why, "https://c.test/u" if why else "")
    html = written(letter, "an event", clock.now()).get_body(("html",))
    assert html
    return str(html.get_content())


@pytest.mark.either_store
@pytest.mark.parametrize("kind", ["posted", "held", "reply", "refused"])
def test_no_link_of_a_letter_runs_into_the_next(app: Flask, kind: str) -> None:
    with app.app_context():
        html = html_of("comment", FULL | {"kind": kind}, "staff")
    assert html.count("<a ") >= 3
    assert "</a><a" not in html


@pytest.mark.either_store
def test_a_sentence_of_ours_reads_as_its_language_does_and_a_typed_line_as_it_was_typed(app: Flask) -> None:
    with app.app_context():
        html = html_of("comment", FULL | {"kind": "reply", "quote": ["Ada", "", "آدا"]}, "asked", "ar")
        assert "<h1>" in html_of("liked", COMMENT | {"liker": "Ada"}, "staff", "ar")
    assert "<h1>" in html
    assert re.findall(r'<div dir="auto">(.*?)<br></div>', html) == ["Ada", "", "آدا"]


@pytest.mark.either_store
@pytest.mark.parametrize("template", ["confirm", "test", "webhook_off"])
def test_a_letter_with_nothing_at_its_foot_has_no_line_above_it(app: Flask, template: str) -> None:
    with app.app_context():
        assert "<hr>" not in html_of(template, EMPTY[template][0])
        assert "<hr>" in html_of("digest", EMPTY["digest"][0], "staff")


@pytest.mark.either_store
def test_a_letter_loads_nothing_and_has_no_script() -> None:
    for path in (TEMPLATES / "mail").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<(img|script|link|iframe|style)\b|\bsrc=|url\(", text), path.name


@pytest.fixture(params=["starttls", "tls"])
def secured(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[tuple[Flask, Mailbox]]:
    """The application with a mail server that speaks TLS and asks for a password."""
    with serving_mail(request.param, tmp_path) as mailbox:
        values = {"host": "localhost", "port": str(mailbox.port), "security": request.param, "user": USER}
        values |= {"password": PASSWORD, "sender": "comments@rejoinder.test"}
        more = {f"mail_{name}": value for name, value in values.items()} | {
            "outgoing_ca_file": str(tmp_path / "ca.pem")
        }
        with running(settings_for(database, **more)) as app:
            yield app, mailbox


@pytest.mark.either_store
def test_a_letter_reaches_a_server_that_speaks_tls_and_asks_for_a_password(secured: tuple[Flask, Mailbox]) -> None:
    app, mailbox = secured
    look_after(app)
    Frame(app, BLOG).post("Hello")
    deliver(app)
    assert got(mailbox) == [(OWNER, "Grace commented on blog.test/a-post")]
    assert mailbox.proved == [True]


def test_a_letter_speaks_the_language_in_which_it_was_asked_for(app: Flask, mailbox: Mailbox, records: Records) -> None:
    guest = Frame(app, BLOG)
    guest.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ar"
    guest.post("Hello", subscribe="1")
    deliver(app)
    assert records.query("SELECT lang FROM mail_addresses") == [("ar",)]
    assert '<html lang="ar" dir="rtl">' in mailbox.text("html")
