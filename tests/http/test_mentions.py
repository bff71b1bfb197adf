"""A name behind an `@` is a mention where its owner writes in this thread, and nothing more than a way of drawing."""

from flask import Flask
from frames import Frame
from records import Records
from stage import OTHER

from widget.comments.queries import people_of
from widget.extensions import db
from widget.threads.queries import thread_by_id

MENTION = '<span class="mention">@Alice</span>'


def test_who_writes_here_can_be_mentioned(alice: Frame, guest: Frame) -> None:
    alice.post("First")
    assert MENTION in guest.post("Thanks, @Alice.").get_json()["html"]
    assert MENTION in guest.document().text


def test_nobody_else_can(app: Flask, alice: Frame, guest: Frame) -> None:
    alice.post("Only here")
    assert "mention" not in guest.post("Thanks, @Bob.").get_json()["html"]
    Frame(app, OTHER).post("Another thread")
    assert "mention" not in Frame(app, OTHER).post("Thanks, @Alice.").get_json()["html"]


def test_who_was_hidden_or_whose_comment_is_gone_is_nobody(
    app: Flask, alice: Frame, bob: Frame, guest: Frame, records: Records
) -> None:
    alice.post("Soon hidden")
    gone = bob.post("Soon gone").get_json()["id"]
    guest.post("Here")
    bob.delete(gone)
    records.change("UPDATE identities SET hidden = TRUE WHERE name = 'Alice'")
    with app.app_context():
        thread = thread_by_id(db.session(), guest.thread)
        assert thread
        assert people_of(db.session(), thread) == {"Grace"}


def test_a_mention_leads_nowhere_and_names_nobodys_account(alice: Frame, guest: Frame) -> None:
    alice.post("First")
    said = guest.post("@Alice").get_json()["html"].partition('class="said"')[2].partition("</div>")[0]
    assert said.endswith(f"<p>{MENTION}</p>")
