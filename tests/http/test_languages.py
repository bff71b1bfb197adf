"""Everybody gets their language: by the address what all share, by what the browser asks for what is theirs alone."""

import pytest
from flask import Flask
from flask_babel import get_locale
from frames import ORIGIN, Frame
from stage import BLOG
from windows import FakeProvider, SignIn

from widget.errors import ProviderFailed
from widget.web.languages import language_for, speaking, spoken

Fakes = dict[str, FakeProvider]


def document(frame: Frame, lang: str, **headers: str) -> str:
    """Return the thread's document for a page in a language."""
    query = {"page": frame.page, "lang": lang}
    return frame.browser.get("/thread", query_string=query, headers=headers, base_url=ORIGIN).text


@pytest.mark.parametrize(
    ("lang", "root", "heading"),
    [
        ("en", '<html class="frame" lang="en" dir="ltr">', "Leave a Reply"),
        ("de-CH", '<html class="frame" lang="de" dir="ltr">', "Schreibe einen Kommentar"),
        ("ar", '<html class="frame" lang="ar" dir="rtl">', "اترك تعليق"),
        ("pt-PT", '<html class="frame" lang="pt-BR" dir="ltr">', "Deixe um comentário"),
        ("tlh", '<html class="frame" lang="en" dir="ltr">', "Leave a Reply"),
    ],
)
def test_a_thread_speaks_the_language_of_its_page(guest: Frame, lang: str, root: str, heading: str) -> None:
    page = document(guest, lang)
    assert root in page
    assert heading in page


def test_what_all_share_never_follows_the_browser(guest: Frame) -> None:
    english = document(guest, "en")
    assert document(guest, "en", **{"Accept-Language": "de"}) == english
    answer = guest.document(**{"Accept-Language": "de"})
    assert answer.text == english
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_languages_are_kept_apart_and_each_is_known_again(guest: Frame) -> None:
    tags = {
        guest.browser.get(f"/thread?page={BLOG}&lang={lang}", base_url=ORIGIN).headers["ETag"] for lang in ["de", "fr"]
    }
    assert len(tags) == 2
    again = guest.browser.get(f"/thread?page={BLOG}&lang=de", base_url=ORIGIN)
    assert again.headers["ETag"] in tags


def test_the_scripts_get_their_sentences_in_every_plural_form(guest: Frame) -> None:
    page = document(guest, "cy")
    assert '"%(num)d comments": {' in page
    for category in ("zero", "one", "two", "few", "many", "other"):
        assert f'"{category}": ' in page


def test_numbers_and_dates_are_written_as_in_the_language(alice: Frame) -> None:
    comment = alice.post("Guten Tag").get_json()["id"]
    german = alice.send("GET", f"/threads/{alice.thread}/comments?lang=de").get_json()["comments"]
    english = alice.send("GET", f"/threads/{alice.thread}/comments").get_json()["comments"]
    assert [one["id"] for one in german] == [one["id"] for one in english] == [comment]
    assert german[0]["html"] != english[0]["html"]
    assert german[0]["text"] == english[0]["text"]


def test_an_error_is_said_in_the_language_that_the_frame_asks_for(guest: Frame) -> None:
    wanted = {"Accept-Language": "de", "X-CSRFToken": guest.session()["csrf_token"]}
    sent = {"body": " ", "page": BLOG, "as": "guest", "idempotency_key": "languages-1", "name": "G", "email": "g@g.org"}
    answer = guest.send("POST", f"/threads/{guest.thread}/comments", sent, **wanted)
    assert answer.status_code == 422
    assert "Please" not in str(answer.get_json()["errors"]["body"])
    english = guest.send("POST", f"/threads/{guest.thread}/comments", sent, **wanted | {"Accept-Language": "en"})
    assert english.get_json()["errors"]["body"] == ["Please enter a comment"]


def test_a_browser_that_asks_for_nothing_we_have_reads_english(guest: Frame) -> None:
    for asked in ("tlh;q=1, xx", "", "*", ";;q=,"):
        page = guest.browser.get("/nowhere", headers={"Accept-Language": asked}, base_url=ORIGIN)
        assert "There is nothing here" in page.text


def test_the_first_language_that_we_have_is_taken(guest: Frame) -> None:
    page = guest.browser.get("/nowhere", headers={"Accept-Language": "tlh, fr-CA;q=0.8, de;q=0.5"}, base_url=ORIGIN)
    assert '<html lang="fr" dir="ltr">' in page.text


def test_a_sign_in_ends_in_the_language_in_which_it_was_begun(app: Flask, guest: Frame, fakes: Fakes) -> None:
    fakes["google"].raises = ProviderFailed()
    window = guest.browser.get("/signin?lang=he", headers={"Accept-Language": "de"}, base_url=ORIGIN)
    assert '<html lang="he" dir="rtl">' in window.text
    begun = SpokenIn(guest, "he")
    begun.start()
    assert '<html lang="he" dir="rtl">' in begun.come_back().text


class SpokenIn(SignIn):
    """A sign-in that a frame in a language has begun."""

    def __init__(self, frame: Frame, lang: str) -> None:
        frame.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
        super().__init__(frame)


def test_a_letter_that_cannot_be_written_leaves_no_language_behind(app: Flask) -> None:
    def write() -> None:
        with speaking(language_for("ar")):
            raise ValueError("a fault in the letter")

    with app.app_context():
        with pytest.raises(ValueError, match="a fault"):
            write()
        assert (spoken().tag, str(get_locale())) == ("en", "en_GB")
