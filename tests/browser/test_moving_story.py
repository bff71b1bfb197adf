"""An owner merges, moves and splits threads while people have them open."""

from datetime import timedelta

from flask import Flask
from playwright.sync_api import expect
from rig_names import POST
from rig_people import say
from widget_page import Widget

from widget.comments.joining import last_change, merge_threads, move_thread, split_thread, undo_change
from widget.core import clock
from widget.core.urls import thread_key
from widget.extensions import Store
from widget.sites.queries import site_of_page
from widget.threads.models import Thread
from widget.threads.queries import thread_by_key
from widget.web.transactions import transaction

OLD, NEW = f"{POST}/index.html", f"{POST}-in-its-new-place"


def thread_at(store: Store, page: str) -> Thread:
    """The thread of a page, which has one."""
    site = site_of_page(store, page)
    found = thread_by_key(store, site, thread_key(page, None)) if site else None
    assert found
    return found


def test_who_has_a_thread_open_that_is_merged_goes_on(widget: Widget, comments: Flask) -> None:
    say(comments, "At the usual address.")
    say(comments, "At the old address.", page=OLD)
    widget.open(OLD).sign_in("google")
    widget.post("Written before.")
    with comments.app_context(), transaction() as store:
        merge_threads(store, thread_at(store, OLD), thread_at(store, POST), clock.now())
    expect(widget.count).to_have_text("3 comments")
    widget.post("Written after.")
    widget.reply("At the old address.", "And answered.")
    widget.delete("Written before.")
    widget.page.goto(POST)
    widget.ready()
    expect(widget.count).to_have_text("4 comments")
    for text in ("At the usual address.", "At the old address.", "Written after.", "And answered."):
        expect(widget.said(text).first).to_be_visible()


def test_a_page_that_has_moved_has_its_comments_at_both_addresses(widget: Widget, comments: Flask) -> None:
    say(comments, "Written at the old address.")
    widget.open(NEW)
    with comments.app_context(), transaction() as store:
        move_thread(store, thread_at(store, POST), NEW, clock.now())
    expect(widget.count).to_have_text("1 comment")
    widget.post_as_guest("Written at the new one.")
    for page in (POST, NEW):
        widget.open(page)
        expect(widget.said("Written at the old address.")).to_be_visible()
        expect(widget.said("Written at the new one.")).to_be_visible()


def test_a_conversation_goes_to_another_page_and_back(widget: Widget, comments: Flask) -> None:
    say(comments, "On the matter.")
    root = say(comments, "On another matter.")
    with comments.app_context(), transaction() as store:
        split_thread(store, thread_at(store, POST), [root], NEW, clock.now())
    widget.open(NEW)
    expect(widget.said("On another matter.")).to_be_visible()
    expect(widget.said("On the matter.")).to_have_count(0)
    widget.answer("On another matter.")
    widget.text.fill("An answer in its new place.")
    widget.be_guest()
    widget.post("An answer in its new place.", "Reply")
    with comments.app_context(), transaction() as store:
        change = last_change(store, None)
        assert change
        undo_change(store, change, clock.now() + timedelta(days=29))
    widget.open(POST)
    expect(widget.said("An answer in its new place.").last).to_be_visible()
    expect(widget.count).to_have_text("3 comments")
