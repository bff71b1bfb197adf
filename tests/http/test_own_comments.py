"""Editing without a script: a first-party page that keeps what was typed, whatever is wrong with it."""

import io
import json
import zipfile

import pytest
from flask import Flask
from frames import Frame
from likes import like, like_page
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time
from windows import FakeProvider

Fakes = dict[str, FakeProvider]


@pytest.fixture
def ada(app: Flask, fakes: Fakes) -> Owner:
    """Ada, logged in to her own page."""
    return Owner(app).log_in()


@pytest.fixture
def form(app: Flask, ada: Owner) -> str:
    """The page on which she edits a comment of hers."""
    return f"/comments/{commenting(app).post('Teh first').get_json()['id']}/edit"


def test_the_page_leads_there_and_the_comment_is_changed(ada: Owner, form: str, guest: Frame) -> None:
    assert f'href="{form}"' in ada.see().text
    stamp = ada.field("stamp", on=form)
    assert ada.press(form, on=form, body="The first", stamp=stamp).location == "/me"
    assert "The first" in guest.read()
    assert "edited" in guest.read()


def test_a_form_that_changes_nothing_but_the_line_breaks_is_no_edit(
    app: Flask, ada: Owner, guest: Frame, records: Records
) -> None:
    form = f"/comments/{commenting(app).post(chr(10).join('ab')).get_json()['id']}/edit"
    assert ada.press(form, on=form, body="a\r\nb", stamp=ada.field("stamp", on=form)).location == "/me"
    assert records.count("revisions") == 0


def test_the_page_is_nobody_elses(app: Flask, ada: Owner, form: str, fakes: Fakes, records: Records) -> None:
    assert Owner(app).see(form).status_code == 401
    other = Owner(app).log_in("x")
    stamp = ada.field("stamp", on=form)
    with records.unchanged():
        assert other.see(form).status_code == 404
        assert other.press(form, body="Mine now", stamp=stamp).status_code == 404


def test_the_page_is_private_and_in_nobodys_frame(ada: Owner, form: str) -> None:
    page = ada.see(form)
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_what_is_wrong_is_said_and_the_text_stays(ada: Owner, form: str, records: Records) -> None:
    stamp = ada.field("stamp", on=form)
    with records.unchanged():
        empty = ada.press(form, on=form, body="  ", stamp=stamp)
        long = ada.press(form, on=form, body="x" * 65_526, stamp=stamp)
    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Please enter a comment" in empty.text
    assert "x" * 65_526 in long.text


def test_of_two_pages_the_second_is_told_and_may_save_after_that(ada: Owner, form: str, guest: Frame) -> None:
    stamp = ada.field("stamp", on=form)
    ada.press(form, on=form, body="From the first", stamp=stamp)
    refused = ada.press(form, on=form, body="From the second", stamp=stamp)
    assert refused.status_code == 409
    assert "From the second</textarea>" in refused.text
    assert "From the first" in refused.text
    again = refused.text.partition('name="stamp" value="')[2].partition('"')[0]
    assert ada.press(form, on=form, body="From the second", stamp=again).status_code == 303
    assert "From the second" in guest.read()


def test_after_the_time_the_text_is_shown_with_the_sentence(ada: Owner, form: str, time: Time) -> None:
    stamp = ada.field("stamp", on=form)
    time.passes(minutes=61)
    refused = ada.press(form, body="Too late", stamp=stamp)
    assert refused.status_code == 403
    assert "The time for editing this comment is over." in refused.text
    assert "Too late</textarea>" in refused.text
    assert ada.see(form).status_code == 403
    assert f'href="{form}"' not in ada.see().text


def test_the_export_has_every_version_and_what_one_likes(app: Flask, ada: Owner, form: str) -> None:
    frame, comment = commenting(app), form.split("/")[2]
    like(frame, comment)
    like_page(frame)
    ada.press(form, on=form, body="The first", stamp=ada.field("stamp", on=form))
    known = json.loads(zipfile.ZipFile(io.BytesIO(ada.see("/me/export").data)).read("my-comments.json"))
    assert [(one["text"], one["before"][0]["text"]) for one in known["comments"]] == [("The first", "Teh first")]
    assert [(one["page"], one["comment"]) for one in known["likes"]] == [(BLOG, comment), (BLOG, None)]
