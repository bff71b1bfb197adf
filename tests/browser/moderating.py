"""A queue with something in it, and somebody who is invited to work through it."""

from flask import Flask
from playwright.sync_api import Page, expect
from rig_names import COMMENTS, POST
from rig_people import say, site_at
from widget_page import FIRST, Account

from widget.comments.deciding import change_status
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import Store
from widget.people.role_models import Role
from widget.people.roles import invite
from widget.screening.models import Screening
from widget.web.transactions import transaction

BY_HAND = "Every comment is approved by hand here."
WAITING = {  # what was said, by whom; the last one comes first in the queue
    "Did you keep your comments through the move? Ours are in a file that nobody dares to open.": "Per Holm",
    "Great post! We can bring your blog to page one: https://cheap.example/one": "",
    "I waited in the café across the square until they had mended the signal.": "Mira Castellano",
}


def hold(store: Store, comment_id: str) -> None:
    """Let a comment wait, as screening would have."""
    comment, now = comment_by_id(store, comment_id), clock.now()
    assert comment
    change_status(store, comment, Status.HELD, now)
    finding = {"check": "approval", "status": "held", "reason": BY_HAND, "values": {}}
    screening = Screening(comment_id=comment.id, status=Status.HELD, findings=[finding], created=now)
    screening.address, screening.user_agent = "203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0"
    store.add(screening)


def fill(app: Flask, page: str = POST) -> None:
    """Let three comments wait."""
    posted = [say(app, body, by=name, page=page) for body, name in WAITING.items()]
    with app.app_context(), transaction() as store:
        for comment_id in posted:
            hold(store, comment_id)


def invitation(app: Flask, page: str = POST) -> str:
    """Return a link that makes whoever opens it a moderator of a page's site."""
    with app.app_context(), transaction() as store:
        return f"{COMMENTS}/admin/invitations/{invite(store, site_at(store, page), Role.MODERATOR, clock.now())}"


def sit_down(app: Flask, page: Page, thread: str = POST) -> None:
    """Accept an invitation, and stand before the queue."""
    page.goto(invitation(app, thread))
    page.locator("button[value=google]").click()
    account = Account(page)
    account.choose(FIRST["google"])
    account.allow()
    page.locator("form[action='/admin/invitations'] button").click()
    expect(page.locator("[data-queue]")).to_be_visible()
