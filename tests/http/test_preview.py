"""A preview is what the comment would be: the same html, the same sentences, and nothing is kept."""

from typing import Any

import pytest
from frames import Frame
from records import Records
from refusals import refused
from stage import BLOG, OTHER, Time

TEXT = "# Hello\n**there**, ||dear|| @Alice\n\n```py\nreturn 1\n```\nhttps://a.example <b>"


def ask(frame: Frame, body: str, page: str = BLOG, **fields: str) -> Any:
    """Ask for a preview."""
    return frame.act("POST", "/preview", {"body": body, "page": page, **fields})


def test_a_preview_is_what_the_comment_will_be_and_nothing_is_kept(
    guest: Frame, alice: Frame, records: Records
) -> None:
    alice.post("First")
    with records.unchanged():
        shown = ask(guest, TEXT)
    assert shown.status_code == 200
    assert set(shown.get_json()) == {"html"}
    assert shown.headers["Cache-Control"] == "no-store"
    assert f'<div class="said" dir="auto">{shown.get_json()["html"]}</div>' in guest.post(TEXT).get_json()["html"]
    assert 'class="mention"' in shown.get_json()["html"]


def test_a_thread_of_the_owners_key_has_its_own_people(alice: Frame, guest: Frame) -> None:
    alice.post("Under the page")
    assert "mention" in ask(guest, "@Alice").get_json()["html"]
    assert "mention" not in ask(guest, "@Alice", key="post-7").get_json()["html"]


@pytest.mark.parametrize("body", ["", "  \n", "x" * 65_526])
def test_what_would_be_refused_is_refused_with_the_same_sentences(alice: Frame, body: str) -> None:
    refusal = refused(ask(alice, body), 422, "invalid")
    sent = {"body": body, "page": BLOG, "as": alice.session()["identity"]["id"], "idempotency_key": "a-fine-key"}
    posted = refused(alice.act("POST", f"/threads/{alice.thread}/comments", sent), 422, "invalid")
    assert refusal["errors"] == posted["errors"]


def test_a_page_of_no_site_has_no_preview(guest: Frame) -> None:
    assert ask(guest, "Hello", page="https://nobody.test/").status_code == 404


def test_a_session_of_another_site_proves_nothing_here(stranger: Frame) -> None:
    assert ask(stranger, "Hello", page=OTHER).status_code == 200
    assert ask(stranger, "Hello", page=BLOG).get_json()["type"] == "csrf"


def test_who_asks_too_often_is_told_when_to_ask_again(guest: Frame, time: Time) -> None:
    answers = [ask(guest, "Hello") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "2"
    assert answers[-1].get_json()["type"] == "too-many"
    time.passes(seconds=2)
    assert ask(guest, "Hello").status_code == 200


def test_text_that_cannot_be_kept_cannot_be_shown(guest: Frame) -> None:
    assert ask(guest, "a\0b").status_code == 400
