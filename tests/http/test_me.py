"""One's own page: logging in without any script, sessions, comments over all sites, and an export."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from frames import Frame, cookies_of
from owners import Owner, commenting
from records import Records
from stage import BLOG, OTHER, Time
from windows import FakeProvider, SignIn

from widget.errors import Denied, ProviderFailed

Fakes = dict[str, FakeProvider]


@pytest.fixture
def owner(app: Flask, fakes: Fakes) -> Owner:
    """Somebody who has opened their own page and not logged in."""
    return Owner(app)


@pytest.fixture
def ada(owner: Owner) -> Owner:
    """Ada, logged in to her own page."""
    return owner.log_in()


def test_before_logging_in_the_page_shows_nothing_of_anybody(owner: Owner, alice: Frame) -> None:
    alice.post("Alice was here")
    page = owner.see()
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert not owner.is_logged_in()
    assert "Alice" not in page.text
    assert set(owner.forms()) == {"/me/sign-in"}


def test_logging_in_needs_no_script(owner: Owner, fakes: Fakes, records: Records) -> None:
    visit = owner.visit()
    assert visit.going.status_code == 200
    assert 'http-equiv="refresh" content="0;url=https://accounts.idp.test/google?state=' in visit.going.text
    assert "<script" not in visit.going.text
    assert visit.come_back().location == "/me"
    assert "Ada Google" in owner.words()
    assert fakes["google"].chosen == [True]
    assert records.count("me_sessions") == 1
    assert records.count("sessions") == 0


def test_the_cookie_is_first_party_and_of_a_name_of_its_own(owner: Owner) -> None:
    cookie = cookies_of(owner.visit().come_back())["__Host-rejoinder-me"]
    assert {"secure": "", "httponly": "", "samesite": "Lax", "path": "/", "max-age": "7200"}.items() <= cookie.items()
    assert "partitioned" not in cookie


def test_the_session_of_a_frame_opens_no_page_and_the_other_way_round(app: Flask, ada: Owner, alice: Frame) -> None:
    assert not Owner(app, alice.browser).is_logged_in()
    assert Frame(app, BLOG, browser=ada.browser).who() is None


def test_a_session_of_the_page_ends_after_two_hours_of_whatever_use(owner: Owner, time: Time) -> None:
    owner.log_in()
    time.passes(hours=1, minutes=59)
    assert "Ada" in owner.words()
    time.passes(minutes=2)
    assert not owner.is_logged_in()


def test_logging_in_again_takes_the_place_of_the_session_before(ada: Owner, records: Records) -> None:
    before = records.query("SELECT token_hash FROM me_sessions")
    ada.log_in()
    after = records.query("SELECT token_hash FROM me_sessions")
    assert (len(after), after != before) == (1, True)


def test_an_answer_opens_the_page_once(owner: Owner, app: Flask, records: Records) -> None:
    visit = owner.visit()
    visit.come_back()
    again = visit.come_back()
    assert (again.location, "Set-Cookie" in again.headers) == ("/me", False)
    assert records.count("me_sessions") == 1


def test_another_browser_does_not_get_in_by_the_answer(owner: Owner, app: Flask, records: Records) -> None:
    visit, thief = owner.visit(), Owner(app)
    visit.owner = thief
    assert visit.come_back().status_code == 400
    assert records.count("me_sessions") == 0


@pytest.mark.parametrize("problem", [Denied(provider="Google"), ProviderFailed(provider="Google")])
def test_a_refusal_ends_on_a_page_that_leads_back(
    owner: Owner, fakes: Fakes, records: Records, problem: Exception
) -> None:
    fakes["google"].raises = problem
    ended = owner.visit().come_back()
    assert (ended.status_code, "Google did not sign you in" in ended.text) == (400, True)
    assert 'href="/me"' in ended.text
    assert "<script" not in ended.text
    assert records.count("me_sessions") == 0


def test_no_frame_claims_a_sign_in_to_the_page(owner: Owner, guest: Frame, records: Records) -> None:
    owner.visit().come_back()
    ((sign_in,),) = records.query("SELECT public_id FROM transactions")
    for route in ("claim", "bearer", "start"):
        sent = {"claim_secret": "A" * 43, "bind": "A" * 43}
        assert guest.send("POST", f"/signin/transactions/{sign_in}/{route}", sent).status_code in {403, 404}
    assert guest.act("DELETE", f"/signin/transactions/{sign_in}", {"claim_secret": "x"}).status_code == 404
    assert records.count("sessions") == 0


def test_too_many_visits_from_one_network_are_refused(owner: Owner) -> None:
    statuses = [owner.visit().going.status_code for _ in range(41)]
    assert (set(statuses[:40]), statuses[40]) == ({200}, 429)


def test_logging_out_ends_this_page_and_no_frame(app: Flask, fakes: Fakes, records: Records) -> None:
    frame, ada = commenting(app), Owner(app).log_in()
    out = ada.press("/me/log-out")
    assert (out.location, cookies_of(out)["__Host-rejoinder-me"]["max-age"]) == ("/me", "0")
    assert records.count("me_sessions") == 0
    assert frame.who() == "Ada"


def test_sessions_are_shown_by_device_and_site(app: Flask, ada: Owner) -> None:
    frame = Frame(app, BLOG)
    sign_in = SignIn(frame).through()
    device = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0"
    path, secret = f"/signin/transactions/{sign_in.id}/claim", {"claim_secret": sign_in.secret}
    frame.send("POST", path, secret, **{"User-Agent": device})
    assert "Blog Edge, Windows · since" in ada.words()


def test_one_session_is_ended_or_all_of_them(app: Flask, fakes: Fakes, records: Records) -> None:
    here, there, ada = commenting(app), commenting(app, page=OTHER), Owner(app).log_in()
    elsewhere = Owner(app).log_in()
    newest = next(form for form in ada.forms() if form.startswith("/me/sessions/"))
    assert ada.press(newest).location == "/me"
    assert (here.who(), there.who()) == ("Ada", None)
    ada.press("/me/sessions/end")
    assert here.who() is None
    assert not elsewhere.is_logged_in()
    assert "Nowhere but on this page." in ada.words()


def test_a_session_of_somebody_else_is_neither_shown_nor_ended(ada: Owner, bob: Frame, records: Records) -> None:
    ((session,),) = records.query("SELECT public_id FROM sessions")
    assert session not in ada.see().text
    ada.press(f"/me/sessions/{session}/end")
    ada.press("/me/sessions/end")
    assert bob.who() == "Bob"


def test_comments_of_all_sites_are_shown_the_newest_first(app: Flask, ada: Owner, bob: Frame, time: Time) -> None:
    bob.post("Bob's word")
    for page, text in ((BLOG, "On the blog"), (OTHER, "On the other")):
        commenting(app, page=page).post(text)
        time.passes(minutes=1)
    words = ada.words()
    assert "2 comments of mine" in words
    assert words.index("On the other") < words.index("On the blog")
    assert "Bob" not in words


def test_comments_come_a_page_at_a_time(app: Flask, ada: Owner, records: Records) -> None:
    frame = commenting(app)
    for number in range(45):
        frame.post(f"Number {number}.")
    path, seen = "/me", []
    while path:
        seen += [number for number in range(45) if f"Number {number}." in ada.words(path)]
        path = ada.see(path).text.partition('href="/me?before=')[2].partition('"')[0]
        path = path and f"/me?before={path}"
    assert sorted(seen) == list(range(45))


def test_a_comment_is_deleted_after_one_more_question(app: Flask, ada: Owner) -> None:
    frame = commenting(app)
    comment = frame.post("Soon gone").get_json()["id"]
    ask = f"/me/comments/{comment}/delete"
    assert "Delete this comment for good? Soon gone" in ada.words(ask)
    assert "Soon gone" in frame.document().text
    assert ada.press(ask, on=ask).location == "/me"
    assert "Soon gone" not in frame.document().text
    assert "You have written nothing yet." in ada.words()
    assert ada.press(ask).status_code == 404


def test_nobody_deletes_what_somebody_else_wrote(ada: Owner, bob: Frame, guest: Frame, records: Records) -> None:
    for frame in (bob, guest):
        comment = frame.post(f"Of {frame}").get_json()["id"]
        assert ada.see(f"/me/comments/{comment}/delete").status_code == 404
        with records.unchanged(but=()):
            assert ada.press(f"/me/comments/{comment}/delete").status_code == 404


def test_the_export_has_everything_in_both_forms(app: Flask, ada: Owner) -> None:
    frame = commenting(app)
    frame.post("With <b>signs</b> & ünï")
    frame.post("A reply", parent=frame.post("A root").get_json()["id"])
    answer = ada.see("/me/export")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    known = json.loads(archive.read("my-comments.json"))
    assert [one["text"] for one in known["comments"]] == ["A reply", "A root", "With <b>signs</b> & ünï"]
    assert (
        known["identities"][0] | {"issuer": "https://accounts.google.com", "subject": "ada"} == known["identities"][0]
    )
    assert [one["site"] for one in known["sessions"]] == ["Blog"]
    page = archive.read("my-comments.html").decode()
    assert "ünï" in page
    assert "<script" not in page


def test_the_export_has_nothing_of_anybody_else(app: Flask, ada: Owner, bob: Frame, guest: Frame) -> None:
    bob.post("Bob's word")
    guest.post("A guest's word")
    archive = zipfile.ZipFile(io.BytesIO(ada.see("/me/export").data))
    both = b"".join(archive.read(name) for name in archive.namelist())
    assert b"word" not in both
    assert b"Bob" not in both


@pytest.mark.parametrize("path", ["/me/export", "/me/erase", "/me/comments/x/delete", "/me/links/x"])
def test_whoever_is_not_logged_in_sees_where_to_do_so(owner: Owner, path: str) -> None:
    answer = owner.see(path)
    assert (answer.status_code, 'href="/me"' in answer.text) == (401, True)


def test_the_page_may_be_framed_by_nobody_and_runs_no_script(ada: Owner, signed_in: Callable[..., Frame]) -> None:
    for path in ("/me", "/me/erase"):
        page = ada.see(path)
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "<script" not in page.text
