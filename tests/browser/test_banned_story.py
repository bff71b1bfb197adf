"""Whoever is banned reads it before typing, in the frame; logging out and deleting stay possible."""

from datetime import timedelta

from axe_looks import Check
from flask import Flask
from playwright.sync_api import expect
from rig_people import arrive, known, say, site_at
from widget_page import Widget

from widget.core import clock
from widget.people.bans import account_subject, set_ban
from widget.web.transactions import transaction


def ban(app: Flask, name: str, page: str) -> None:
    """Ban somebody for a week."""
    with app.app_context(), transaction() as store:
        now = clock.now()
        subject = account_subject(known(store, name).account_id)
        set_ban(store, site_at(store, page), subject, now + timedelta(days=7), now)


def test_the_form_says_that_one_is_banned_before_anything_is_typed(here: Widget, comments: Flask, check: Check) -> None:
    page = "https://www.blog.test/accessible"
    say(comments, "Mine from before.", by="Ada", page=page)
    ban(comments, "Ada", page)
    arrive(comments, here.page.context, "Ada", page)
    here.open(page)
    here.text.focus()
    expect(here.frame.locator("[data-banned]")).to_contain_text("You cannot comment here until")
    expect(here.text).to_be_hidden()
    check("banned")
    here.delete("Mine from before.")
