"""Posting over HTTP: who may, what comes back, and what refuses."""

from collections.abc import Callable

from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, Time


def test_a_guest_posts_and_everybody_reads_it(guest: Frame) -> None:
    posted = guest.post("Good morning")
    assert posted.status_code == 201
    assert "Good morning" in guest.document().text


def test_a_signed_in_person_posts_under_the_own_name(alice: Frame) -> None:
    posted = alice.post("Signed")
    assert posted.status_code == 201
    assert 'data-author="Alice"' in posted.get_json()["html"]


def test_the_answer_to_a_guest_is_id_status_html_and_receipt(guest: Frame) -> None:
    posted = guest.post().get_json()
    assert set(posted) == {"id", "status", "html", "receipt", "edit_until"}
    assert posted["status"] == "published"
    assert posted["receipt"].startswith(f"{posted['id']}.")
    assert len(posted["id"]) == 20
    assert set(posted["id"]) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_who_is_signed_in_needs_no_receipt(alice: Frame) -> None:
    assert set(alice.post().get_json()) == {"id", "status", "html", "edit_until"}


def test_the_answer_holds_the_article_as_the_document_shows_it(alice: Frame) -> None:
    html = alice.post("The same article").get_json()["html"]
    assert html.startswith("<article")
    assert html.endswith("</article>")
    assert html in alice.document().text


def test_a_plain_form_is_taken_like_json(alice: Frame) -> None:
    session = alice.session()
    sent = {"body": "By form", "page": BLOG, "as": session["identity"]["id"], "idempotency_key": "by-a-plain-form"}
    headers = {"Origin": "https://comments.rejoinder.test", "X-CSRFToken": session["csrf_token"]}
    path = f"/threads/{alice.thread}/comments"
    posted = alice.browser.post(path, data=sent, headers=headers, base_url="https://comments.rejoinder.test")
    assert posted.status_code == 201
    assert "By form" in alice.document().text


def test_the_first_comment_makes_the_row_under_the_id_that_the_document_had(guest: Frame, records: Records) -> None:
    assert records.count("threads") == 0
    guest.post()
    assert records.query("SELECT public_id, page, count FROM threads") == [(guest.thread, BLOG, 1)]


def test_an_own_key_wins_over_the_page(app: Flask) -> None:
    one, moved = Frame(app, BLOG, key="post-7"), Frame(app, "https://blog.test/moved/here", key="post-7")
    assert one.thread == moved.thread != Frame(app, BLOG).thread
    one.post("Under a key")
    assert "Under a key" in moved.document().text


def test_a_page_is_the_same_thread_with_trackers_slashes_www_and_fragment(app: Flask, guest: Frame) -> None:
    guest.post("Once")
    for page in (f"{BLOG}/", f"{BLOG}?utm_source=x&fbclid=1", f"{BLOG}#rejoinder-1", "https://blog.test//a-post"):
        assert "Once" in Frame(app, page).document().text


def test_another_query_is_another_thread(app: Flask, guest: Frame) -> None:
    assert Frame(app, f"{BLOG}?p=1").thread != guest.thread
    assert Frame(app, f"{BLOG}?a=1&p=2").thread == Frame(app, f"{BLOG}?p=2&a=1").thread


def test_the_same_words_at_the_same_place_are_a_duplicate(alice: Frame, records: Records) -> None:
    alice.post("Twice")
    again = alice.post("Twice")
    assert (again.status_code, again.get_json()["type"]) == (409, "duplicate")
    said = "Duplicate comment detected; it looks as though you've already said that!"
    assert again.get_json()["detail"] == said
    assert records.count("comments") == 1


def test_after_an_hour_the_same_may_be_said_again(alice: Frame, time: Time) -> None:
    alice.post("Good morning")
    time.passes(minutes=59)
    assert alice.post("Good morning").status_code == 409
    time.passes(minutes=2)
    assert alice.post("Good morning").status_code == 201


def test_another_person_or_another_parent_is_no_duplicate(alice: Frame, bob: Frame) -> None:
    first = alice.post("Me too").get_json()["id"]
    assert bob.post("Me too").status_code == 201
    assert alice.post("Me too", parent=first).status_code == 201


def test_too_fast_is_refused_with_the_seconds_to_wait(alice: Frame, records: Records, time: Time) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    alice.post()
    time.passes(seconds=5)
    fast = alice.post()
    assert (fast.status_code, fast.get_json()["type"]) == (429, "too-many")
    assert fast.get_json()["detail"].startswith("You are posting comments too quickly. Slow down. Try again in 1")
    assert 10 <= int(fast.headers["Retry-After"]) == fast.get_json()["retry_after"] <= 11
    assert records.count("comments") == 1
    time.passes(seconds=11)
    assert alice.post().status_code == 201


def test_guests_of_one_network_share_the_limit_and_people_do_not(
    guest: Frame, alice: Frame, records: Records, app: Flask
) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    assert guest.post().status_code == 201
    assert Frame(app, BLOG).post("Another guest").status_code == 429
    assert alice.post().status_code == 201


def test_two_comments_on_two_sites_are_not_too_fast(
    alice: Frame, records: Records, signed_in: Callable[..., Frame]
) -> None:
    records.change("UPDATE sites SET flood_seconds = 15")
    elsewhere = signed_in("Alice", "https://other.test/a-post")
    assert (alice.post().status_code, elsewhere.post().status_code) == (201, 201)


def test_a_closed_thread_takes_nothing(alice: Frame, guest: Frame, records: Records) -> None:
    records.change("UPDATE sites SET comments_open = false, revision = revision + 1")
    for frame in (alice, guest):
        with records.unchanged():
            closed = frame.post()
        assert (closed.status_code, closed.get_json()["type"]) == (403, "closed")
        assert closed.get_json()["detail"] == "Comments are closed."


def test_where_guests_may_not_write_they_are_told_before_and_after(
    guest: Frame, alice: Frame, records: Records
) -> None:
    records.change("UPDATE sites SET guests_allowed = false, revision = revision + 1")
    assert guest.session()["allowed"]["post"]["type"] == "sign-in-required"
    assert 'name="email"' not in guest.document().text
    refused = guest.post()
    assert (refused.status_code, refused.get_json()["type"]) == (403, "sign-in-required")
    assert alice.session()["allowed"]["post"] is None
    assert alice.post().status_code == 201


def test_the_guests_of_two_sites_do_not_meet(guest: Frame, stranger: Frame) -> None:
    guest.post("On the blog")
    assert "On the blog" not in stranger.document().text


def test_the_permalink_leads_to_the_page_at_the_comment(alice: Frame) -> None:
    comment = alice.post().get_json()["id"]
    led = alice.send("GET", f"/comments/{comment}")
    assert (led.status_code, led.location) == (303, f"{BLOG}#rejoinder-{comment}")


def test_there_is_no_permalink_to_what_is_not_public(alice: Frame, records: Records) -> None:
    comment = alice.post().get_json()["id"]
    records.change("UPDATE comments SET status = 'held'")
    assert alice.send("GET", f"/comments/{comment}").status_code == 404
    assert alice.send("GET", "/comments/00000000000000000000").status_code == 404
