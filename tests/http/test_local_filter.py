"""The filter that learns: quiet at first, then as somebody has decided; once for each comment, and undone with it."""

from collections.abc import Callable

import pytest
from deciding import decide, findings, make_moderator, set_site, status_of
from flask import Flask
from frames import Frame
from records import Records

from widget.cli.housekeeping import forget_once
from widget.ops import forgetting
from widget.screening.bayes import FEWEST

Teach = Callable[[str, str], str]
COUNTS = "SELECT word, spam, ham FROM filter_words ORDER BY word"


@pytest.fixture
def teach(app: Flask, guest: Frame, alice: Frame, records: Records) -> Teach:
    """Return what posts a comment, held by hand, and lets a moderator decide about it."""
    moderator = make_moderator(app, alice)

    def post(body: str, status: str) -> str:
        set_site(records, approve_all=True)
        comment = str(guest.post(body).get_json()["id"])
        decide(app, comment, status, by=moderator)
        set_site(records, approve_all=False)
        return comment

    return post


@pytest.fixture
def taught(teach: Teach) -> None:
    """A site on which enough was decided."""
    for number in range(FEWEST):
        teach(f"casino bonus win {number}", "spam")
        teach(f"the train leaves at {number}", "published")


@pytest.mark.usefixtures("taught")
def test_what_is_like_spam_is_spam_and_it_is_said_why(guest: Frame, stranger: Frame, records: Records) -> None:
    comment = guest.post("A casino with a bonus to win").get_json()["id"]
    assert status_of(records, comment) == "spam"
    status, reason = findings(records, comment)["filter"]
    assert status == "spam"
    assert reason.startswith("It is like what was marked as spam here: bonus +3.4, casino +3.4, win +3.4")
    assert status_of(records, guest.post("Does the train leave at nine?").get_json()["id"]) == "published"
    elsewhere = stranger.post("A casino with a bonus to win").get_json()["id"]
    assert status_of(records, elsewhere) == "published"  # the other site has learned nothing


def test_before_enough_was_decided_it_says_nothing(guest: Frame, teach: Teach, records: Records) -> None:
    for number in range(FEWEST):
        teach(f"casino bonus win {number}", "spam")
    assert status_of(records, guest.post("casino bonus win").get_json()["id"]) == "published"


def test_a_decision_is_learned_once_and_taken_back_with_it(
    app: Flask, alice: Frame, teach: Teach, records: Records
) -> None:
    moderator = make_moderator(app, alice)
    comment = teach("casino bonus", "spam")
    once = records.query(COUNTS)
    assert (0, 1, 0) in once
    assert {(spam, ham) for _, spam, ham in once} == {(1, 0)}
    decide(app, comment, "trash", by=moderator)
    decide(app, comment, "spam", by=moderator)
    assert records.query(COUNTS) == once
    decide(app, comment, "published", by=moderator)
    assert {(spam, ham) for _, spam, ham in records.query(COUNTS)} == {(0, 1)}
    decide(app, comment, "held", by=moderator)
    assert records.query(COUNTS) == []


def test_what_is_taken_back_is_what_was_learned_also_after_an_edit(
    app: Flask, guest: Frame, alice: Frame, teach: Teach, records: Records
) -> None:
    comment = teach("the train leaves", "published")
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    guest.act("PATCH", f"/comments/{comment}", {"body": "Something else altogether", "stamp": stamp})
    decide(app, comment, "held", by=make_moderator(app, alice))
    assert records.query(COUNTS) == []


def test_what_a_check_decides_teaches_nothing(app: Flask, guest: Frame, records: Records) -> None:
    decide(app, guest.post("casino bonus").get_json()["id"], "spam", by=None)
    assert records.query(COUNTS) == []


def test_what_is_kept_tells_nobody_what_was_written(teach: Teach, records: Records) -> None:
    comment = teach("a very secret word", "spam")
    assert all(isinstance(value, int) for row in records.query(COUNTS) for value in row)
    assert status_of(records, comment) == "spam"


def test_the_rarest_and_oldest_words_are_forgotten_and_their_undoing_leaves_nothing_below_zero(
    app: Flask, alice: Frame, teach: Teach, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderator = make_moderator(app, alice)
    first = teach("zebra okapi", "spam")
    for number in range(3):
        teach(f"casino bonus {'x' * number}", "spam")
    before = {word: spam + ham for word, spam, ham in records.query(COUNTS)}
    monkeypatch.setattr(forgetting, "MOST_WORDS", 6)
    forget_once(app)
    kept = {word: spam + ham for word, spam, ham in records.query(COUNTS)}
    assert (len(kept), kept[0]) == (7, 4)
    assert sorted(kept.values(), reverse=True) == sorted(before.values(), reverse=True)[:7]
    decide(app, first, "published", by=moderator)
    assert min(min(row[1:]) for row in records.query(COUNTS)) == 0
    decide(app, first, "held", by=moderator)
    assert all(max(row[1:]) > 0 and min(row[1:]) >= 0 for row in records.query(COUNTS))
