"""What Akismet says of its key and plan, for an owner who asks: in plain words, and never with the key."""

from collections.abc import Iterator

import pytest
from akismet import KEY, Akismet, Says, akismet_settings
from desk import Desk
from flask import Flask
from frames import Frame
from owning import owning
from records import Records
from stage import BLOG, running, settings_for
from windows import FakeProvider

from widget.web.running import PROVIDERS

PAGE = "providers"
LIMITED, OVER = "Akismet accepts the key. Used this month: 7,463 of 350,000.", "It answers more slowly"


@pytest.fixture
def app(database: str, akismet: Akismet) -> Iterator[Flask]:
    """The application that asks it."""
    with running(settings_for(database, **akismet_settings(akismet))) as app:
        yield app


def seat(app: Flask) -> Desk:
    """Return Ada, an owner of the blog."""
    app.extensions[PROVIDERS] = {"google": FakeProvider("google", "Ada")}
    return owning(app)


def ask(desk: Desk) -> str:
    """Press the button, and return the page."""
    answer = desk.press(f"{desk.path}/providers/akismet", on=f"{desk.path}/{PAGE}")
    assert answer.status_code == 200
    assert KEY not in answer.text
    return " ".join(answer.text.split())


def test_an_owner_reads_that_the_key_is_good_and_what_is_used(app: Flask, akismet: Akismet, records: Records) -> None:
    desk = seat(app)
    with records.unchanged():
        page = ask(desk)
    assert (LIMITED in page, OVER in page) == (True, False)
    assert akismet.asked[0] == ("/1.1/verify-key", {"api_key": KEY, "key": KEY, "blog": "https://blog.test"})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"limit": "none", "usage": "12"}', "the key. Used this month: 12. <"),
        ('{"limit": 10, "usage": 12, "throttled": true}', f"Used this month: 12 of 10. {OVER}"),
        ('{"limit": null, "usage": {}}', "Akismet accepts the key. <"),
        ("nonsense", "Akismet accepts the key. <"),
    ],
)
def test_whatever_is_told_of_the_plan_the_key_is_good(app: Flask, akismet: Akismet, answer: str, said: str) -> None:
    akismet.next.append(Says(answer))
    assert said.replace(" <", "<") in ask(seat(app)).replace(" <", "<")


def test_what_was_complained_of_is_over_once_all_is_well(app: Flask, akismet: Akismet, records: Records) -> None:
    guest, desk = Frame(app, BLOG), seat(app)
    akismet.next.append(Says("", {"X-akismet-debug-help": "We do not know the key"}))
    guest.post("While the key was wrong")
    assert "We do not know the key" in desk.see(f"{desk.path}/{PAGE}").text
    assert "We do not know the key" not in ask(desk)
    assert records.count("screening_notices") == 0


def test_a_plan_that_is_used_up_is_still_complained_of(app: Flask, akismet: Akismet) -> None:
    guest, desk = Frame(app, BLOG), seat(app)
    akismet.next.append(Says("false", {"X-akismet-alert-code": "10508", "X-akismet-alert-msg": "Buy more."}))
    guest.post("Over the plan")
    akismet.next.append(Says('{"limit": 10, "usage": 12, "throttled": true}'))
    assert "Buy more." in ask(desk)


def test_a_key_that_is_refused_is_told_without_it(database: str, akismet: Akismet) -> None:
    with running(settings_for(database, **akismet_settings(akismet, screening_akismet_key="another"))) as app:
        page = ask(seat(app))
    assert "Akismet does not accept the key." in page
    assert "another" not in page


def test_who_does_not_answer_is_told(database: str, akismet: Akismet) -> None:
    given = akismet_settings(akismet, screening_akismet_url="http://127.0.0.1:9")
    with running(settings_for(database, **given)) as app:
        assert "Akismet has not answered: " in ask(seat(app))


def test_where_akismet_is_not_asked_there_is_no_button(database: str) -> None:
    with running(settings_for(database)) as app:
        desk = seat(app)
        assert "providers/akismet" not in desk.see(f"{desk.path}/{PAGE}").text
        assert desk.press(f"{desk.path}/providers/akismet", on=f"{desk.path}/settings").status_code == 404
