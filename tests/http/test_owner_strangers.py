"""What is for owners alone is not there for moderators, strangers, and the owners of other sites."""

from collections.abc import Callable

import pytest
from desk import seated
from flask import Flask
from frames import Frame
from owners import Owner
from owning import SECOND, Owned, owner_pages, owning
from records import Records
from stage import OTHER
from unsafe import routes_with
from windows import FakeProvider

Fakes = dict[str, FakeProvider]
OF_MODERATORS = ("decisions", "undo", "bans", "lift", "restore")


@pytest.fixture
def owned(app: Flask, fakes: Fakes, records: Records) -> Owned:
    """A site with everything that could be changed."""
    return Owned(app, owning(app), records)


def forms(app: Flask, owned: Owned) -> dict[str, dict[str, str]]:
    """Return every form of an owner, with what it sends."""
    fields, found = owned.fields(), {}
    for route in routes_with(app, "/admin/sites"):
        rule = route.partition(" ")[2]
        if rule.rpartition("/")[2] not in OF_MODERATORS or "/changes/" in rule:
            path = rule
            for name, value in owned.ids.items():
                path = path.replace(f"<int:{name}>", value).replace(f"<{name}>", value)
            found[path] = fields.get(rule.rpartition("/")[2], {})
    return found


def test_each_page_is_there_for_its_owner(app: Flask, fakes: Fakes, owned: Owned) -> None:
    """The refusals below are worth something only because this passes."""
    desk = owning(app, "facebook")
    for page in owner_pages(desk.path, owned.thread, owned.hook):
        query = f"?to={SECOND}-moved&comment-{owned.comment}=on"
        assert desk.see(page + query).status_code == 200, page
    assert len(forms(app, owned)) == 15


@pytest.mark.parametrize("who", ["moderator", "stranger", "owner of another site", "nobody"])
def test_for_everybody_else_nothing_is_there_and_nothing_happens(
    app: Flask, owned: Owned, records: Records, who: str
) -> None:
    others: dict[str, Callable[[], Owner]] = {
        "moderator": lambda: owned.other,
        "stranger": lambda: seated(app, "facebook", role=None),
        "owner of another site": lambda: owning(app, "facebook", OTHER),
        "nobody": lambda: Owner(app),
    }
    other = others[who]()
    token, expected = other.token("/me"), 401 if who == "nobody" else 404
    with records.unchanged():
        for path, fields in forms(app, owned).items():
            assert other.send(path, {"csrf_token": token, **fields}).status_code == expected, path
        for page in owner_pages(f"/admin/sites/{owned.ids['site_id']}", owned.thread, owned.hook):
            seen = other.see(page)
            assert (seen.status_code, "hooks.example" in seen.text) == (200 if who == "nobody" else 404, False), page


def test_through_ones_own_site_nothing_of_another_is_reached(app: Flask, owned: Owned, records: Records) -> None:
    other = owning(app, "facebook", OTHER)
    mine = {path.replace(owned.ids["site_id"], other.site): fields for path, fields in forms(app, owned).items()}
    with records.unchanged(but=("sessions",)):
        for path, fields in mine.items():
            if path.removeprefix(other.path).count("/") > 1 and not path.endswith("/test"):
                assert other.press(path, on="/admin", **fields).status_code == 404, path
        for page in owner_pages(other.path, owned.thread, owned.hook)[6:]:
            assert other.see(page).status_code == 404, page
    assert "blog.test" not in other.see(f"{other.path}/threads?after={owned.thread}").text


def test_a_thread_of_another_site_cannot_be_merged_into_ones_own(app: Flask, owned: Owned, records: Records) -> None:
    other, frame = owning(app, "facebook", OTHER), Frame(app, OTHER)
    frame.post("Elsewhere")
    with records.unchanged():
        for to in (owned.thread, SECOND):
            sent = other.press(f"{other.path}/threads/{frame.thread}/merge", on="/admin", to=to)
            assert (sent.status_code, "There is no thread" in sent.text) == (422, True)
