"""The forms of who looks after a site act only when they are sent by our own page, to whom it was shown."""

import re

import pytest
from desk import Desk, held, seated
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner
from owning import Owned
from records import Records
from unsafe import FOREIGN, desk_forms
from windows import FakeProvider

from widget.core import clock
from widget.people.role_models import Role
from widget.people.roles import invite
from widget.sites.queries import site_by_id
from widget.web.transactions import transaction

pytestmark = pytest.mark.either_store

Fakes = dict[str, FakeProvider]
Forms = dict[str, dict[str, str]]


@pytest.fixture
def desk(app: Flask, fakes: Fakes, records: Records) -> Desk:
    """Ada, an owner of the blog, who was invited once more."""
    records.change("UPDATE sites SET approve_all = ?", True)
    desk = seated(app, role=Role.OWNER)
    with app.app_context(), transaction() as store:
        site = site_by_id(store, desk.site)
        assert site
        token = invite(store, site, Role.MODERATOR, clock.now())
    desk.see(f"/admin/invitations/{token}")
    return desk


@pytest.fixture
def forms(app: Flask, desk: Desk, alice: Frame, records: Records) -> Forms:
    """Every form that she could send, about what is of her site."""
    decided, comment, other = held(alice), held(alice), held(alice)
    batch = desk.batch("spam", decided)
    page = f"{desk.path}/bans/new?comment={comment}"
    desk.press(f"{desk.path}/bans", on=page, comment=comment, kind="account", days="1")
    ((ban,),) = records.query("SELECT public_id FROM bans")
    fields = {
        "decisions": {"decide": f"approve {other}", "status": "held"},
        "undo": {"batch": batch},
        "edit": {"body": "Otherwise", "stamp": desk.field("stamp", on=f"/admin/comments/{comment}/edit")},
        "reply": {"body": "An answer", "idempotency_key": "a-key-of-a-form"},
        "bans": {"comment": comment, "kind": "network", "days": "ever"},
    }
    owned = Owned(app, desk, records)
    ids, fields = owned.ids | {"comment_id": comment, "ban_id": ban}, fields | owned.fields()
    rules = sorted(route.partition(" ")[2] for route in desk_forms(app))
    return {
        re.sub(r"<(?:int:)?(\w+)>", lambda found: ids[found[1]], rule): fields.get(rule.rpartition("/")[2], {})
        for rule in rules
    }


def test_each_of_them_would_be_taken(desk: Desk, forms: Forms, records: Records) -> None:
    """The refusals below are worth something only because this passes."""
    assert len(forms) == 23
    for path, fields in forms.items():
        if path.endswith("/providers/akismet"):
            continue  # it asks, and changes nothing: test_owner_akismet.py
        before = records.everything()
        seen = {"seen": desk.field("seen", on=path)} if path.endswith("/reply") else {}  # by then it was edited
        assert desk.press(path, on="/admin", **fields, **seen).status_code in {200, 303}, path
        assert records.everything() != before, path


def test_without_the_token_no_form_does_anything(desk: Desk, forms: Forms, records: Records) -> None:
    for path, fields in forms.items():
        for token in ({}, {"csrf_token": ""}, {"csrf_token": desk.token("/admin") + "x"}):
            with records.unchanged(but=()):
                assert desk.send(path, fields | token).status_code == 403, path


@pytest.mark.parametrize("origin", [one for one in FOREIGN if one is not None])
def test_from_another_origin_no_form_does_anything(desk: Desk, forms: Forms, records: Records, origin: str) -> None:
    token = {"csrf_token": desk.token("/admin")}
    for path, fields in forms.items():
        with records.unchanged(but=()):
            assert desk.send(path, fields | token, Origin=origin).status_code == 403, path


def test_the_tokens_of_others_are_worth_nothing(
    app: Flask, desk: Desk, forms: Forms, records: Records, bob: Frame
) -> None:
    tokens = [Owner(app).log_in("x").token(), Owner(app).token(), bob.session()["csrf_token"]]
    for path, fields in forms.items():
        for token in tokens:
            with records.unchanged(but=()):
                assert desk.send(path, fields | {"csrf_token": token}).status_code == 403, path


@pytest.mark.either_store
def test_a_script_without_the_token_is_told_so_in_its_own_shape(desk: Desk) -> None:
    for place in ("decisions", "undo"):
        sent = desk.browser.post(f"{desk.path}/{place}", json={}, base_url=ORIGIN, headers={"Origin": ORIGIN})
        assert (sent.status_code, sent.get_json()["type"]) == (403, "csrf")
