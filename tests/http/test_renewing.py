"""What an earlier renderer has made is made again, by whichever worker comes first, and readers get the new version."""

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, OTHER

from widget.cli.housekeeping import renew_once
from widget.comments import renewing
from widget.core.markup import RENDERER
from widget.extensions import db
from widget.web.transactions import transaction

OLD = "<p>Of an *earlier* renderer</p>"


@pytest.fixture
def old(app: Flask, guest: Frame, records: Records) -> Frame:
    """A thread with two comments that an earlier release has rendered: one looks different now, one does not."""
    guest.post("Of an *earlier* renderer")
    guest.post("Plain")
    records.change("UPDATE comments SET html = ? WHERE source LIKE 'Of%'", OLD)
    records.change("UPDATE comments SET renderer = 'plain-1'")
    return guest


def renderers(records: Records) -> set[str]:
    """Return which renderers have made what is there."""
    return {name for (name,) in records.query("SELECT DISTINCT renderer FROM comments")}


def test_old_comments_are_rendered_again_and_readers_see_it(app: Flask, old: Frame, records: Records) -> None:
    before = old.document().headers["ETag"]
    renew_once(app)
    assert renderers(records) == {RENDERER}
    document = old.document(**{"If-None-Match": before})
    assert document.status_code == 200
    assert "Of an <em>earlier</em> renderer" in document.text


def test_versions_move_only_where_something_looks_different(app: Flask, old: Frame, records: Records) -> None:
    versions = records.query("SELECT version, activity FROM threads")
    renew_once(app)
    assert records.query("SELECT version - 1, activity FROM threads") == versions
    records.change("UPDATE comments SET renderer = 'plain-1'")
    before = old.document().headers["ETag"]
    renew_once(app)
    assert renderers(records) == {RENDERER}
    assert old.document(**{"If-None-Match": before}).status_code == 304


def test_once_is_enough(app: Flask, old: Frame, records: Records) -> None:
    renew_once(app)
    with records.unchanged(but=()):
        renew_once(app)


def test_several_hundred_in_several_threads_are_done(
    app: Flask, guest: Frame, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "MANY", 3)
    other = Frame(app, OTHER)
    for number in range(4):
        guest.post(f"*{number}*")
        other.post(f"*{number}*")
    records.change("UPDATE comments SET renderer = 'plain-1', html = ''")
    renew_once(app)
    assert renderers(records) == {RENDERER}
    assert Frame(app, BLOG).document().text.count("<em>") == 4


def test_mentions_are_found_again(app: Flask, guest: Frame, alice: Frame, records: Records) -> None:
    alice.post("First")
    guest.post("Hello @Alice and @Nobody")
    records.change("UPDATE comments SET renderer = 'plain-1', html = ''")
    renew_once(app)
    assert '<span class="mention">@Alice</span> and @Nobody' in guest.document().text


def test_what_is_deleted_meanwhile_does_not_come_back(app: Flask, old: Frame, records: Records) -> None:
    (comment,) = records.query("SELECT public_id FROM comments WHERE html = ?", OLD)[0]
    with app.app_context():
        rendered = renewing.render_some(db.session())
        assert old.delete(comment).status_code == 200
        with transaction() as store:
            renewing.keep_some(store, rendered)
    assert records.query("SELECT html, source FROM comments WHERE public_id = ?", comment) == [("", "")]
    renew_once(app)
    assert renderers(records) == {RENDERER}


def test_what_has_a_fault_is_logged_and_ends_nothing_else(
    app: Flask, old: Frame, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The thread that keeps the house goes on with its next step."""
    monkeypatch.setattr(renewing, "_rendered", lambda *_: 1 / 0)
    renew_once(app)
    assert "comments were not rendered again: ZeroDivisionError" in caplog.text
    assert "Traceback" in caplog.text
