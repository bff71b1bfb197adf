"""Posting and replying without any script: a first-party page, plain forms, and a way to log in and come back."""

import base64
from urllib.parse import quote

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner, Visit
from records import Records
from stage import BLOG, OTHER
from werkzeug.test import TestResponse
from windows import FakeProvider

Fakes = dict[str, FakeProvider]
TYPED = {"name": "Grace", "email": "grace@example.org", "website": ""}


@pytest.fixture
def reader(app: Flask, fakes: Fakes) -> Owner:
    """Somebody whose browser runs no script."""
    return Owner(app)


def way(guest: Frame, **more: str) -> str:
    """Where the page for a reply is."""
    return f"/threads/{guest.thread}/reply?page={quote(guest.page, safe='')}" + "".join(
        f"&{name}={value}" for name, value in more.items()
    )


def send(reader: Owner, guest: Frame, text: str = "Without a script", **fields: str) -> TestResponse:
    """Send the form as the page has it, with what is typed."""
    page = reader.see(way(guest, **({"parent": fields["parent"]} if "parent" in fields else {}))).text
    hidden = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("as", "idempotency_key")}
    sent = {"csrf_token": reader.token(way(guest)), "page": guest.page, "body": text, **hidden, **TYPED, **fields}
    return reader.send(f"/threads/{guest.thread}/reply", sent)


def said(guest: Frame) -> list[tuple[str, str | None]]:
    """Return what stands in the thread, with whom it answers."""
    found = guest.send("GET", f"/threads/{guest.thread}/comments").get_json()
    return [(one["text"], one["parent"]) for one in found.get("comments", [])]


def test_the_document_leads_there_where_no_script_runs(guest: Frame, reader: Owner) -> None:
    way = f"/threads/{guest.thread}/reply"
    assert f'<a href="{way}" target="_top">Leave a Reply</a>' in guest.document().text
    assert reader.see(way).status_code == 404  # which page it is, nobody has said yet
    for frame in (f"{ORIGIN}/thread?page={quote(BLOG, safe='')}&lang=de", f"{ORIGIN}/thread?page={BLOG}"):
        assert reader.see(way, Referer=frame).status_code == 200
    for other in (f"https://evil.example/thread?page={BLOG}", f"{ORIGIN}/threads?page={BLOG}", "nonsense"):
        assert reader.see(way, Referer=other).status_code == 404
    guest.post()
    assert reader.see(way).status_code == 200


def test_a_guest_posts_and_is_led_to_the_comment(guest: Frame, reader: Owner) -> None:
    answer = send(reader, guest)
    assert answer.status_code == 303
    assert said(guest) == [("<p>Without a script</p>", None)]
    permalink = reader.see(answer.location)
    assert permalink.location.startswith(f"{BLOG}#rejoinder-")


def test_details_are_kept_with_consent_alone_and_for_this_site(app: Flask, guest: Frame, reader: Owner) -> None:
    assert "Set-Cookie" not in send(reader, guest).headers
    cookie = send(reader, guest, "Keep me", remember="on", website="https://grace.example").headers["Set-Cookie"]
    assert cookie.startswith(f"__Secure-rejoinder-guest-{guest.site}=")
    assert "Secure; HttpOnly; Path=/threads; SameSite=Lax" in cookie
    again = reader.see(way(guest)).text
    for kept in ('value="Grace"', 'value="grace@example.org"', 'value="https://grace.example"', '"remember" checked'):
        assert kept in again, kept
    assert "Grace" not in reader.see(way(Frame(app, OTHER))).text


def test_without_consent_what_was_kept_is_taken_away(guest: Frame, reader: Owner) -> None:
    send(reader, guest, "Keep me", remember="on")
    assert "Max-Age=0" in send(reader, guest, "Forget me").headers["Set-Cookie"]
    page = reader.see(way(guest)).text
    assert ('value="Grace"' in page, '"remember" checked' in page) == (False, False)


def test_what_is_refused_keeps_the_tick_and_changes_no_cookie(guest: Frame, reader: Owner) -> None:
    refused = send(reader, guest, "", remember="on")
    assert (refused.status_code, '"remember" checked' in refused.text) == (422, True)
    assert "Set-Cookie" not in refused.headers


@pytest.mark.parametrize("made", [b"nonsense", b"[]", b'{"name": 5}', b'{"name": "\\ud800"}', b"[" * 2000])
def test_a_cookie_that_is_not_ours_is_nothing(guest: Frame, reader: Owner, made: bytes) -> None:
    name, value = f"__Secure-rejoinder-guest-{guest.site}", base64.urlsafe_b64encode(made).decode()
    reader.browser.set_cookie(name, value, domain="comments.rejoinder.test", path="/threads", secure=True)
    page = reader.see(way(guest))
    assert (page.status_code, '"remember" checked' in page.text) == (200, False)


