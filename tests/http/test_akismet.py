"""Akismet in its own wire format: what it is sent, and what becomes of each of its answers."""

import logging
from collections.abc import Iterator
from time import perf_counter

import pytest
from akismet import KEY, Akismet, Says, akismet_settings
from deciding import findings, make_moderator, set_site, status_of
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time, running, settings_for

from widget.screening import outside

HELD_AGAIN = "Akismet did not answer; it will be asked again."
NO_KEY = "Akismet did not accept our question; its key has to be looked at."
ERRANDS = "SELECT asked, task, passed FROM screening_errands"


@pytest.fixture
def app(database: str, akismet: Akismet) -> Iterator[Flask]:
    """The application that asks it."""
    with running(settings_for(database, **akismet_settings(akismet))) as app:
        yield app


def posted(frame: Frame, records: Records, body: str = "", **fields: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """Post; return the status that it got and what was found."""
    comment = frame.post(body, **fields).get_json()["id"]
    return status_of(records, comment), findings(records, comment)


def test_it_is_sent_what_wordpress_sends(guest: Frame, akismet: Akismet, time: Time) -> None:
    parent = guest.post("First").get_json()["id"]
    guest.post("*Hello* ümläut", parent=parent, website="https://grace.example/")
    sent = akismet.checks[1]
    assert sent.pop("user_agent").startswith("Werkzeug/")
    assert sent == {
        "api_key": KEY,
        "blog": "https://blog.test",
        "user_ip": "127.0.0.1",
        "permalink": BLOG,
        "comment_type": "reply",
        "comment_author": "Grace",
        "comment_author_email": "grace@example.org",
        "comment_author_url": "https://grace.example/",
        "comment_content": "*Hello* ümläut",
        "comment_date_gmt": time.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "comment_parent": parent,
        "blog_charset": "UTF-8",
        "honeypot_field_name": "trap",
    }


def test_of_somebody_signed_in_no_address_is_told(alice: Frame, akismet: Akismet) -> None:
    alice.post("Signed")
    assert akismet.checks[0]["comment_type"] == "comment"
    assert akismet.checks[0]["user_role"] == "subscriber"
    assert not {"comment_author_email", "comment_author_url"} & set(akismet.checks[0])


def test_the_trap_goes_along(guest: Frame, akismet: Akismet) -> None:
    guest.post("Filled", trap="https://spam.example")
    assert akismet.checks[0]["trap"] == "https://spam.example"


CASES = [
    (Says("false"), "published", {}),
    (Says("true"), "spam", {"akismet": ("spam", "Akismet takes it for spam.")}),
    (Says(" true\n"), "spam", {"akismet": ("spam", "Akismet takes it for spam.")}),
    (
        Says("true", {"X-akismet-pro-tip": "discard"}),
        "spam",
        {"akismet": ("spam", "Akismet takes it for spam of the worst kind.")},
    ),
    (
        Says("false", {"X-akismet-recheck-after": "120"}),
        "held",
        {"akismet": ("held", "Akismet has not made up its mind yet; it will be asked again.")},
    ),
    (Says("invalid", {"X-akismet-debug-help": 'Empty "blog"'}), "held", {"akismet": ("held", NO_KEY)}),
    (Says("invalid"), "held", {"akismet": ("held", NO_KEY)}),
    (Says("no", status=401), "held", {"akismet": ("held", NO_KEY)}),
    (Says("", status=500), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("true", status=503), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("", {"Retry-After": "90"}, 429), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("true", {"Location": "https://evil.example/"}, 302), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("maybe"), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says(""), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("<html>true</html>"), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")), "held", {"akismet": ("held", HELD_AGAIN)}),
    (Says("x" * 100_000), "held", {"akismet": ("held", HELD_AGAIN)}),
]


@pytest.mark.either_store
@pytest.mark.parametrize(("says", "status", "found"), CASES, ids=lambda value: str(value)[:60])
def test_each_answer_has_its_meaning(
    guest: Frame, akismet: Akismet, records: Records, says: Says, status: str, found: object
) -> None:
    akismet.next.append(says)
    assert posted(guest, records) == (status, found)
    assert bool(records.query(ERRANDS)) == (status == "held")


def test_nobody_is_asked_whom_akismet_names(guest: Frame, akismet: Akismet, records: Records) -> None:
    akismet.next.append(Says("", {"Location": f"{akismet.url}/elsewhere"}, 307))
    assert posted(guest, records) == ("held", {"akismet": ("held", HELD_AGAIN)})
    assert len(akismet.asked) == 1


@pytest.mark.parametrize(("who", "status"), [("guest", "trash"), ("alice", "spam")])
def test_the_worst_is_thrown_away_where_the_owner_wants_that_and_nobody_is_signed_in(
    database: str, akismet: Akismet, records: Records, request: pytest.FixtureRequest, who: str, status: str
) -> None:
    frame: Frame = request.getfixturevalue(who)
    with running(settings_for(database, **akismet_settings(akismet, screening_akismet_discard="true"))) as app:
        frame.browser.application = app
        akismet.next.append(Says("true", {"X-akismet-pro-tip": "discard"}))
        assert posted(frame, records)[0] == status


def test_nobody_outside_is_asked_about_what_is_refused_or_thrown_away(
    app: Flask, guest: Frame, alice: Frame, akismet: Akismet, records: Records
) -> None:
    guest.post("Once", idempotency_key="the-same-key")
    assert guest.post("Once", idempotency_key="the-same-key").status_code == 200
    assert guest.post("Once").status_code == 409
    set_site(records, flood_seconds=15)
    assert guest.post("Too fast").status_code == 429
    set_site(records, flood_seconds=0, disallowed_words="pills")
    assert posted(guest, records, "pills")[0] == "trash"
    make_moderator(app, alice)
    assert posted(alice, records, "By a moderator")[0] == "published"
    assert len(akismet.checks) == 1


def test_who_hangs_costs_one_request_its_deadline_and_the_others_nothing(
    app: Flask, guest: Frame, akismet: Akismet, records: Records
) -> None:
    akismet.next.append(Says(hangs=True))
    began = perf_counter()
    assert posted(guest, records) == ("held", {"akismet": ("held", HELD_AGAIN)})
    assert perf_counter() - began < 2
    began = perf_counter()
    for _ in range(5):
        assert posted(guest, records)[0] == "held"
    assert perf_counter() - began < 2
    assert len(akismet.checks) == 1
    akismet.over.set()
    assert records.count("comments") == 6
    assert records.query(ERRANDS) == [("akismet", "ask", False)] * 6


def test_the_key_is_in_no_log_no_address_and_no_answer(
    database: str, guest: Frame, akismet: Akismet, records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    with running(settings_for(database, **akismet_settings(akismet, screening_akismet_key="a-wrong-key"))) as app:
        guest.browser.application = app
        with caplog.at_level(logging.DEBUG):
            answer = guest.post("With a wrong key")
            akismet.next += [Says("", status=500), Says(hangs=True)]
            guest.post("With a server in trouble")
    kept = records.query("SELECT code, message FROM screening_notices")
    assert kept == [("key", "We do not know the key …")]
    assert "a-wrong-key" not in caplog.text + answer.text + repr(app.config["REJOINDER"])
    assert status_of(records, answer.get_json()["id"]) == "held"


def test_what_akismet_wants_the_owner_to_know_is_kept_until_it_is_over(
    guest: Frame, akismet: Akismet, records: Records
) -> None:
    alert = {"X-akismet-alert-code": "10508", "X-akismet-alert-msg": "You have used up your plan."}
    akismet.next.append(Says("false", alert))
    assert posted(guest, records)[0] == "published"
    notices = "SELECT asked, code, message FROM screening_notices"
    assert records.query(notices) == [("akismet", "10508", "You have used up your plan.")]
    guest.post("And now without")
    assert records.query(notices) == []


def test_an_edit_into_spam_does_not_stay(guest: Frame, akismet: Akismet, records: Records) -> None:
    comment = guest.post("Harmless").get_json()["id"]
    akismet.next.append(Says("true"))
    stamp = guest.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    answer = guest.act("PATCH", f"/comments/{comment}", {"body": "Pills!", "stamp": stamp})
    assert answer.get_json()["status"] == "held"
    assert akismet.checks[1]["recheck_reason"] == "edit"
    assert akismet.checks[1]["comment_content"] == "Pills!"
    assert status_of(records, comment) == "spam"
    assert "Pills" not in guest.document().text


def test_key_and_plan_can_be_asked_for(app: Flask, akismet: Akismet) -> None:
    with app.app_context():
        client, settings = outside.service("akismet"), app.config["REJOINDER"]
        assert client.verify_key(settings, settings.outgoing, "https://blog.test")
        assert client.usage_limit(settings, settings.outgoing)["limit"] == 350000
        assert client.key_sites(settings, settings.outgoing)["2026-11"][0]["site"] == "https://blog.test"
    assert {path for path, _ in akismet.asked} == {"/1.1/verify-key", "/1.2/usage-limit", "/1.2/key-sites"}


def test_the_form_says_that_akismet_is_asked_and_leads_to_what_is_done_with_it(guest: Frame) -> None:
    words = guest.read()
    assert "This site uses Akismet to reduce spam. Learn how your comment data is processed." in words
    assert f'href="/privacy?site={guest.site}"' in guest.document().text


def test_without_akismet_nothing_is_said_of_it(database: str) -> None:
    with running(settings_for(database)) as plain:
        assert "Akismet" not in Frame(plain, BLOG).document().text
