"""A moderator looks after a thread where it stands, by keyboard, while somebody else reads it."""

from collections.abc import Callable

from axe_looks import PAGE, Check
from flask import Flask
from moderating import hold
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from rig_people import arrive, known, say, site_at
from sqlalchemy import select
from widget_page import Widget

from widget.core import clock
from widget.extensions import db
from widget.moderation.models import Decision, Reason
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.web.transactions import transaction

WAITS, SPAM, PUBLIC = "I waited in the café.", "Cheap kettles, all of them.", "The train was laet again."


def settle(app: Flask) -> None:
    """Let Mira look after the site, with one comment that waits and two that do not."""
    waiting = say(app, WAITS, page=PAGE)
    for words in (SPAM, PUBLIC):
        say(app, words, by="Omar", page=PAGE)
    with app.app_context(), transaction() as store:
        hold(store, waiting)
        give_role(store, site_at(store, PAGE), known(store, "Mira").account, Role.MODERATOR, clock.now())


def choose(here: Widget, text: str, name: str) -> None:
    """Open the tools of a comment and press one of them, by keyboard."""
    acts = here.said(text).locator("> [data-acts]")
    acts.locator("summary").press("Enter")
    here.button(name, acts).press("Enter")


def undo(here: Widget) -> Locator:
    return here.button("Undo")


def approve(here: Widget, reader: Widget, check: Check) -> None:
    """What waits stands above the thread with its reason; approved, it reaches whoever reads."""
    expect(here.said(WAITS)).to_contain_text("Every comment is approved by hand here.")
    here.said(WAITS).locator("summary").press("Enter")
    check("staff")
    here.button("Approve", here.said(WAITS)).press("Enter")
    expect(undo(here)).to_be_focused()
    expect(reader.frame.locator("[data-news]")).to_be_visible()


def take_down_and_put_back(here: Widget, reader: Widget, check: Check) -> None:
    """What is taken down is gone everywhere at once, and comes back by one key."""
    acts = here.said(SPAM).locator("> [data-acts]")
    acts.locator("summary").press("Enter")
    acts.locator("select").press("ArrowDown")
    acts.get_by_role("textbox", name="In your own words").fill("And these are cheap.")
    check("reason")
    here.button("Spam", acts).press("Enter")
    for one in (here, reader):
        expect(one.said(SPAM)).to_have_count(0)
    expect(undo(here).last).to_be_focused()
    check("decided")
    here.page.keyboard.press("Enter")
    expect(here.said(SPAM)).to_be_focused()


def mend(here: Widget, reader: Widget) -> None:
    """A slip of somebody's is put right at any time."""
    choose(here, "The train", "Edit")
    here.frame.get_by_role("textbox", name="Edit this comment").fill("The train was late again.")
    here.page.keyboard.press("Control+Enter")
    expect(reader.said("The train was late again.")).to_be_visible()


def pin(here: Widget, reader: Widget) -> None:
    choose(here, "The train", "Pin")
    expect(here.said("The train").locator("summary")).to_be_focused()
    expect(reader.said("The train").locator("> .byline")).to_contain_text("Pinned")


def test_a_thread_is_looked_after_where_it_stands(
    here: Widget, browser: Browser, contexts: Callable[..., BrowserContext], comments: Flask, check: Check
) -> None:
    settle(comments)
    reader = Widget(contexts(browser).new_page()).open(PAGE)
    arrive(comments, here.page.context, "Mira", PAGE)
    here.open(PAGE)
    here.text.focus()
    approve(here, reader, check)
    take_down_and_put_back(here, reader, check)
    mend(here, reader)
    pin(here, reader)
    with comments.app_context():
        assert db.session.execute(
            select(Decision.reason, Decision.words).where(Decision.reason.is_not(None))
        ).all() == [(Reason.SPAM, "And these are cheap.")]
    expect(reader.frame.locator("[data-moderate], [data-waiting]")).to_have_count(0)
