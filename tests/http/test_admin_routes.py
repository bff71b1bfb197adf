"""Every route below `/admin`, as the URL map has them: a new one is tried here before anybody thinks of it."""

import pytest
from desk import Desk
from flask import Flask
from frames import Frame
from owning import Owned, method_and_path, owning, routes
from records import Records
from stage import BLOG, OTHER
from werkzeug.test import TestResponse
from windows import FakeProvider

Fakes = dict[str, FakeProvider]
OF_MODERATORS = {
    *("GET /admin/sites/<site_id>", "GET /admin/sites/<site_id>/comments", "GET /admin/sites/<site_id>/audit"),
    *("GET /admin/sites/<site_id>/bans", "GET /admin/sites/<site_id>/bans/new", "POST /admin/sites/<site_id>/bans"),
    *(f"POST /admin/sites/<site_id>/bans/<ban_id>/{act}" for act in ("lift", "restore")),
    "POST /admin/sites/<site_id>/decisions",  # beside it `undo`: there is nothing to be taken back here
    *(f"{method} /admin/comments/<comment_id>/{act}" for method in ("GET", "POST") for act in ("edit", "reply")),
}
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}'


@pytest.fixture
def owned(app: Flask, fakes: Fakes, records: Records) -> Owned:
    """A site with a row of every kind, a ban among them."""
    owned = Owned(app, owning(app), records)
    ban = {"comment": owned.comment, "kind": "network", "days": "1"}
    assert owned.other.press(f"{owned.other.path}/bans", on="/admin", **ban).status_code == 303
    ((ban_id,),) = records.query("SELECT public_id FROM bans")
    owned.ids |= {"comment_id": owned.comment, "ban_id": ban_id}
    return owned


def ask(desk: Desk, route: str, ids: dict[str, str], token: str, **fields: str) -> TestResponse:
    """Ask for a route with these rows."""
    method, path = method_and_path(route, ids)
    asked = f"{path}?comment={ids['comment_id']}&to={ids['thread_id']}&status=published"
    return desk.see(asked) if method == "GET" else desk.send(path, {"csrf_token": token, **fields})


def test_the_owner_of_another_site_reaches_no_row_by_any_route(app: Flask, owned: Owned, records: Records) -> None:
    other = owning(app, "facebook", OTHER)
    token, fields = other.token("/admin"), owned.fields()
    tried = [(route, owned.ids) for route in routes(app)]
    tried += [(route, owned.ids | {"site_id": other.site}) for route, _ in tried if route.count("<") > 1]
    assert len(tried) > 50
    with records.unchanged():
        for route, ids in tried:
            sent = fields.get(route.rpartition("/")[2], {})
            assert ask(other, route, ids, token, **sent).status_code == 404, (route, ids["site_id"])


def test_a_moderator_reaches_what_is_for_moderators_and_nothing_else(app: Flask, owned: Owned) -> None:
    moderator, token = owned.other, owned.other.token("/admin")
    found = {route for route in routes(app) if ask(moderator, route, owned.ids, token).status_code != 404}
    assert found == OF_MODERATORS


def test_nothing_that_was_sent_is_markup_on_a_page_of_the_staff(app: Flask, owned: Owned, records: Records) -> None:
    desk, guest = owning(app, "facebook"), Frame(app, BLOG)
    guest.browser.environ_base |= {"HTTP_USER_AGENT": HOSTILE, "HTTP_REFERER": HOSTILE, "REMOTE_ADDR": "203.0.113.9"}
    comment = guest.post(HOSTILE, name=HOSTILE).get_json()["id"]
    guest.receipts, told = [], {"reason": "other", "text": HOSTILE}
    assert guest.act("POST", f"/comments/{comment}/report", told).status_code == 201
    for column in ("threads.title", "sites.name", "sites.heading", "sites.moderation_words", "webhooks.url"):
        records.change(f"UPDATE {column.replace('.', ' SET ')} = ?", HOSTILE)
    records.change("UPDATE outbox SET answer = ?", HOSTILE)
    records.change("UPDATE identities SET name = ?, handle = ?", HOSTILE, HOSTILE)
    for route in (one for one in routes(app) if one.startswith("GET")):
        page = ask(desk, route, owned.ids | {"comment_id": comment}, "").text
        assert ("<img src=x" in page, ">49" in page) == (False, False), route
    queue = desk.queue("published")
    assert queue.count("&lt;img src=x") > 5
