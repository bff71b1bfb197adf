"""Several hosts behind a load balancer need nothing but the database: each request may reach another one."""

from collections.abc import Iterator, Mapping
from threading import Barrier

import pytest
from at_once import all_at_once, prepared
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, running, settings_for
from windows import FakeProvider, SignIn, Window

from widget.comments.pages import Page
from widget.comments.tree import Look
from widget.extensions import Store
from widget.providers import Flow, Profile
from widget.reading import document
from widget.signin import transactions
from widget.threads.models import Thread
from widget.web.running import PROVIDERS

Fakes = dict[str, FakeProvider]


@pytest.fixture
def there(app: Flask, database: str, fakes: Fakes) -> Iterator[Flask]:
    """Another host, which shares nothing with the first but the database and the settings."""
    with running(settings_for(database)) as other:
        other.extensions[PROVIDERS] = fakes
        yield other


def move(who: Frame | Window, host: Flask) -> None:
    """The load balancer sends the next requests of this browser to another host."""
    who.browser.application = host


def test_a_sign_in_wanders_between_hosts(app: Flask, there: Flask, guest: Frame) -> None:
    sign_in = SignIn(guest)
    move(sign_in.window, there)
    assert sign_in.start().status_code == 200
    move(sign_in.window, app)
    assert sign_in.come_back().status_code == 200
    move(guest, there)
    assert sign_in.claim().status_code == 200
    for host in (app, there):
        move(guest, host)
        assert guest.who() == "Ada"


def test_a_bearer_taken_on_one_host_is_good_on_the_other(app: Flask, there: Flask, guest: Frame) -> None:
    sign_in = SignIn(guest).through()
    sign_in.claim()
    move(guest, there)
    guest.bearer = sign_in.take_bearer().get_json()["bearer"]
    move(guest, app)
    assert guest.who() == "Ada"


def test_log_out_on_one_host_is_seen_on_the_other(app: Flask, there: Flask, alice: Frame, records: Records) -> None:
    token = alice.session()["csrf_token"]
    cookie = alice.browser.get_cookie(f"__Host-rejoinder-{alice.site}", domain="comments.rejoinder.test")
    assert cookie
    thief = Frame(there, BLOG)
    thief.browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
    assert thief.who() == "Alice"
    alice.send("DELETE", f"/session?site={alice.site}", **{"X-CSRFToken": token})
    thief.browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
    assert thief.who() is None
    assert records.count("sessions") == 0


def test_the_flood_limit_is_seen_by_both(there: Flask, alice: Frame, guest: Frame, records: Records) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    for writer in (alice, guest):
        assert writer.post().status_code == 201
        move(writer, there)
        assert writer.post().status_code == 429


def test_the_flood_limit_holds_at_one_moment_on_two_threads(
    app: Flask, there: Flask, alice: Frame, records: Records
) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    pages = [Frame(host, f"{BLOG}-{n}", browser=alice.browser) for n, host in enumerate((app, there) * 2)]
    sendings = [prepared(page, host, body=page.page) for page, host in zip(pages, (app, there) * 2, strict=True)]
    answers = all_at_once(*sendings)
    assert sorted(answer.status_code for answer in answers) == [201, 429, 429, 429]
    assert records.count("comments") == 1


def test_the_limit_of_sign_ins_holds_at_one_moment(
    app: Flask, there: Flask, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "MOST_BEGUN", 2)
    frames = [Frame(host, BLOG) for host in (app, there) * 3]
    wanted = {"provider": "google", "site": frames[0].site, "mode": "signin"}
    tokens = [{"X-CSRFToken": frame.session()["csrf_token"]} for frame in frames]
    answers = all_at_once(
        *(
            lambda frame=frame, token=token: frame.send("POST", "/signin/transactions", wanted, **token)
            for frame, token in zip(frames, tokens, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 201, 429, 429, 429, 429]
    assert records.count("transactions") == 2


def test_the_same_person_arriving_twice_at_one_moment_is_one(
    app: Flask, there: Flask, fakes: Fakes, records: Records
) -> None:
    met = Barrier(2)

    class Meeting(FakeProvider):
        def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
            met.wait(10)
            return super().profile(flow, answer)

    fakes["google"] = Meeting("google")
    sign_ins = [SignIn(Frame(host, BLOG)) for host in (app, there)]
    for one in sign_ins:
        one.start()
    assert [answer.status_code for answer in all_at_once(*(one.come_back for one in sign_ins))] == [200, 200]
    assert [records.count(table) for table in ("identities", "accounts", "pictures")] == [1, 1, 1]


def test_two_sign_ins_of_one_browser_claimed_at_one_moment_replace_its_session(
    app: Flask, there: Flask, alice: Frame, fakes: Fakes, records: Records
) -> None:
    alice.who()
    sign_ins = [SignIn(alice).through() for _ in range(2)]
    for one, host in zip(sign_ins, (app, there), strict=True):
        cookie = alice.browser.get_cookie(f"__Host-rejoinder-{alice.site}", domain="comments.rejoinder.test")
        assert cookie
        one.frame = Frame(host, BLOG)
        one.frame.browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
    assert [answer.status_code for answer in all_at_once(*(one.claim for one in sign_ins))] == [200, 200]
    assert [one.frame.who() for one in sign_ins] == ["Ada", "Ada"]
    assert records.count("sessions") == 2


def test_a_document_shows_one_moment_whatever_is_written_meanwhile(
    there: Flask, alice: Frame, bob: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is that of its comments: else a cache would keep a lie."""
    alice.post("Before")
    move(bob, there)
    waiting, visible = ["Meanwhile"], document.page_of_roots

    def interrupted(store: Store, thread: Thread, look: Look, *, limit: int) -> Page:
        for text in waiting[:]:
            waiting.remove(text)
            assert bob.post(text).status_code == 201
        return visible(store, thread, look, limit=limit)

    monkeypatch.setattr(document, "page_of_roots", interrupted)
    before, after = (alice.document() for _ in range(2))
    assert ("Meanwhile" in before.text, "1 comment<" in before.text) == (False, True)
    assert ("Meanwhile" in after.text, "2 comments<" in after.text) == (True, True)
    assert before.headers["ETag"] != after.headers["ETag"]
