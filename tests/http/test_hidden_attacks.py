"""What nobody has approved leaves no trace that a stranger could read, and deleting gives no second go."""

import pytest
from deciding import set_site
from desk import held, seated
from flask import Flask
from frames import Frame
from records import Records
from stage import Time
from windows import FakeProvider


def changes(frame: Frame) -> list[str]:
    told = frame.send("GET", f"/threads/{frame.thread}/comments?since=0").get_json()
    return [one["id"] for one in told["comments"]]


def test_nobody_hears_of_what_was_never_shown(alice: Frame, guest: Frame, records: Records) -> None:
    shown = alice.post("Seen").get_json()["id"]
    set_site(records, approve_all=True)
    mine = [held(alice, f"Unseen {number}") for number in range(2)]
    stamp = alice.send("GET", f"/comments/{mine[0]}/source").get_json()["stamp"]
    assert alice.act("PATCH", f"/comments/{mine[0]}", {"body": "Still unseen", "stamp": stamp}).status_code == 200
    alice.delete(mine[1])
    assert changes(guest) == [shown]


def test_what_was_shown_and_is_gone_is_told(alice: Frame, guest: Frame) -> None:
    comment = alice.post("Seen").get_json()["id"]
    alice.delete(comment)
    assert changes(guest) == [comment]


@pytest.mark.parametrize("limits", [{"flood_seconds": 60}, {"hourly_limit": 2}])
@pytest.mark.parametrize("who", ["alice", "guest"])
def test_whoever_deletes_what_they_have_written_may_write_no_more_than_others(
    request: pytest.FixtureRequest, records: Records, time: Time, who: str, limits: dict[str, int]
) -> None:
    frame = request.getfixturevalue(who)
    set_site(records, **limits)
    statuses = []
    for number in range(3):
        answer = frame.post(f"Number {number}")
        statuses.append(answer.status_code)
        if answer.status_code == 201:
            frame.delete(answer.get_json()["id"])
    assert statuses[-1] == 429
    time.passes(hours=1, seconds=1)
    assert frame.post("Later").status_code == 201


NUL = ["after", "before", "root", "around"]


@pytest.mark.parametrize("name", NUL)
def test_a_name_that_no_store_could_look_for_is_not_found(alice: Frame, name: str) -> None:
    alice.post()
    assert alice.send("GET", f"/threads/{alice.thread}/comments?{name}=%00").status_code == 404


ASKED = ["q", "author", "thread", "after", "done", "missed"]


@pytest.mark.parametrize("name", ASKED)
def test_neither_can_the_desk_look_for_it(app: Flask, fakes: dict[str, FakeProvider], name: str) -> None:
    desk = seated(app)
    for page in (f"{desk.path}/comments?{name}=%00", f"{desk.path}/audit?who=%00", f"{desk.path}/bans/new?comment=%00"):
        assert desk.see(page).status_code == 404
