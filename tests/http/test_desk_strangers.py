"""The pages of who looks after a site are not there for anybody else: strangers, and the staff of other sites."""

import pytest
from desk import Desk, held, seated
from flask import Flask
from frames import Frame
from records import Records
from stage import OTHER
from windows import FakeProvider

from widget.people.role_models import Role

Fakes = dict[str, FakeProvider]


@pytest.fixture
def desk(app: Flask, fakes: Fakes, records: Records) -> Desk:
    """Ada, a moderator of the blog, where everything is approved by hand."""
    records.change("UPDATE sites SET approve_all = ?", True)
    return seated(app)


def forbidden(desk: Desk, comment: str, batch: str) -> dict[str, dict[str, str]]:
    """Return what could be asked about one comment of a site: fields by path; without fields it is looked at."""
    return {
        f"{desk.path}/comments": {},
        f"{desk.path}/audit": {},
        f"{desk.path}/bans": {},
        f"{desk.path}/bans/new?comment={comment}": {},
        f"/admin/comments/{comment}/edit": {},
        f"/admin/comments/{comment}/reply": {},
        f"{desk.path}/decisions": {"decide": f"approve {comment}", "status": "held"},
        f"{desk.path}/undo": {"batch": batch},
        f"{desk.path}/bans ": {"comment": comment, "kind": "account", "days": "ever"},
        f"/admin/comments/{comment}/edit ": {"body": "Otherwise"},
        f"/admin/comments/{comment}/reply ": {"body": "An answer", "idempotency_key": "a-key-of-mine"},
    }


@pytest.mark.parametrize("who", ["nobody", "stranger", "other site"])
def test_a_site_is_not_there_for_anybody_else(
    app: Flask, desk: Desk, fakes: Fakes, alice: Frame, records: Records, who: str
) -> None:
    comment, batch = held(alice), desk.batch("spam", held(alice))
    other = seated(app, "x", OTHER, Role.OWNER if who == "other site" else None) if who != "nobody" else Desk(app)
    token = other.token("/me")
    with records.unchanged():
        for path, fields in forbidden(desk, comment, batch).items():
            sent = other.send(path.strip(), {"csrf_token": token, **fields}) if fields else other.see(path)
            expected = 404 if who != "nobody" else 401 if fields else 200
            assert sent.status_code == expected, path
            assert comment not in sent.text.replace(f"/admin/comments/{comment}", "").replace(
                f"%3D{comment}", ""
            ).replace(f"={comment}", "")


def test_through_ones_own_site_nothing_of_another_is_reached(
    app: Flask, desk: Desk, fakes: Fakes, alice: Frame, records: Records
) -> None:
    comment, batch = held(alice), desk.batch("spam", held(alice))
    other = seated(app, "x", OTHER)
    with records.unchanged():
        assert other.decide("approve", comment).status_code == 404
        assert other.undo(batch).status_code == 404
        ban = {"comment": comment, "kind": "account", "days": "ever"}
        assert other.press(f"{other.path}/bans", on=f"{other.path}/comments", **ban).status_code == 404
        for query in (
            f"author={comment}",
            f"after={comment}",
            f"done={batch}",
            f"missed={comment}",
            f"thread={alice.thread}",
        ):
            page = other.see(f"{other.path}/comments?{query}").text
            assert "blog.test" not in page
            assert "Marked as spam" not in page


@pytest.mark.either_store
def test_the_log_of_a_site_has_nothing_of_another(app: Flask, desk: Desk, fakes: Fakes, alice: Frame) -> None:
    desk.decide("spam", held(alice))
    other = seated(app, "x", OTHER)
    assert "Nothing was done yet." in other.words(f"{other.path}/audit")


def test_a_mix_of_ones_own_and_anothers_does_nothing(
    app: Flask, desk: Desk, alice: Frame, stranger: Frame, records: Records
) -> None:
    mine, theirs = held(alice), held(stranger)
    with records.unchanged():
        assert desk.decide("approve", mine, theirs).status_code == 404