def test_browsers_let_the_form_end_at_the_pages_of_its_site_alone(guest: Frame, reader: Owner) -> None:
    policy = reader.see(way(guest)).headers["Content-Security-Policy"]
    assert f"form-action 'self' {BLOG.removesuffix('/a-post')};" in policy


def test_each_comment_of_the_thread_can_be_answered_from_there(guest: Frame, reader: Owner) -> None:
    root = guest.post("A question").get_json()["id"]
    shown = reader.see(way(guest)).text
    assert f"parent={root}" in shown
    assert "A question" in reader.see(way(guest, parent=root)).text
    assert "A question" not in reader.see(way(guest, after=root)).text


def test_a_reply_stands_below_what_it_answers(guest: Frame, reader: Owner) -> None:
    root = guest.post("A question").get_json()["id"]
    assert "A question" in reader.words(way(guest, parent=root))
    send(reader, guest, "An answer", parent=root)
    assert said(guest)[1] == ("<p>An answer</p>", root)


def test_who_logs_in_comes_back_and_posts_under_that_name(guest: Frame, reader: Owner) -> None:
    page = way(guest)
    visit = Visit(reader, reader.press("/me/sign-in", on=page, provider="google", back=page), "google")
    assert visit.come_back().location == page
    assert "You are commenting using your Google account." in reader.words(page)
    send(reader, guest)
    (comment,) = guest.send("GET", f"/threads/{guest.thread}/comments").get_json()["comments"]
    assert (comment["author"]["name"], comment["author"]["provider"]) == ("Ada", "google")


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/me/erase", "/threads/x/reply?", "/\\evil"]
)
def test_a_sign_in_returns_to_no_other_page(reader: Owner, back: str) -> None:
    visit = Visit(reader, reader.press("/me/sign-in", provider="google", back=back), "google")
    assert visit.come_back().location == "/me"


def test_what_is_wrong_comes_back_with_everything_that_was_typed(guest: Frame, reader: Owner) -> None:
    answer = send(reader, guest, "Keep <this> & that", email="nobody", website="javascript:alert(1)")
    assert answer.status_code == 422
    for kept in ("Keep &lt;this&gt; &amp; that", 'value="nobody"', "Invalid email address", "Invalid website address"):
        assert kept in answer.text
    assert said(guest) == []


def test_the_same_form_sent_twice_posts_once(guest: Frame, reader: Owner) -> None:
    first = send(reader, guest, idempotency_key="the-same-key")
    again = send(reader, guest, idempotency_key="the-same-key")
    assert (first.location, first.status_code) == (again.location, again.status_code)
    assert len(said(guest)) == 1


def test_a_refusal_is_said_and_the_text_kept(guest: Frame, reader: Owner) -> None:
    send(reader, guest, "Twice")
    answer = send(reader, guest, "Twice")
    assert answer.status_code == 409
    assert "Duplicate comment detected" in answer.text
    assert ">\nTwice</textarea>" in answer.text


def test_nothing_is_posted_under_another_name_than_the_page_showed(guest: Frame, reader: Owner) -> None:
    answer = send(reader, guest, "As whom?", **{"as": "00000000000000000000"})
    assert answer.status_code == 409
    assert "You are signed in as somebody else now." in answer.text
    assert said(guest) == []


def test_a_closed_thread_shows_no_form(guest: Frame, reader: Owner, records: Records) -> None:
    records.change("UPDATE sites SET comments_open = false")
    page = reader.see(way(guest)).text
    assert "Comments are closed." in page
    assert "<textarea" not in page


def test_without_guests_one_is_asked_to_log_in(guest: Frame, reader: Owner, records: Records) -> None:
    records.change("UPDATE sites SET guests_allowed = false")
    page = reader.see(way(guest)).text
    assert "Click an icon to log in:" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("page", [OTHER, "https://evil.example/", "", "javascript:alert(1)"])
def test_a_page_that_does_not_belong_to_the_thread_is_refused(guest: Frame, reader: Owner, page: str) -> None:
    assert reader.see(f"/threads/{guest.thread}/reply?page={quote(page, safe='')}").status_code == 404


def test_what_is_gone_or_elsewhere_cannot_be_answered(app: Flask, guest: Frame, reader: Owner) -> None:
    gone = guest.post().get_json()["id"]
    guest.delete(gone)
    elsewhere = Frame(app, OTHER).post().get_json()["id"]
    for parent in (gone, elsewhere, "nothing"):
        assert reader.see(way(guest, parent=parent)).status_code == 404
