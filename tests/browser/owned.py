"""A site with a month behind it, and its owner in front of it."""

from datetime import timedelta

from crowd import crowd
from flask import Flask
from moderating import fill
from playwright.sync_api import Page, expect
from rig_names import COMMENTS, POST
from rig_people import site_at
from sqlalchemy import select
from widget_page import FIRST, Account

from widget.comments.models import Comment
from widget.core import clock
from widget.core.statuses import Status
from widget.moderation.models import Complaint, Report
from widget.notifications.models import WEBHOOK, OutboxRow
from widget.notifications.webhooks import add_hook
from widget.people.actions.failures import note_failure
from widget.people.role_models import Role
from widget.people.roles import invite
from widget.screening.models import Screening
from widget.web.transactions import transaction

NUMBERS = (3, 5, 2, 8, 6, 4, 0, 1, 7, 9, 12, 6, 5, 4, 8, 3, 2, 6, 7, 5, 4, 9, 11, 8, 3, 2, 5, 6, 4, 7)
MADE = (*[Status.PUBLISHED] * 4, Status.HELD, Status.SPAM, Status.SPAM)
ANSWERS = {"posted": "250 2.0.0 taken for …", WEBHOOK: "503 come back later", "liked": "554 5.7.1 no such mailbox"}


def fill_month(app: Flask, page: str = POST) -> None:
    """Let comments have come each day, some of them spam and some reported, and three of them wait."""
    fill(app, page)
    posted = crowd(app, sum(NUMBERS), page=page)
    with app.app_context(), transaction() as store:
        site, now = site_at(store, page), clock.now()
        ids = list(store.scalars(select(Comment.id).where(Comment.public_id.in_(posted))))
        days = [ago for ago, number in enumerate(NUMBERS) for _ in range(number)]
        for place, (comment, ago) in enumerate(zip(ids, days, strict=True)):
            screening = Screening(comment_id=comment, site_id=site.id, status=MADE[place % len(MADE)], findings=[])
            screening.created = now - timedelta(days=ago)
            store.add(screening)
            if place % 9 == 0:
                report = Report(comment_id=comment, network=str(place), reason=Complaint.SPAM, text="")
                report.created = report.settled = screening.created
                store.add(report)


def send_some(app: Flask, page: str = POST) -> None:
    """Let mail and a webhook have been tried, and a provider have failed."""
    with app.app_context(), transaction() as store:
        site, now = site_at(store, page), clock.now()
        hook = add_hook(store, site, "https://hooks.example/comments", (), now)
        hook.failures, hook.failing = 3, now
        for kind, answer in ANSWERS.items():
            row = OutboxRow(event=f"drawn {kind}", kind=kind, subject="", site_id=site.id, addressee=hook.public_id)
            row.details, row.created, row.due, row.done = {"type": "comment.published"}, now, now, now
            row.answer, row.attempts, row.sent = answer, 1, answer.startswith("2")
            store.add(row)
        for _ in range(5):
            note_failure(store, "x", "503 Service Unavailable", now)


def take_seat(app: Flask, page: Page, thread: str = POST) -> None:
    """Accept an invitation to be an owner, and stand before the overview."""
    with app.app_context(), transaction() as store:
        token = invite(store, site_at(store, thread), Role.OWNER, clock.now())
    page.goto(f"{COMMENTS}/admin/invitations/{token}")
    page.locator("button[value=google]").click()
    account = Account(page)
    account.choose(FIRST["google"])
    account.allow()
    page.locator("form[action='/admin/invitations'] button").click()
    page.locator(".shell .tabs a").first.click()
    expect(page.locator(".bars")).to_be_visible()
